"""Values that contain themselves: what is looked at of one is looked at once.

Only a record can be of a type that contains itself, so only such records are kept track of, for as
long as one value is looked at. An object that is being looked at, or was, is taken to fit: if it
does not, that is found where it was looked at.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from threading import local
from typing import TYPE_CHECKING, TypeAlias

from dagcompile.runtime.types.base import BaseShape, Violation

if TYPE_CHECKING:
    from dagcompile.runtime.types.records import RecordShape

_Seen: TypeAlias = dict[tuple[BaseShape, int], object]
"""Objects by the type they were looked at as. They are held, so that no other gets their id."""

_MOST_TOLD = 10_020
"""Violations of one value that are found: as many as a verdict lists and counts."""


@dataclass(slots=True)
class _Looked:
    fits: _Seen = field(default_factory=dict)
    refused: _Seen = field(default_factory=dict)


class _Walk(local):
    looked: _Looked | None = None
    told: _Seen | None = None


_WALK = _Walk()


class TooDeep(RecursionError):
    """A value is nested more deeply than Python lets it be looked at."""


def contains_itself(shape: "RecordShape") -> bool:
    """Whether a value of the type may hold another of it, and so itself."""
    seen: set[BaseShape] = set()
    waiting: list[BaseShape] = list(shape.parts())
    while waiting:
        each = waiting.pop()
        if each == shape:
            return True
        if each not in seen:
            seen.add(each)
            waiting += each.parts()
    return False


def accepted_once(shape: "RecordShape", value: object, look: Callable[[object], bool]) -> bool:
    """What `look` says of `value` as a `shape`; not asked again for the same object.

    Raises:
        TooDeep: it is nested too deeply.
    """
    if (looked := _WALK.looked) is not None:
        return _looked_once((shape, id(value)), value, look, looked)
    _WALK.looked = looked = _Looked()
    try:
        return _looked_once((shape, id(value)), value, look, looked)
    except RecursionError:
        raise _too_deep(shape) from None
    finally:
        _WALK.looked = None


def _looked_once(
    key: tuple[BaseShape, int], value: object, look: Callable[[object], bool], looked: _Looked
) -> bool:
    if key in looked.fits:
        return True
    if key in looked.refused:
        return False
    known = len(looked.fits)
    looked.fits[key] = value
    if look(value):
        return True
    while len(looked.fits) > known:  # what was found to fit may fit only if this one does
        looked.fits.popitem()
    looked.refused[key] = value
    return False


def told_once(
    shape: "RecordShape", value: object, path: str, find: Callable[[], Iterator[Violation]]
) -> Iterator[Violation]:
    """The violations of `value` as a `shape` that `find` gives; none of an object told of before.

    Raises:
        TooDeep: it is nested too deeply, and nothing was found before.
    """
    if (told := _WALK.told) is None:
        yield from _all_told(shape, value, path, find)
    elif (shape, id(value)) not in told:
        told[shape, id(value)] = value
        yield from find()


def _all_told(
    shape: "RecordShape", value: object, path: str, find: Callable[[], Iterator[Violation]]
) -> list[Violation]:
    """All at once: whoever asks for a few may ask of another value before the next."""
    _WALK.told = {(shape, id(value)): value}
    found: list[Violation] = []
    try:
        found.extend(islice(find(), _MOST_TOLD))
    except RecursionError:
        if not found:
            raise _too_deep(shape) from None
        found.append(Violation(path, shape.text, "nested too deeply to be looked at further", ""))
    finally:
        _WALK.told = None
    return found


@contextmanager
def apart() -> Iterator[None]:
    """What is told within counts as not told after it."""
    before = _WALK.told
    _WALK.told = None if before is None else dict(before)
    try:
        yield
    finally:
        _WALK.told = before


def _too_deep(shape: "RecordShape") -> TooDeep:
    return TooDeep(f"a `{shape.text}` is nested too deeply to be looked at")
