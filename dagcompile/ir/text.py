"""The canonical text of a type, its name in the type table and in messages; that of a partition.

    Union of "None" and "list[int]"       list[int] | None
    Refined int, ge 1                     Annotated[int, ge=1]
    Refined int, ge 1, by name            AtLeastOne

Parts are named by their keys, which are their own canonical texts; so a type's text needs no table.
"""

from collections.abc import Iterable
from collections.abc import Mapping as TypeMap
from typing import assert_never

from dagcompile.ir.records import (
    AnyType,
    CheckDef,
    ClassType,
    Collection,
    DictType,
    EnumType,
    FactType,
    FrameType,
    Instance,
    Length,
    LiteralType,
    Mapping,
    Member,
    Partition,
    RecordType,
    Ref,
    Refined,
    Scalar,
    Sequence,
    Symbol,
    Text,
    TupleType,
    Type,
    TypeKey,
    Union,
    Value,
)
from dagcompile.ir.texts import from_text
from dagcompile.runtime.types.frames.arrow_names import field_text

FRAMES: TypeMap[str, str] = {
    "pandas": "pandera.typing.DataFrame[{}]",
    "polars": "pandera.typing.polars.DataFrame[{}]",
    "lazy": "pandera.typing.polars.LazyFrame[{}]",
    "arrow": "pyarrow.Table[{}]",
}
"""How the frames of a library are annotated, with a place for the contract."""


def type_text(type_: Type) -> TypeKey:
    """The canonical text of a type."""
    match type_:
        case AnyType():
            return "Any"
        case Scalar():
            return type_.name
        case LiteralType():
            return f"Literal[{', '.join(value_text(each) for each in type_.values)}]"
        case EnumType() | RecordType() | ClassType():
            return ref_text(type_.ref)
        case Union():
            return " | ".join(type_.members)
        case Collection():
            return f"{type_.type}[{type_.item}{', ...' if type_.type == 'tuple' else ''}]"
        case TupleType():
            return f"tuple[{', '.join(type_.items) or '()'}]"
        case DictType():
            return f"dict[{type_.key}, {type_.value}]"
        case FrameType():
            return FRAMES[type_.library].format(_contract(type_))
        case FactType():
            given = ", ".join(f"{name}={value_text(value)}" for name, value in type_.facts)
            ref = ref_text(type_.ref)
            return f"Annotated[{ref}, Facts({given})]" if given else ref
        case Refined():
            return _refined(type_)
        case _:
            assert_never(type_)


def _contract(type_: FrameType) -> str:
    """A contract by its name; that of a table by what it says, for a schema does not know its own.

    So two schemas that say the same are one type.
    """
    if type_.library != "arrow":
        return ref_text(type_.ref)
    return ", ".join(
        field_text(each.name, each.dtype, nullable=each.nullable) for each in type_.columns
    )


def _refined(type_: Refined) -> TypeKey:
    if type_.name:
        return type_.name
    base = f"Secret[{type_.base}]" if type_.secret else type_.base
    checks = [check_text(check) for check in type_.checks]
    return f"Annotated[{', '.join((base, *checks))}]" if checks else base


def ref_text(ref: Ref) -> str:
    """`module.name`; a builtin by its bare name."""
    return ref.name if ref.module == "builtins" else f"{ref.module}.{ref.name}"


def check_text(check: CheckDef) -> str:
    """`ge=1` for a bound, `in_range(max_value=9, min_value=0)` for a check of a frame,
    `app.checks.even(by=2)` for a function, its own name before the params.

    Checks have one text exactly when they are equal.
    """
    if check.ref is None:
        return _nameless(check)
    path = f"{check.ref.module}.{check.ref.name}"
    name = [] if check.name == path else [f"name={check.name!a}"]
    params = ", ".join(name + [f"{key}={value_text(value)}" for key, value in check.params])
    return f"{path}({params})" if params else path


def _nameless(check: CheckDef) -> str:
    if [name for name, _ in check.params] == ["value"]:
        return f"{check.name}={value_text(check.params[0][1])}"
    params = ", ".join(f"{name}={value_text(value)}" for name, value in check.params)
    return f"{check.name}({params})" if params else check.name


def union_order(members: Iterable[TypeKey]) -> tuple[TypeKey, ...]:
    """The members of a union, each once, sorted, `None` last."""
    return tuple(sorted(set(members), key=lambda key: (key == "None", key)))


def value_text(value: Value) -> str:
    """A literal as Python writes it, with import paths for names."""
    match value:
        case None | bool() | int() | float() | str():
            return ascii(value)
        case Text():
            return _text(value)
        case Sequence():
            return _sequence(value)
        case Mapping():
            inner = (f"{value_text(key)}: {value_text(item)}" for key, item in value.items)
            return "{" + ", ".join(inner) + "}"
        case Member():
            return f"{ref_text(value.enum)}.{value.name}"
        case Instance():
            inner = (f"{name}={value_text(item)}" for name, item in value.fields)
            return f"{ref_text(value.cls)}({', '.join(inner)})"
        case Symbol():
            return ref_text(value.ref)
        case _:
            assert_never(value)


def _text(value: Text) -> str:
    try:
        return ascii(from_text(value))
    except (ValueError, LookupError, ArithmeticError):  # not written by us, or an unknown zone
        return f"{value.type}({value.text!a})"


def _sequence(value: Sequence) -> str:
    texts = [value_text(item) for item in value.items]
    inner = ", ".join(texts if value.type in ("list", "tuple") else sorted(texts))
    match value.type:
        case "list":
            return f"[{inner}]"
        case "tuple":
            return f"({inner},)" if len(value.items) == 1 else f"({inner})"
        case "set" | "frozenset":
            braces = f"{{{inner}}}" if value.items else ""
            return braces if value.type == "set" and braces else f"{value.type}({braces})"
        case _:
            assert_never(value.type)


def partition_text(partition: Partition) -> str:
    """Which stretch of time it is: `the last month that is over, by its first day`."""
    noun = partition.length
    match partition.offset:
        case 0:
            which = f"the {noun} that has begun"
        case 1:
            which = f"the last {noun} that is over"
        case back:
            which = f"the {noun} {back} before the one that has begun"
    return which + _BY[noun]


_BY: dict[Length, str] = {
    "hour": ", by its start",
    "day": "",
    "week": ", by its Monday",
    "month": ", by its first day",
    "year": ", by its first day",
}
