"""Two versions of a record and the one that both come from, field by field.

    merged = ThreeWay()
    merged.of(base, ours, theirs, where=("node clean",))
    merged.conflicts

A value that only one side changed is that side's. What both changed alike is as they have it. Of
records both changes count, where they are of different fields; of tables, where they are of
different entries.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeAlias

from dagcompile.changes.merging.order import merged_order
from dagcompile.changes.merging.parts import DERIVED, UNSAID, Key, is_piece, key_of, noun_of, shown
from dagcompile.changes.merging.records import Conflict
from dagcompile.changes.same import same

Where: TypeAlias = tuple[str, ...]


class _Absent:
    """Stands for what a side does not have."""


_ABSENT = _Absent()


class ThreeWay:
    """Merges records, and keeps what conflicts."""

    def __init__(self) -> None:
        self.conflicts: list[Conflict] = []

    def of(self, base: Any, ours: Any, theirs: Any, *, where: Where) -> Any:
        """The merged value; `base` is `_ABSENT` where both sides added it."""
        if _same(ours, theirs) or _same(base, theirs):
            return ours
        if _same(base, ours):
            return theirs
        if type(ours) is type(theirs) and not is_piece(ours):
            return self._record(base, ours, theirs, where)
        if isinstance(ours, tuple) and isinstance(theirs, tuple):
            return self._tuple(base, ours, theirs, where)
        return self._conflict(ours, theirs, where)

    def _record(self, base: Any, ours: Any, theirs: Any, where: Where) -> Any:
        same = type(base) is type(ours)
        values = {
            each.name: self.of(
                getattr(base, each.name) if same else _ABSENT,
                getattr(ours, each.name),
                getattr(theirs, each.name),
                where=where if (type(ours), each.name) in UNSAID else (*where, each.name),
            )
            for each in fields(ours)
            if (type(ours), each.name) not in DERIVED
        }
        return type(ours)(**values)

    def _tuple(self, base: Any, ours: Any, theirs: Any, where: Where) -> Any:
        name = where[-1]
        sides = (base if isinstance(base, tuple) else (), ours, theirs)
        if any(key_of(each, name) is None for side in sides for each in side):
            return self._conflict(ours, theirs, where)
        found, mine, others = ({key_of(each, name): each for each in side} for side in sides)
        if any(
            len(keys) < len(side) for keys, side in zip((found, mine, others), sides, strict=True)
        ):
            return self._conflict(ours, theirs, where)  # one of them stands there twice
        return self._table(found, mine, others, where)

    def _table(
        self,
        base: Mapping[Key, Any],
        ours: Mapping[Key, Any],
        theirs: Mapping[Key, Any],
        where: Where,
    ) -> tuple[Any, ...]:
        order = merged_order(base=list(base), ours=list(ours), theirs=list(theirs))
        kept = []
        for key in order:
            sides = [side.get(key, _ABSENT) for side in (base, ours, theirs)]
            at = (*where[:-1], noun_of(where[-1], key))
            value = self._entry(*sides, where=at)
            if value is not _ABSENT:
                kept.append(value)
        return tuple(kept)

    def _entry(self, base: Any, ours: Any, theirs: Any, *, where: Where) -> Any:
        """As `of`, for what a side may have taken away."""
        both = ours is not _ABSENT and theirs is not _ABSENT
        if both or _same(base, ours) or _same(base, theirs):
            return self.of(base, ours, theirs, where=where)
        return self._conflict(ours, theirs, where)

    def _conflict(self, ours: Any, theirs: Any, where: Where) -> Any:
        self.conflicts.append(
            Conflict(
                where=where,
                ours=None if ours is _ABSENT else shown(ours),
                theirs=None if theirs is _ABSENT else shown(theirs),
            )
        )
        return theirs if ours is _ABSENT else ours


def _same(one: Any, other: Any) -> bool:
    return one is other if one is _ABSENT or other is _ABSENT else same(one, other)
