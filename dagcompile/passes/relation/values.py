"""Literals against types: of a `Literal[...]`, of a default, of a constant input.

fit("a", Literal["a", "b"])      proven
fit([1, "x"], list[int])         impossible: [1]: `str` is not `int`
"""

from typing import assert_never

from dagcompile.ir.derive import SCALARS
from dagcompile.ir.plain import Atom
from dagcompile.ir.records import (
    AnyType,
    ClassType,
    Collection,
    DictType,
    EnumType,
    FactType,
    FrameType,
    Instance,
    LiteralType,
    Mapping,
    Member,
    RecordType,
    Refined,
    Scalar,
    Sequence,
    Symbol,
    Text,
    TupleType,
    TypeKey,
    Union,
    Value,
)
from dagcompile.ir.text import check_text, ref_text, type_text, value_text
from dagcompile.ir.texts import from_text
from dagcompile.passes.relation.facts import as_class
from dagcompile.passes.relation.layouts import by_layout
from dagcompile.passes.relation.scalars import relate_scalar
from dagcompile.passes.relation.verdicts import (
    PROVEN,
    Asks,
    Checks,
    Plain,
    Relation,
    any_choice,
    each_part,
    guarded,
    impossible,
    weakened,
)


def fit(value: Value, target: TypeKey, checks: Checks, asks: Asks) -> Relation:
    """Whether a literal, known to pass `checks`, is a value of the type `target`."""
    type_ = asks.types[target]
    match type_:
        case AnyType():
            return PROVEN
        case Union():
            return any_choice(asks.fits(value, member, checks) for member in type_.members)
        case Refined():
            unknown = [text for text in map(check_text, type_.checks) if text not in checks]
            base = asks.fits(value, type_.base, checks)
            return weakened(base, f"`{unknown[0]}` is not checked here") if unknown else base
        case LiteralType():
            return _literal(value, type_)
        case FactType():
            return _registered(value, target, type_, asks)
        case (
            Scalar()
            | EnumType()
            | Collection()
            | TupleType()
            | DictType()
            | RecordType()
            | ClassType()
            | FrameType()
        ):
            return _plain(value, type_, asks)
        case _:
            assert_never(type_)


def _registered(value: Value, key: TypeKey, target: FactType, asks: Asks) -> Relation:
    """What can be written down is hardly an instance; if it is one, its facts are not known."""
    if isinstance(value, Member | Instance):
        name = ref_text(value.enum if isinstance(value, Member) else value.cls)
        return asks.relate(name, key) if name in asks.types else guarded(_unknown(name))
    return weakened(_plain(value, as_class(target), asks), "its facts are not known")


def _unknown(name: str) -> str:
    return f"nothing is known of `{name}`"


def _literal(value: Value, target: LiteralType) -> Relation:
    if any(type(each) is type(value) and each == value for each in target.values):
        return PROVEN
    return impossible(f"{value_text(value)} is not one of {type_text(target)}")


def _plain(value: Value, target: Plain, asks: Asks) -> Relation:
    match value:
        case None | bool() | int() | float() | str() | Text():
            return _scalar(value, target)
        case Member():
            return _member(value, target, asks)
        case Sequence():
            return _sequence(value, target, asks)
        case Mapping():
            return _mapping(value, target, asks)
        case Instance():
            return _instance(value, target, asks)
        case Symbol():
            name = ref_text(value.ref)
            if isinstance(target, ClassType):
                return guarded(_unknown(name))
            return impossible(f"`{name}` is not `{type_text(target)}`")
        case _:
            assert_never(value)


def _scalar(value: Atom | Text, target: Plain) -> Relation:
    """A literal is an instance of the scalar's own class: a float literal is no int."""
    name = SCALARS[value.type] if isinstance(value, Text) else type(value).__name__
    source = Scalar(name="None" if value is None else name)
    if isinstance(target, EnumType):
        return impossible(f"{value_text(value)} is not a member of `{type_text(target)}`")
    if source.name == "float" and target == Scalar(name="int"):
        return impossible(f"{value_text(value)} is not `int`")
    return relate_scalar(source, target)


def _member(value: Member, target: Plain, asks: Asks) -> Relation:
    if isinstance(target, EnumType) and target.ref == value.enum:
        return PROVEN
    key = ref_text(value.enum)
    if key in asks.types:
        return asks.relate(key, type_text(target))
    return guarded(_unknown(key))


def _instance(value: Instance, target: Plain, asks: Asks) -> Relation:
    """As its class is to `target`, if its fields are what its class says of them."""
    key = ref_text(value.cls)
    record = asks.types.get(key)
    if record is None:
        return guarded(_unknown(key))
    known = {field.name: field.type for field in getattr(record, "fields", ())}
    for name, each in value.fields:
        if name in known and asks.fits(each, known[name]).verdict != "proven":
            return guarded(f"its field `{name}` need not be `{known[name]}`")
    return asks.relate(key, type_text(target))


def _sequence(value: Sequence, target: Plain, asks: Asks) -> Relation:
    items = value.items
    wanted: tuple[TypeKey, ...]
    if isinstance(target, Collection) and target.type == value.type:
        wanted = (target.item,) * len(items)
    elif isinstance(target, TupleType) and value.type == "tuple":
        wanted = target.items
    elif isinstance(target, ClassType):
        return by_layout(Collection(type=value.type, item="Any"), target)
    else:
        return impossible(f"a {value.type} is not `{type_text(target)}`")
    if len(wanted) != len(items):
        return impossible(f"it has {len(items)} elements, not {len(wanted)}")
    pairs = enumerate(zip(items, wanted, strict=True))
    return each_part((f"[{at}]", asks.fits(item, key)) for at, (item, key) in pairs)


def _mapping(value: Mapping, target: Plain, asks: Asks) -> Relation:
    match target:
        case DictType():
            return each_part(
                (f"[{value_text(at)}]", asks.fits(each, wanted))
                for at, item in value.items
                for each, wanted in ((at, target.key), (item, target.value))
            )
        case RecordType(form="typeddict"):
            return _typeddict(value, target, asks)
        case ClassType():
            return by_layout(DictType(key="Any", value="Any"), target)
        case Scalar() | EnumType() | Collection() | TupleType() | RecordType() | FrameType():
            return impossible(f"a dict is not `{type_text(target)}`")
        case _:
            assert_never(target)


def _typeddict(value: Mapping, target: RecordType, asks: Asks) -> Relation:
    if any(isinstance(key, Member) for key, _ in value.items):
        return guarded("a member of an enumeration may equal a text")
    fields = {field.name: field for field in target.fields}
    given = {name: item for key, item in value.items if (name := _name(key)) is not None}
    for field in target.fields:
        if field.required and field.name not in given:
            return impossible(f"it lacks the key `{field.name}`")
    for key, _ in value.items:
        if _name(key) not in fields:
            return impossible(f"`{type_text(target)}` has no key {value_text(key)}")
    return each_part(
        (f"[{key!r}]", asks.fits(item, fields[key].type)) for key, item in given.items()
    )


def _name(key: Value) -> str | None:
    """The text that a key is, None where it is none and so no field's name."""
    match key:
        case str():
            return key
        case Text(type="str"):
            return str(from_text(key))
        case _:
            return None
