"""Scalars and enumerations as sources.

int -> float     proven: an int is accepted for a float
float -> int     guarded: it may be an int
bool -> int      impossible: a bool is not an int
datetime -> date impossible: a datetime is not a date
"""

from typing import assert_never

from dagcompile.ir.records import (
    ClassType,
    Collection,
    DictType,
    EnumType,
    FrameType,
    RecordType,
    Scalar,
    TupleType,
)
from dagcompile.ir.text import type_text
from dagcompile.passes.relation.layouts import by_layout, is_scalar
from dagcompile.passes.relation.verdicts import PROVEN, Plain, Relation, guarded, impossible


def relate_scalar(source: Scalar, target: Plain) -> Relation:
    """A scalar to any plain type."""
    match target:
        case Scalar():
            if source == target or (source.name, target.name) == ("int", "float"):
                return PROVEN
            if (source.name, target.name) == ("float", "int"):
                return guarded("a `float` need not be `int`")
            return impossible(f"`{source.name}` is not `{target.name}`")
        case EnumType() | Collection() | TupleType() | DictType() | RecordType() | ClassType():
            return by_layout(source, target)
        case FrameType():
            return by_layout(source, target)
        case _:
            assert_never(target)


def relate_enum(source: EnumType, target: Plain) -> Relation:
    """An enumeration to any plain type. It has members, so no class derives from it."""
    match target:
        case EnumType():
            if source.ref == target.ref:
                return PROVEN
            return impossible(f"`{type_text(source)}` is not `{type_text(target)}`")
        case Scalar():
            proven = is_scalar(source.mixin, target) or source.mixin == target.name
            return PROVEN if proven else by_layout(source, target)
        case Collection() | TupleType() | DictType() | RecordType() | ClassType() | FrameType():
            return by_layout(source, target)
        case _:
            assert_never(target)
