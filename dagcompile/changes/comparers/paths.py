"""Functions and classes that have another import path, each told once wherever it is used."""

from collections.abc import Iterator, Mapping

from dagcompile.changes.comparers.moving import moved_in
from dagcompile.changes.comparers.standing import Classes, Kind
from dagcompile.changes.records import Change, Sides, Subject
from dagcompile.changes.rules import (
    CLASS_CALLED,
    CLASS_GIVEN,
    CLASS_RENAMED,
    CLASS_TAKEN,
    CONFIG_CLASS,
    OP_RENAMED,
    TYPE_CALLED,
    Rule,
)
from dagcompile.changes.texts import listed
from dagcompile.ir.records import OpKey, OpNode, Ref, Refined
from dagcompile.ir.text import ref_text


def paths(sides: Sides) -> Iterator[Change]:
    """What moved, several of one module as one; and what has another name at its path."""
    classes = Classes(sides)
    ops = {op.ref: op.key for op in sides.new.meaning.ops}
    told = _told_of_nodes(sides)
    for old, new in sides.names.refs.items():
        if old.name == new.name:
            continue
        if new in classes.keys:
            yield _class(old, new, classes)
        elif ops[new] not in told:
            subject = Subject(part="op", name=ops[new])
            yield OP_RENAMED.change(subject, "renamed", before=ref_text(old), after=ref_text(new))
    for key, to in sides.names.types.items():
        type_ = sides.new.declared.get(to)
        if isinstance(type_, Refined) and type_.name:
            yield TYPE_CALLED.change(Subject(part="type", name=to), "renamed", before=key, after=to)
    for each in moved_in(sides):
        yield each.change


_CLASSES: Mapping[Kind, Rule] = {
    "parts": CLASS_CALLED,
    "param": CLASS_TAKEN,
    "read": CLASS_GIVEN,
    "config": CONFIG_CLASS,
    "inside": CLASS_RENAMED,
}


def _class(old: Ref, new: Ref, classes: Classes) -> Change:
    standing, before = classes.of(new), ref_text(old)
    return _CLASSES[standing.kind].change(
        Subject(part="type", name=classes.keys[new][0]),
        "renamed",
        before=before,
        after=ref_text(new),
        old=f"`{before}`",
        name=listed(standing.names),
    )


def _told_of_nodes(sides: Sides) -> frozenset[OpKey]:
    """The ops whose nodes all have another id as well, and so tell of their function."""
    renamed = frozenset(sides.names.nodes.values())
    kept = [new for _, new in sides.kept if isinstance(new, OpNode)]
    alone = {node.op for node in kept if node.id not in renamed}
    return frozenset(node.op for node in kept if node.op not in alone)
