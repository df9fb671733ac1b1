"""Contracts of frames to records of the IR.

frame_type(shape_of(DataFrame[Flights]), ref=...)    ir.FrameType(columns=(...), ...)
"""

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
