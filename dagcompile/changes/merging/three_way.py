"""Two versions of a record and the one that both come from, field by field.

    merged = ThreeWay(Secrets((base, ours, theirs)))
    merged.of(base, ours, theirs, where=("node clean",))
    merged.conflicts

A value that only one side changed is that side's. What both changed alike is as they have it. Of
records both changes count, where they are of different fields; of tables, where they are of
different entries. What both added is one only where it is the same. No secret is told.
"""

from collections.abc import Mapping as Table
from dataclasses import fields
from typing import Any, TypeAlias

from dagcompile.changes.merging.order import merged_order, open_order
from dagcompile.changes.merging.parts import (
    DERIVED,
    SETTLED,
    TEXTS,
    UNSAID,
    WORDS,
    Key,
    is_piece,
    key_of,
    name_of,
    noun_of,
)
from dagcompile.changes.merging.records import Conflict
from dagcompile.changes.merging.saying import said
from dagcompile.changes.merging.secrets import Secrets
from dagcompile.changes.same import same
from dagcompile.changes.texts import HIDDEN, apart, brief
from dagcompile.ir.records import Mapping

Where: TypeAlias = tuple[str, ...]


class _Absent:
    """Stands for what a side does not have."""


_ABSENT = _Absent()


class ThreeWay:
    """Merges records, and keeps what conflicts."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self.conflicts: list[Conflict] = []

    def of(self, base: Any, ours: Any, theirs: Any, *, where: Where) -> Any:
        """The merged value; `base` is `_ABSENT` where both sides added it."""
        if _same(ours, theirs) or _same(base, theirs):
            return ours
        if _same(base, ours):
            return theirs
        if not is_piece(ours, theirs):
            return self._record(base, ours, theirs, where)
        return self._conflict(ours, theirs, where=where)

    def _record(self, base: Any, ours: Any, theirs: Any, where: Where) -> Any:
        cls = type(ours)
        known = not is_piece(base, ours)
        values = {}
        for each in fields(ours):
            field = (cls, each.name)
            if field in DERIVED:
                continue
            sides = [
                getattr(base, each.name) if known else _ABSENT,
                getattr(ours, each.name),
                getattr(theirs, each.name),
            ]
            at = where if field in UNSAID else (*where, WORDS.get(field, each.name))
            if all(isinstance(side, tuple) or side is _ABSENT for side in sides):
                values[each.name] = self._tuple(*sides, where=at, of=cls)
            else:
                values[each.name] = self.of(*sides, where=at)
        return cls(**values)

    def _tuple(self, base: Any, ours: Any, theirs: Any, *, where: Where, of: type) -> Any:
        if _same(ours, theirs) or _same(base, theirs):
            return ours
        if _same(base, ours):
            return theirs
        name, sides = where[-1], (() if base is _ABSENT else base, ours, theirs)
        if any(key_of(each, name) is None for side in sides for each in side):
            return self._conflict(ours, theirs, where=where)
        found, mine, others = ({key_of(each, name): each for each in side} for side in sides)
        if any(
            len(keys) < len(side) for keys, side in zip((found, mine, others), sides, strict=True)
        ):
            return self._conflict(ours, theirs, where=where)  # one of them stands there twice
        named = self._name if of is Mapping else name_of
        listed = [", ".join(map(named, side)) or "none" for side in (mine, others)]
        if base is _ABSENT and list(mine) != list(others):
            return self._conflict(*listed, where=where, kept=ours)
        order = {"base": list(found), "ours": list(mine), "theirs": list(others)}
        if (of, name) not in SETTLED and open_order(**order):
            return self._conflict(*listed, where=(*where, "order"), kept=ours)
        what = ("docs",) if (of, name) in TEXTS else ()
        return self._table(found, mine, others, where=where, what=what, of=of)

    def _table(
        self,
        base: Table[Key, Any],
        ours: Table[Key, Any],
        theirs: Table[Key, Any],
        *,
        where: Where,
        what: Where,
        of: type,
    ) -> tuple[Any, ...]:
        order = merged_order(base=list(base), ours=list(ours), theirs=list(theirs))
        kept = []
        for key in order:
            sides = [side.get(key, _ABSENT) for side in (base, ours, theirs)]
            noun = self._name(key) if of is Mapping else noun_of(where[-1], key)
            at = (*where[:-1], noun, *what)
            value = self._entry(*sides, where=at)
            if value is not _ABSENT:
                kept.append(value)
        return tuple(kept)

    def _name(self, key: Key) -> str:
        """The key of a dict of the author, for people."""
        return HIDDEN if self._secrets.hides(key) else name_of(key)

    def _entry(self, base: Any, ours: Any, theirs: Any, *, where: Where) -> Any:
        """As `of`, for what a side may have taken away."""
        both = ours is not _ABSENT and theirs is not _ABSENT
        if both or _same(base, ours) or _same(base, theirs):
            return self.of(base, ours, theirs, where=where)
        return self._conflict(ours, theirs, where=where)

    def _conflict(self, ours: Any, theirs: Any, *, where: Where, kept: Any = None) -> Any:
        texts = [
            ""
            if side is _ABSENT
            else HIDDEN
            if self._secrets.hides(side)
            else said(side, where[-1])
            for side in (ours, theirs)
        ]
        mine, others = map(brief, apart(*texts))
        self.conflicts.append(
            Conflict(
                where=where,
                ours=None if ours is _ABSENT else mine,
                theirs=None if theirs is _ABSENT else others,
            )
        )
        if kept is not None:
            return kept
        return theirs if ours is _ABSENT else ours


def _same(one: Any, other: Any) -> bool:
    return one is other if one is _ABSENT or other is _ABSENT else same(one, other)
