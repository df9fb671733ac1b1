"""Contracts of frames to records of the IR.

frame_type(shape_of(DataFrame[Flights]), ref=...)    ir.FrameType(columns=(...), ...)
"""

import sys
from dataclasses import replace
from typing import Any

from dagcompile.authoring.importing import Obstacle
from dagcompile.authoring.origins import home_of
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
        told=column.told,
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


_MAIN = frozenset({"__main__", "__mp_main__"})
"""Names of the module that Python runs, which nothing imports: also where processes are started."""


def schema_home(schema: Any) -> ir.Ref | None:
    """Where a schema of pyarrow is found, which does not know it: the name that it has in the
    module that defines it.

    Of several the first in the order of the alphabet. Where it has none, one that is equal will do:
    typing itself takes two annotations for one where what stands beside the type is equal.
    """
    imports: dict[str, dict[str, tuple[str, str]]] = {}
    kind = type(schema)
    # Nearly all that modules hold is something else: that is passed over first, as it is many.
    schemas = [
        (name, attribute, value)
        for name, module in list(sys.modules.items())
        if name not in _MAIN
        for attribute, value in getattr(module, "__dict__", {}).copy().items()
        if type(value) is kind
    ]
    found = [
        (value is not schema, *home_of(name, attribute, imports))
        for name, attribute, value in schemas
        if attribute.isidentifier() and value.equals(schema)
    ]
    return ir.Ref(module=min(found)[1], name=min(found)[2]) if found else None


def is_one_schema(one: ir.Type, other: ir.Type) -> bool:
    """Whether two types are of one schema of pyarrow that has several names, be it that these
    differ in metadata: it asks for nothing.
    """
    if not isinstance(one, ir.FrameType) or not isinstance(other, ir.FrameType):
        return False
    return one.library == "arrow" and replace(one, ref=other.ref) == other


NAMELESS_SCHEMA = Obstacle(
    "a schema of pyarrow has an import path only under the name that a module gives to it",
    "give it a name at the top of a module that can be imported: FLIGHTS = pa.schema([...])",
)
