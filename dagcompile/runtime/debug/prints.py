"""What a value was at one moment, in little space.

    unwatched: dict[str, str] = {}
    before = print_of(flights, unwatched)
    flights.append(late)
    differences(before, print_of(flights, unwatched))      # ["[3] is new"]

Two prints are equal if the value was not changed in between, and differ if it was. What a class
works out and keeps (a `cached_property`, an attribute whose name begins with an underscore) is no
part of its value. What cannot be seen is noted in `unwatched`: a class, and what of it.
"""

import datetime as dt
import decimal
import enum
import fractions
import hashlib
import pathlib
import re
import types
import uuid
from array import array
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.debug.libraries import print_of_library
from dagcompile.runtime.debug.stored import stored
from dagcompile.runtime.types.names import class_text, step_text
from dagcompile.runtime.types.registry import registration_of

DEPTH = 100
"""Levels of nesting that are looked into: more than values have, fewer than the stack has."""
KEPT = 1000
"""Parts up to which a print knows them one by one; beyond, only that there was a change."""
DEEPEST = 4
"""How many levels of parts a print knows."""

_PLAIN = frozenset({type(None), bool, int, float, complex, str, bytes})
_SAME = (
    enum.Enum, type, types.FunctionType, types.BuiltinFunctionType, types.MethodType,
    types.ModuleType, dt.tzinfo, re.Pattern, type(...), type(NotImplemented),
)  # fmt: skip
"""Classes whose instances cannot be changed, and are the same where they are one object."""
_SPELLED = (
    dt.date, dt.time, dt.timedelta, decimal.Decimal, fractions.Fraction,
    uuid.UUID, pathlib.PurePath, range, slice,
)  # fmt: skip
"""Those that are the same where their text is."""


@dataclass(slots=True)
class Print:
    """A value at one moment: its class or dtype, a digest of all that is in it, and its parts.

    `count` is how many of `unit` it had; None where it has none. `parts` are by their place
    (`[3]`, `.amount`), None where they are too many.
    """

    kind: str
    digest: bytes
    count: int | None = None
    parts: "dict[str, Print] | None" = None
    unit: str = "elements"


def print_of(value: object, unwatched: dict[str, str]) -> Print:
    """The print of `value`.

    Args:
        unwatched: takes the classes that cannot be seen, and what of them.
    """
    return Walk(unwatched).of(value, 0)


class Walk:
    """One walk through a value. What it has seen it keeps, so that no `id` is used twice."""

    def __init__(self, unwatched: dict[str, str]) -> None:
        self.unwatched = unwatched
        self._done: dict[int, tuple[object, Print]] = {}
        self._open: dict[int, int] = {}

    def of(self, value: object, depth: int) -> Print:
        """The print of `value`, which lies so many levels deep."""
        if type(value) in _PLAIN:
            return Print(type(value).__name__, _plain(value))
        known = self._done.get(id(value))
        if known is not None:
            return known[1]
        if id(value) in self._open:
            return Print("", f"itself {self._open[id(value)]}".encode())
        if len(self._open) == DEPTH:
            return self.unseen(value, f"what lies more than {DEPTH} levels deep")
        self._open[id(value)] = len(self._open)
        try:
            made = self._made(value, depth)
        except Exception as error:  # noqa: BLE001  (a run does not end by it)
            made = self.unseen(value, f"it raises {type(error).__name__} when looked at")
        finally:
            del self._open[id(value)]
        self._done[id(value)] = value, made
        return made

    def unseen(self, value: object, why: str) -> Print:
        """The print of a value that cannot be seen."""
        kind = class_text(type(value))
        self.unwatched.setdefault(kind, why)
        return Print(kind, b"unseen")

    def atom(self, value: object) -> Print:
        """The print of a value that cannot be changed."""
        return Print(class_text(type(value)), f"atom {id(value)}".encode())

    def whole(
        self,
        value: object,
        parts: Iterable[tuple[str, object]],
        depth: int,
        *,
        count: int | None = None,
    ) -> Print:
        """The print of a value that is made of `parts`, in this order."""
        return combined(
            class_text(type(value)),
            ((name, self.of(part, depth + 1)) for name, part in parts),
            depth,
            count=count,
        )

    def _made(self, value: Any, depth: int) -> Print:
        if isinstance(value, _SAME):
            return self.atom(value)
        if isinstance(value, _SPELLED):
            return Print(class_text(type(value)), _plain(value))
        if (found := print_of_library(self, value, depth)) is not None:
            return found
        for cls, read in _BUILTINS:
            if isinstance(value, cls):
                own = () if type(value) is cls else self._own(value, cls)
                return read(self, value, depth, own)
        if (written := _written(value)) is not None:
            return Print(class_text(type(value)), digest_of(written))
        return self.whole(value, self._own(value, object), depth)

    def _own(self, value: object, base: type) -> Iterator[tuple[str, object]]:
        state = stored(value, base)
        if state.hidden:
            self.unwatched.setdefault(class_text(type(value)), state.hidden)
        return ((f".{name}", item) for name, item in state.items.items())


def combined(
    kind: str,
    parts: Iterable[tuple[str, Print]],
    depth: int,
    *,
    count: int | None = None,
    unit: str = "elements",
) -> Print:
    """The print of a whole by the prints of its parts."""
    digest = hashlib.blake2b(kind.encode("utf-8", "surrogatepass"), digest_size=16)
    kept: dict[str, Print] | None = {} if depth < DEEPEST else None
    for name, part in parts:
        text = name.encode("utf-8", "surrogatepass")
        for each in (text, part.kind.encode(), part.digest):
            digest.update(len(each).to_bytes(8, "big") + each)
        if kept is not None:
            kept[name] = part
            if len(kept) > KEPT:
                kept = None
    return Print(kind, digest.digest(), count, kept, unit)


def _written(value: object) -> bytes | None:
    """`value` as the file that is registered for its class; None where there is none."""
    found = registration_of(type(value))
    if found is None or not found.support.suffix:
        return None
    with suppress(ValueError):  # what the file cannot hold
        return found.support.dump(value)
    return None


def digest_of(*chunks: Any) -> bytes:
    """A digest of what has the interface of buffers."""
    digest = hashlib.blake2b(digest_size=16)
    for chunk in chunks:
        digest.update(chunk)
    return digest.digest()


def _plain(value: object) -> bytes:
    text = hex(value) if type(value) is int else repr(value)  # no limit to its digits
    found = text.encode("utf-8", "surrogatepass")
    return found if len(found) <= 64 else digest_of(found)


_Own = Iterable[tuple[str, object]]


def _of_sequence(walk: Walk, value: Any, depth: int, own: _Own) -> Print:
    base = next(each for each in (list, tuple, deque) if isinstance(value, each))
    items = list(base.__iter__(value))
    if len(items) > KEPT and _PLAIN.issuperset(set(map(type, items))):
        said = Print("", digest_of(repr(items).encode()))  # as one text, which is much faster
        named = (("", said), *((name, walk.of(each, depth + 1)) for name, each in own))
        made = combined(class_text(type(value)), named, depth, count=len(items))
        made.parts = None
        return made
    parts = ((f"[{index}]", item) for index, item in enumerate(items))
    return walk.whole(value, (*parts, *own), depth, count=len(items))


def _of_dict(walk: Walk, value: Any, depth: int, own: _Own) -> Print:
    pairs = list((OrderedDict if isinstance(value, OrderedDict) else dict).items(value))
    parts = ((step_text(key), (item if type(key) is str else (key, item))) for key, item in pairs)
    return walk.whole(value, (*parts, *own), depth, count=len(pairs))


def _of_set(walk: Walk, value: Any, depth: int, own: _Own) -> Print:
    base = set if isinstance(value, set) else frozenset
    items = sorted(walk.of(item, depth + 1).digest for item in base.__iter__(value))
    said = Print("", digest_of(*items))
    named = (("", said), *((name, walk.of(each, depth + 1)) for name, each in own))
    made = combined(class_text(type(value)), named, depth, count=len(items))
    made.parts = None
    return made


def _of_bytes(walk: Walk, value: Any, depth: int, own: _Own) -> Print:
    return walk.whole(value, (("", bytes(value)), *own), depth, count=len(value))


def _of_plain(walk: Walk, value: Any, depth: int, own: _Own) -> Print:
    base = next(each for each in _PLAIN if isinstance(value, each))
    return walk.whole(value, (("", base.__new__(base, value)), *own), depth)


_BUILTINS: tuple[tuple[type, Callable[[Walk, Any, int, _Own], Print]], ...] = (
    (list, _of_sequence),
    (tuple, _of_sequence),
    (deque, _of_sequence),
    (dict, _of_dict),
    (set, _of_set),
    (frozenset, _of_set),
    (bytearray, _of_bytes),
    (array, _of_bytes),
    (memoryview, _of_bytes),
    (int, _of_plain),
    (float, _of_plain),
    (complex, _of_plain),
    (str, _of_plain),
    (bytes, _of_plain),
)
