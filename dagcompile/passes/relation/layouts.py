"""Which builtin a value is made of. Python lets no class derive from two of them, so types whose
values are made of different ones have no value in common.

    layouts(Scalar("float"))              {"float", "int"}: an int is accepted for a float
    layouts(ClassType("pandas.Timestamp", bases=("datetime.datetime", ...)))   {"datetime"}
    layouts(ClassType("app.Anything"))    None: a subclass may be made of any

A record is taken to be made of nothing else unless its bases say so, and so is a data frame. An
enumeration that is mixed with no scalar may still be mixed with a container or a record.
"""

from typing import assert_never

from dagcompile.ir.records import (
    ClassType,
    Collection,
    DictType,
    EnumType,
    FrameType,
    RecordType,
    Ref,
    Scalar,
    TupleType,
)
from dagcompile.ir.text import type_text
from dagcompile.passes.relation.verdicts import Container, Plain, Relation, guarded, impossible

FRAMES = {
    Ref(module="pandas", name="DataFrame"): "pandas",
    Ref(module="polars", name="DataFrame"): "polars",
    Ref(module="polars", name="LazyFrame"): "lazy",
    Ref(module="pyarrow", name="Table"): "arrow",
}
"""The libraries of the classes of frames."""

_BUILTINS = {
    Ref(module="builtins", name="bool"): "bool",
    Ref(module="builtins", name="int"): "int",
    Ref(module="builtins", name="float"): "float",
    Ref(module="builtins", name="str"): "str",
    Ref(module="builtins", name="bytes"): "bytes",
    Ref(module="builtins", name="list"): "list",
    Ref(module="builtins", name="tuple"): "tuple",
    Ref(module="builtins", name="dict"): "dict",
    Ref(module="builtins", name="set"): "set",
    Ref(module="builtins", name="frozenset"): "frozenset",
    Ref(module="datetime", name="datetime"): "datetime",
    Ref(module="datetime", name="date"): "date",
    Ref(module="datetime", name="time"): "time",
    Ref(module="datetime", name="timedelta"): "timedelta",
    Ref(module="decimal", name="Decimal"): "Decimal",
    Ref(module="uuid", name="UUID"): "UUID",
    Ref(module="pathlib", name="Path"): "Path",
    Ref(module="pathlib._local", name="Path"): "Path",
    **FRAMES,
}
_UNMIXED = frozenset({"enum", "record", "list", "tuple", "dict", "set", "frozenset"})
"""What members of an enumeration may be made of that is mixed with no scalar."""


def builtin_of(bases: tuple[Ref, ...]) -> str:
    """The nearest builtin, standard-library scalar or data frame among some classes, or ""."""
    return next((_BUILTINS[each] for each in bases if each in _BUILTINS), "")


def library_of(bases: tuple[Ref, ...]) -> str:
    """The library whose frames derive from some classes, or ""."""
    return next((FRAMES[each] for each in bases if each in FRAMES), "")


def layouts(type_: Plain) -> frozenset[str] | None:
    """Everything that values of a type may be made of; None where that is not known."""
    match type_:
        case Scalar():
            return frozenset({"float", "int"} if type_.name == "float" else {type_.name})
        case EnumType():
            return frozenset({type_.mixin}) if type_.mixin else _UNMIXED
        case Collection():
            return frozenset({type_.type})
        case TupleType():
            return frozenset({"tuple"})
        case DictType():
            return frozenset({"dict"})
        case RecordType(form="namedtuple"):
            return frozenset({"tuple"})
        case RecordType(form="typeddict"):
            return frozenset({"dict"})
        case RecordType():
            return frozenset({builtin_of(type_.bases) or "record"})
        case FrameType():
            return frozenset({type_.library})
        case ClassType():
            name = builtin_of((type_.ref, *type_.bases))
            return frozenset({"date", "datetime"} if name == "date" else {name}) if name else None
        case _:
            assert_never(type_)


def by_layout(source: Plain, target: Plain) -> Relation:
    """Impossible where the two are made of different things, else guarded."""
    ours, theirs = layouts(source), layouts(target)
    names = f"`{type_text(source)}` is not `{type_text(target)}`"
    if ours is not None and theirs is not None and ours.isdisjoint(theirs):
        return impossible(names)
    return guarded(f"a value of `{type_text(source)}` need not be `{type_text(target)}`")


def is_scalar(made_of: str, target: Scalar) -> bool:
    """Whether what derives from the builtin `made_of` is a value of `target`, all told.

    Not so for a date: a class that derives from it may have datetimes among its instances.
    """
    if made_of == "date":
        return False
    return made_of == target.name or (made_of, target.name) == ("int", "float")


def as_container(type_: RecordType | ClassType) -> Container | None:
    """What is known of instances of a class that derives from a builtin container."""
    if isinstance(type_, RecordType) and type_.form == "namedtuple":
        return TupleType(items=tuple(field.type for field in type_.fields))
    match builtin_of((type_.ref, *type_.bases)):
        case "list" | "set" | "frozenset" | "tuple" as name:
            return Collection(type=name, item="Any")
        case "dict":
            return DictType(key="Any", value="Any")
        case _:
            return None
