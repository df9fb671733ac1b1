"""What has the same name in another module, as it is told: several of a module together.

    app.ops:clean -> app.steps:clean      only the source tells whether it is the same function

Import paths are all that is known of a function or class. That the old path is gone from a pipeline
does not say that it is gone from the code, nor that what the new one leads to is what the old one
led to.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dagcompile.changes.comparers.standing import Classes, Kind
from dagcompile.changes.identity.moves import refs_in
from dagcompile.changes.records import Change, Sides, Subject
from dagcompile.changes.rules import (
    CLASS_CALLED,
    CLASS_MOVED,
    CLASS_MOVED_GIVEN,
    CLASS_MOVED_TAKEN,
    CONFIG_MOVED,
    MODULE_MOVED,
    OP_MOVED,
    PATH_MOVED,
    Rule,
)
from dagcompile.changes.texts import listed
from dagcompile.ir.records import Ref
from dagcompile.ir.text import ref_text

_SOME = 5
"""So many names are shown of what moved with its module."""
_CLASSES: dict[Kind, Rule] = {
    "parts": CLASS_CALLED,
    "param": CLASS_MOVED_TAKEN,
    "read": CLASS_MOVED_GIVEN,
    "config": CONFIG_MOVED,
    "inside": CLASS_MOVED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What moved from one module to another and is told at once: `change`, of the import paths
    `refs` of the new version.
    """

    change: Change
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """How a path is told: by `rule`, with others of its module as `word`, alone as `subject`.
    `names` are the params, outputs and assets that a class matters to.
    """

    word: str
    rule: Rule
    subject: Subject
    names: tuple[str, ...] = ()


def moved_in(sides: Sides) -> tuple[Moved, ...]:
    """All that moved. Linear."""
    found = [(old, new) for old, new in sides.names.refs.items() if old.name == new.name]
    if not found:
        return ()
    told = _Tellers(sides)
    together: dict[tuple[str, ...], list[tuple[Ref, Ref, _Told]]] = defaultdict(list)
    for old, new in found:
        each = told.of(new)
        kind = each.rule.what if each.word == "classes" else ""
        together[old.module, new.module, each.word, kind].append((old, new, each))
    return tuple(
        Moved(change=_change(items), refs=tuple([new for _, new, _ in items]))
        for items in together.values()
    )


class _Tellers:
    """How each import path of a new version is told that moved."""

    def __init__(self, sides: Sides) -> None:
        self._classes = Classes(sides)
        self._ops = {op.ref: op.key for op in sides.new.meaning.ops}
        self._parts = frozenset(
            ref for entry in sides.new.meaning.types for ref in refs_in(entry.type)
        )

    def of(self, ref: Ref) -> _Told:
        if ref in self._ops:
            return _Told("functions", OP_MOVED, Subject(part="op", name=self._ops[ref]))
        if ref in self._classes.keys:
            subject = Subject(part="type", name=self._classes.keys[ref][0])
            standing = self._classes.of(ref)
            return _Told("classes", _CLASSES[standing.kind], subject, standing.names)
        word = "parts of types" if ref in self._parts else "functions"
        return _Told(word, PATH_MOVED, Subject(part="pipeline", detail=ref_text(ref)))


def _change(items: Sequence[tuple[Ref, Ref, _Told]]) -> Change:
    (old, new, told) = items[0]
    names = listed(dict.fromkeys(name for *_, each in items for name in each.names))
    if len(items) == 1:
        before, after = ref_text(old), ref_text(new)
        return told.rule.change(
            told.subject, "moved", before=before, after=after, name=names, old=f"`{before}`"
        )
    rule = told.rule if told.word == "classes" else MODULE_MOVED
    return rule.change(
        Subject(part="pipeline", detail=f"{told.word} of {new.module}"),
        "moved",
        before=old.module,
        after=new.module,
        name=names,
        names=_some(each.name for _, each, _ in items),
        old=_some(ref_text(each) for each, _, _ in items),
    )


def _some(texts: Iterable[str]) -> str:
    names = list(texts)
    if len(names) > _SOME + 1:
        return f"{', '.join(f'`{each}`' for each in names[:_SOME])} and {len(names) - _SOME} more"
    return listed(names)
