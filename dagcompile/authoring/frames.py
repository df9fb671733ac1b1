"""Contracts of frames to records of the IR.

frame_type(shape_of(DataFrame[Flights]), ref=...)    ir.FrameType(columns=(...), ...)
"""

import sys

from dagcompile.authoring.importing import Obstacle
from dagcompile.ir import records as ir
from dagcompile.ir.values import to_value
from dagcompile.runtime.types import CheckFact, ColumnContract, FrameShape


def frame_type(shape: FrameShape, *, ref: ir.Ref) -> ir.FrameType:
    """The record of a frame whose contract is found at `ref`."""
    contract = shape.contract
    return ir.FrameType(
        library=shape.library,
        ref=ref,
        columns=tuple(map(_column, contract.columns)),
        checks=_checks(contract.checks),
        strict=contract.strict,
        ordered=contract.ordered,
        unique=contract.unique,
        index=tuple(map(_column, contract.index)),
    )


def _column(column: ColumnContract) -> ir.Column:
    return ir.Column(
        name=column.name,
        dtype=column.dtype,
        nullable=column.nullable,
        unique=column.unique,
        required=column.required,
        regex=column.regex,
        checks=_checks(column.checks),
    )


def _checks(facts: tuple[CheckFact, ...]) -> tuple[ir.CheckDef, ...]:
    return tuple(
        ir.CheckDef(
            name=fact.name, params=tuple((name, to_value(value)) for name, value in fact.params)
        )
        for fact in facts
    )


def schema_home(schema: object) -> ir.Ref | None:
    """Where a schema of pyarrow is found, which does not know it: the name that it has in a module.

    Of several the first in the order of the alphabet, whichever of them were loaded first.
    """
    found = [
        (name, attribute)
        for name, module in list(sys.modules.items())
        if name != "__main__"
        for attribute, value in list(getattr(module, "__dict__", {}).items())
        if value is schema and attribute.isidentifier()
    ]
    return ir.Ref(module=min(found)[0], name=min(found)[1]) if found else None


NAMELESS_SCHEMA = Obstacle(
    "a schema of pyarrow has an import path only under the name that a module gives to it",
    "give it a name at the top of a module that can be imported: FLIGHTS = pa.schema([...])",
)
