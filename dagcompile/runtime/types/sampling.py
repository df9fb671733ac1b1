"""Shapes that look at some elements of a large value: `sampled` of the shapes that have elements.

    shape_of(list[int]).sampled(3).accepts([1, "b", 3, 4, "e"])     # True: it sees 1, 3 and "e"...

The outermost containers are sampled, those in the fields of records and in the places of a fixed
tuple too. An element that is looked at is looked at in full. Sets are looked at in full: they have
no order by which a sample would be the same in every process.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import compress
from typing import TYPE_CHECKING, Any, cast

from dagcompile.runtime.types.base import Extent, Violation, mismatch
from dagcompile.runtime.types.containers import CollectionShape, DictShape, TupleShape
from dagcompile.runtime.types.records import MISSING, FieldShape, RecordShape

if TYPE_CHECKING:
    from dagcompile.runtime.types.shapes import Shape


def spaced(size: int, count: int) -> list[int]:
    """At most `count` indexes of `size` things, evenly spaced, first and last among them."""
    if size <= count:
        return list(range(size))
    if count == 1:
        return [0]
    return [at * (size - 1) // (count - 1) for at in range(count)]


@dataclass(frozen=True)
class SampledCollection(CollectionShape):
    """A list or tuple of any length, of which `count` elements are looked at."""

    count: int

    def accepts(self, value: object) -> bool:
        if not isinstance(value, self.cls):
            return False
        items = cast(Any, value)
        return self.item.accepts_all([items[at] for at in spaced(len(items), self.count)])

    def violations(self, value: Any, path: str = "") -> Iterator[Violation]:
        if not isinstance(value, self.cls):
            yield mismatch(self, value, path)
            return
        for at in spaced(len(value), self.count):
            yield from self.item.violations(value[at], f"{path}[{at}]")

    def extent(self, value: object) -> Extent | None:
        return _extent(value, self.cls, self.count)


@dataclass(frozen=True)
class SampledDict(DictShape):
    """A dict of which `count` keys, with their values, are looked at."""

    count: int

    def accepts(self, value: object) -> bool:
        if not isinstance(value, dict):
            return False
        picked = self._picked(value)
        return self.key.accepts_all(picked) and self.value.accepts_all(picked.values())

    def violations(self, value: Any, path: str = "") -> Iterator[Violation]:
        if not isinstance(value, dict):
            yield mismatch(self, value, path)
        else:
            yield from self.wrong_items(self._picked(value), path)

    def extent(self, value: object) -> Extent | None:
        return _extent(value, dict, self.count)

    def _picked(self, value: dict[Any, Any]) -> dict[Any, Any]:
        if len(value) <= self.count:
            return value
        chosen = bytearray(len(value))
        for at in spaced(len(value), self.count):
            chosen[at] = 1
        return dict(compress(value.items(), chosen))


def _extent(value: Any, cls: type, count: int) -> Extent | None:
    if not isinstance(value, cls):
        return None
    size = len(cast(Any, value))
    return Extent("elements", size, min(size, count))


@dataclass(frozen=True)
class SampledRecord(RecordShape):
    """An instance of a record class whose fields are looked at as samples."""

    count: int

    @cached_property
    def fields(self) -> tuple[FieldShape, ...]:
        return tuple(replace(item, shape=item.shape.sampled(self.count)) for item in super().fields)

    def extent(self, value: object) -> Extent | None:
        if not self.belongs(value) or not self.has_its_length(value):
            return None
        read = self.reader(value)
        stored = ((item.shape, read(item.name, MISSING)) for item in self.fields)
        return _together(shape.extent(held) for shape, held in stored if held is not MISSING)


@dataclass(frozen=True)
class SampledTuple(TupleShape):
    """A tuple, at each place of which stands a sample."""

    def extent(self, value: object) -> Extent | None:
        if not isinstance(value, tuple) or len(value) != len(self.items):
            return None
        held = zip(self.items, value, strict=True)
        return _together(item.extent(element) for item, element in held)


def _together(parts: Iterable[Extent | None]) -> Extent | None:
    """How much there is in several values. Where some are frames, a row is an element."""
    held = [each for each in parts if each is not None]
    if not held:
        return None
    unseen = dict.fromkeys(each.unseen for each in held if each.unseen)
    whole = dict.fromkeys(each.whole for each in held if each.whole)
    return Extent(
        "rows" if all(each.unit == "rows" for each in held) else "elements",
        sum(each.count for each in held),
        sum(each.count if each.looked is None else each.looked for each in held),
        ", ".join(unseen),
        ", ".join(whole),
    )


@lru_cache(maxsize=1024)
def sampled_record(shape: RecordShape, count: int) -> "Shape":
    """The one sample of a record's shape: a record may hold itself."""
    return SampledRecord(shape.form, shape.cls, count)
