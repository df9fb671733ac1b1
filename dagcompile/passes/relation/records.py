"""Records and plain classes as sources.

    Derived -> Base      proven, if the fields of Base are proven
    Base -> Derived      guarded: it may be one
    Row -> Customer      refused: neither derives from the other

Dataclasses, NamedTuples and models are related by name. A class may derive from both of two
unrelated ones, but nothing that was declared says so, and an edge may not be wired on that hope.
TypedDicts are related by their keys.
"""

from typing import assert_never

from dagcompile.ir.records import (
    ClassType,
    Collection,
    DictType,
    EnumType,
    Field,
    FrameType,
    RecordType,
    Scalar,
    TupleType,
)
from dagcompile.ir.text import ref_text
from dagcompile.passes.relation.containers import relate_container
from dagcompile.passes.relation.layouts import (
    as_container,
    builtin_of,
    by_layout,
    is_scalar,
    library_of,
)
from dagcompile.passes.relation.verdicts import (
    PROVEN,
    Asks,
    Plain,
    Relation,
    each_part,
    guarded,
    hopeful,
    impossible,
    unrelated,
    weakened,
)


def relate_record(source: RecordType, target: Plain, asks: Asks) -> Relation:
    """A record to any plain type."""
    match target:
        case RecordType():
            if source.form == target.form == "typeddict":
                return _structural(source, target, asks)
            if "typeddict" in (source.form, target.form):
                return by_layout(source, target)
            return _nominal(source, target, asks)
        case DictType() if source.form == "typeddict":
            return _as_dict(source, target, asks)
        case Scalar() | Collection() | TupleType() | DictType() | EnumType() | ClassType():
            return _by_bases(source, target, asks)
        case FrameType():
            return _by_bases(source, target, asks)
        case _:
            assert_never(target)


def relate_class(source: ClassType, target: Plain, asks: Asks) -> Relation:
    """A plain class to any plain type: all that is known of its instances is their ancestors."""
    return _by_bases(source, target, asks)


def _by_bases(source: RecordType | ClassType, target: Plain, asks: Asks) -> Relation:
    match target:
        case ClassType():
            if target.ref == source.ref or target.ref in source.bases:
                return PROVEN
            return by_layout(source, target)
        case Scalar():
            made_of = builtin_of((source.ref, *source.bases))
            return PROVEN if is_scalar(made_of, target) else by_layout(source, target)
        case Collection() | TupleType() | DictType():
            view = as_container(source)
            return relate_container(view, target, asks) if view else by_layout(source, target)
        case FrameType() if target.library == library_of((source.ref, *source.bases)):
            return guarded(f"a `{ref_text(source.ref)}` need not keep `{ref_text(target.ref)}`")
        case EnumType() | RecordType() | FrameType():
            return by_layout(source, target)
        case _:
            assert_never(target)


def _nominal(source: RecordType, target: RecordType, asks: Asks) -> Relation:
    down = target.ref == source.ref or target.ref in source.bases
    ours, theirs = f"`{ref_text(source.ref)}`", f"`{ref_text(target.ref)}`"
    if not down and source.ref not in target.bases:
        if by_layout(source, target).verdict == "impossible":
            return impossible(f"{ours} is not {theirs}")
        return unrelated(f"neither of {ours} and {theirs} derives from the other")
    known = {field.name: field for field in source.fields}
    parts = [_field(known.get(field.name), field, asks) for field in target.fields]
    relation = each_part(parts)
    return relation if down else weakened(relation, f"a {ours} need not be {theirs}")


def _field(ours: Field | None, theirs: Field, asks: Asks) -> tuple[str, Relation]:
    label = f"field `{theirs.name}`"
    if ours is None:
        return label, guarded("it need not be there")
    relation = asks.relate(ours.type, theirs.type)
    if ours.required and theirs.required:
        return label, relation
    relation = hopeful(relation, "only without it")
    return label, weakened(relation, "it need not be there") if theirs.required else relation


def _structural(source: RecordType, target: RecordType, asks: Asks) -> Relation:
    known = {field.name: field for field in source.fields}
    wanted = {field.name: field for field in target.fields}
    parts: list[tuple[str, Relation]] = []
    for name, ours in known.items():
        if name not in wanted:
            verdict = impossible if ours.required else guarded
            parts.append((f"key `{name}`", verdict(f"`{ref_text(target.ref)}` has no such key")))
    for name, theirs in wanted.items():
        if name in known:
            parts.append(_key(known[name], theirs, asks))
        elif theirs.required:
            parts.append((f"key `{name}`", impossible(f"`{ref_text(source.ref)}` has no such key")))
    return each_part(parts)


def _key(ours: Field, theirs: Field, asks: Asks) -> tuple[str, Relation]:
    relation = asks.relate(ours.type, theirs.type)
    if not ours.required and not theirs.required:
        relation = hopeful(relation, "only without it")
    elif not ours.required:
        relation = weakened(relation, "it need not be there")
    return f"key `{theirs.name}`", relation


def _as_dict(source: RecordType, target: DictType, asks: Asks) -> Relation:
    parts: list[tuple[str, Relation]] = []
    for field in source.fields:
        part = each_part(
            [
                ("", asks.relate("str", target.key)),
                ("", asks.relate(field.type, target.value)),
            ]
        )
        part = part if field.required else hopeful(part, "only without it")
        parts.append((f"key `{field.name}`", part))
    return each_part(parts)
