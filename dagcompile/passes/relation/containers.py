"""Lists, sets, tuples and dicts as sources. All are covariant: ops do not change their inputs.

list[int] -> list[float]        proven
list[int] -> list[str]          guarded: an empty list fits both
tuple[int, int] -> tuple[str, ...]    impossible: it is never empty
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
from dagcompile.ir.text import ref_text, type_text
from dagcompile.passes.relation.layouts import by_layout
from dagcompile.passes.relation.verdicts import (
    Asks,
    Container,
    Plain,
    Relation,
    each_part,
    hopeful,
    impossible,
    weakened,
)

ONLY_EMPTY = "only an empty one would pass"


def relate_container(source: Container, target: Plain, asks: Asks) -> Relation:
    """A container to any plain type."""
    match target:
        case Scalar() | EnumType() | ClassType() | FrameType():
            return by_layout(source, target)
        case RecordType():
            return _to_record(source, target, asks)
        case Collection() | TupleType() | DictType():
            return _to_container(source, target, asks)
        case _:
            assert_never(target)


def _to_container(source: Container, target: Container, asks: Asks) -> Relation:
    match source:
        case Collection():
            return _collection(source, target, asks)
        case TupleType():
            return _tuple(source, target, asks)
        case DictType():
            return _dict(source, target, asks)
        case _:
            assert_never(source)


def _collection(source: Collection, target: Container, asks: Asks) -> Relation:
    if isinstance(target, Collection) and source.type == target.type:
        return each_part([("element", hopeful(asks.relate(source.item, target.item), ONLY_EMPTY))])
    if isinstance(target, TupleType) and source.type == "tuple":
        parts = [
            (f"[{at}]", asks.relate(source.item, item)) for at, item in enumerate(target.items)
        ]
        return weakened(each_part(parts), f"it need not have {len(target.items)} elements")
    return by_layout(source, target)


def _tuple(source: TupleType, target: Container, asks: Asks) -> Relation:
    if isinstance(target, Collection) and target.type == "tuple":
        wanted = (target.item,) * len(source.items)
    elif isinstance(target, TupleType):
        wanted = target.items
    else:
        return by_layout(source, target)
    if len(wanted) != len(source.items):
        return impossible(f"it has {len(source.items)} elements, not {len(wanted)}")
    pairs = enumerate(zip(source.items, wanted, strict=True))
    return each_part((f"[{at}]", asks.relate(ours, theirs)) for at, (ours, theirs) in pairs)


def _dict(source: DictType, target: Container, asks: Asks) -> Relation:
    if not isinstance(target, DictType):
        return by_layout(source, target)
    return each_part(
        [
            ("key", hopeful(asks.relate(source.key, target.key), ONLY_EMPTY)),
            ("value", hopeful(asks.relate(source.value, target.value), ONLY_EMPTY)),
        ]
    )


def _to_record(source: Container, target: RecordType, asks: Asks) -> Relation:
    """A tuple may be the NamedTuple, a dict the TypedDict."""
    name = ref_text(target.ref)
    if target.form == "namedtuple":
        shape = TupleType(items=tuple(field.type for field in target.fields))
        return weakened(_to_container(source, shape, asks), f"a tuple need not be `{name}`")
    if target.form == "typeddict" and isinstance(source, DictType):
        return _to_typeddict(source, target, asks)
    return by_layout(source, target)


def _to_typeddict(source: DictType, target: RecordType, asks: Asks) -> Relation:
    parts: list[tuple[str, Relation]] = []
    for field in target.fields:
        part = asks.relate(source.value, field.type)
        if asks.relate(source.key, "str").verdict == "impossible":
            part = impossible(f"its keys are `{source.key}`")
        label = f"key `{field.name}`"
        parts.append((label, part if field.required else hopeful(part, "only without it")))
    return weakened(each_part(parts), f"its keys need not be those of `{type_text(target)}`")
