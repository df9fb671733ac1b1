"""Functions and classes that have another import path, each told once wherever it is used."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dagcompile.changes.comparers.types.roles import CONFIG, PUBLISHED, Roles
from dagcompile.changes.records import Change, Part, Sides, Subject
from dagcompile.changes.rules import (
    CLASS_CALLED,
    CLASS_GIVEN,
    CLASS_MOVED,
    CLASS_RENAMED,
    CLASS_TAKEN,
    CONFIG_CLASS,
    MODULE_MOVED,
    OP_MOVED,
    OP_RENAMED,
    PATH_MOVED,
    TYPE_CALLED,
    Rule,
)
from dagcompile.changes.texts import listed
from dagcompile.ir.records import (
    ClassType,
    EnumType,
    FactType,
    FrameType,
    OpKey,
    OpNode,
    RecordType,
    Ref,
    Refined,
    TypeKey,
)
from dagcompile.ir.text import ref_text

_SOME = 5
"""So many names are shown of what moved with its module."""


def paths(sides: Sides) -> Iterator[Change]:
    """What moved, several of one module as one; and what has another name at its path."""
    subjects = _subjects(sides)
    told = _told_of_nodes(sides)
    together: dict[tuple[str, str], list[tuple[Ref, Ref]]] = defaultdict(list)
    for old, new in sides.names.refs.items():
        subject = subjects.get(new, Subject(part="pipeline", detail=ref_text(new)))
        if old.name == new.name:
            together[old.module, new.module].append((old, new))
        elif subject.part != "op" or subject.name not in told:
            yield _renamed(old, new, subject, sides)
    for key, to in sides.names.types.items():
        type_ = sides.new.declared.get(to)
        if isinstance(type_, Refined) and type_.name:
            yield TYPE_CALLED.change(Subject(part="type", name=to), "renamed", before=key, after=to)
    for (before, after), pairs in together.items():
        if len(pairs) > 1:
            yield MODULE_MOVED.change(
                Subject(part="pipeline", detail=f"module {after}"),
                "moved",
                before=before,
                after=after,
                names=_named([new.name for _, new in pairs]),
            )
            continue
        (old, new) = pairs[0]
        subject = subjects.get(new, Subject(part="pipeline", detail=ref_text(new)))
        rule = _MOVED.get(subject.part, PATH_MOVED)
        yield rule.change(subject, "moved", before=ref_text(old), after=ref_text(new))


def _renamed(old: Ref, new: Ref, subject: Subject, sides: Sides) -> Change:
    before, after = ref_text(old), ref_text(new)
    if subject.part == "op":
        return OP_RENAMED.change(subject, "renamed", before=before, after=after)
    rule, name = _of_class(subject.name, sides)
    return rule.change(subject, "renamed", before=before, after=after, old=before, name=name)


def _of_class(key: TypeKey, sides: Sides) -> tuple[Rule, str]:
    """What is told of a class with another name, and the name of what it matters to most."""
    type_ = sides.new.declared.get(key)
    if isinstance(type_, FrameType) or (
        isinstance(type_, RecordType) and type_.form == "typeddict"
    ):
        return CLASS_CALLED, ""  # which guards know by what is in them
    roles = Roles(sides).of(key)
    for role in roles:
        if role.kind == "param":
            return CLASS_TAKEN, role.name
        if role.kind in PUBLISHED:
            return CLASS_GIVEN, role.name
    return (CONFIG_CLASS if roles == (CONFIG,) else CLASS_RENAMED), ""


_MOVED: Mapping[Part, Rule] = {"op": OP_MOVED, "type": CLASS_MOVED}


def _subjects(sides: Sides) -> dict[Ref, Subject]:
    """The ops and types that are known by a path."""
    found = {
        entry.type.ref: Subject(part="type", name=entry.key)
        for entry in sides.new.meaning.types
        if isinstance(entry.type, RecordType | EnumType | ClassType | FactType | FrameType)
    }
    return found | {op.ref: Subject(part="op", name=op.key) for op in sides.new.meaning.ops}


def _told_of_nodes(sides: Sides) -> frozenset[OpKey]:
    """The ops whose nodes all have another id as well, and so tell of their function."""
    renamed = frozenset(sides.names.nodes.values())
    kept = [new for _, new in sides.kept if isinstance(new, OpNode)]
    alone = {node.op for node in kept if node.id not in renamed}
    return frozenset(node.op for node in kept if node.op not in alone)


def _named(names: Sequence[str]) -> str:
    if len(names) > _SOME + 1:
        return f"{', '.join(f'`{each}`' for each in names[:_SOME])} and {len(names) - _SOME} more"
    return listed(names)
