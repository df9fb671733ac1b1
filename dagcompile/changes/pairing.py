"""Which parts of two versions belong together: the helpers of all who compare field by field."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from dagcompile.changes.records import Sides
from dagcompile.ir.records import OpNode

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def op_nodes(sides: Sides) -> Iterator[tuple[OpNode, OpNode]]:
    """The op nodes that both versions have."""
    for old, new in sides.kept:
        if isinstance(old, OpNode) and isinstance(new, OpNode):
            yield old, new


def keyed(old: Mapping[K, T], new: Mapping[K, T]) -> Iterator[tuple[K, T | None, T | None]]:
    """Each key of either with what it leads to before and after, those of `new` first."""
    for key in (*new, *(each for each in old if each not in new)):
        yield key, old.get(key), new.get(key)


def matched(
    old: Iterable[T], new: Iterable[T], *keys: Callable[[T], object]
) -> Iterator[tuple[T | None, T | None]]:
    """Pairs of what has the same key, by the first of `keys` first; then what is left alone.

    Several of one key are paired in their order.
    """
    before, after = list(old), list(new)
    for key in keys:
        waiting: dict[object, list[int]] = {}
        for at, each in enumerate(after):
            waiting.setdefault(key(each), []).append(at)
        taken: set[int] = set()
        left: list[T] = []
        for each in before:
            places = waiting.get(key(each))
            if not places:
                left.append(each)
                continue
            taken.add(places[0])
            yield each, after[places.pop(0)]
        before, after = left, [each for at, each in enumerate(after) if at not in taken]
    yield from ((each, None) for each in before)
    yield from ((None, each) for each in after)
