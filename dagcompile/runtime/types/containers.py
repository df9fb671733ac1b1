"""Lists, sets, tuples and dicts. They are looked into to the last element.

list[int]          [1, 2]
set[str]           sorted by the JSON text of the elements
dict[str, int]     {"a": 1}, when no key has to be escaped
dict[int, str]     [[1, "a"]]
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

from dagcompile.runtime.types.base import (
    BaseShape,
    CodecError,
    Extent,
    Json,
    Undecodable,
    Violation,
    each,
    mismatch,
    shown,
    undecodable,
    unencodable,
)
from dagcompile.runtime.types.names import short, step_text
from dagcompile.runtime.types.nominal import AnyShape
from dagcompile.runtime.types.secrets import HIDDEN, holds_secret

if TYPE_CHECKING:
    from dagcompile.runtime.types.shapes import Shape

ANY = AnyShape()

CollectionType = Literal["list", "set", "frozenset", "tuple"]

_CLASSES: dict[str, type[Any]] = {
    "list": list,
    "set": set,
    "frozenset": frozenset,
    "tuple": tuple,
}


def canonical(data: Json) -> str:
    """JSON text by which encoded elements of a set are sorted."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class CollectionShape(BaseShape):
    """A list, set, frozenset or tuple of any length, all of whose elements are an `item`."""

    type: CollectionType
    item: "Shape"

    @cached_property
    def cls(self) -> Any:
        """The class that is asked for."""
        return _CLASSES[self.type]

    def parts(self) -> tuple["Shape", ...]:
        return (self.item,)

    def _text(self) -> str:
        return f"{self.type}[{self.item.text}{', ...' if self.type == 'tuple' else ''}]"

    def accepts(self, value: object) -> bool:
        return isinstance(value, self.cls) and self.item.accepts_all(cast(Any, value))

    def belongs(self, value: object) -> bool:
        return isinstance(value, self.cls)

    def exactly(self, value: object) -> bool:
        return value.__class__ is self.cls and all(map(self.item.exactly, cast(Any, value)))

    def extent(self, value: object) -> Extent | None:
        return Extent("elements", len(value)) if isinstance(value, self.cls) else None

    def shallow(self) -> "Shape":
        return CollectionShape(self.type, ANY)

    def sampled(self, count: int) -> "Shape":
        from dagcompile.runtime.types.sampling import SampledCollection

        if self.type in ("set", "frozenset"):
            return self
        return SampledCollection(self.type, self.item, count)

    def violations(self, value: Any, path: str = "") -> Iterator[Violation]:
        if not isinstance(value, self.cls):
            yield mismatch(self, value, path)
        elif self.type in ("set", "frozenset"):
            # in an order that does not hang on hashes
            strangers = [item for item in value if not self.item.accepts(item)]
            for item in sorted(strangers, key=short):
                yield from self.item.violations(item, f"{path}{{{shown(self.item, item)}}}")
        elif not self.item.accepts_all(value):
            for index, item in enumerate(value):
                yield from self.item.violations(item, f"{path}[{index}]")

    def encode(self, value: Any) -> Json:
        if not isinstance(value, self.cls):
            raise unencodable(self, value)
        encoded: list[Json] = each(self.item.encode, value)
        return sorted(encoded, key=canonical) if self.type in ("set", "frozenset") else encoded

    def decode(self, data: Json) -> Any:
        if not isinstance(data, list):
            raise undecodable(self, data)
        items = each(self.item.decode, data)
        try:
            return self.cls(items)
        except TypeError as error:
            raise Undecodable("", f"an element of a {self.type} cannot be hashed") from error

    def obstacle_beyond(self, seen: frozenset[BaseShape]) -> str | None:
        return self.item.obstacle_beyond(seen)


@dataclass(frozen=True)
class TupleShape(BaseShape):
    """A tuple whose elements are, one by one, an `items`."""

    items: "tuple[Shape, ...]"

    def parts(self) -> tuple["Shape", ...]:
        return self.items

    def _text(self) -> str:
        return f"tuple[{', '.join(item.text for item in self.items) or '()'}]"

    def accepts(self, value: object) -> bool:
        if not isinstance(value, tuple) or len(value) != len(self.items):
            return False
        return all(item.accepts(element) for item, element in zip(self.items, value, strict=True))

    def belongs(self, value: object) -> bool:
        return isinstance(value, tuple)

    def exactly(self, value: object) -> bool:
        if type(value) is not tuple or len(value) != len(self.items):
            return False
        return all(item.exactly(element) for item, element in zip(self.items, value, strict=True))

    def shallow(self) -> "Shape":
        return TupleShape((ANY,) * len(self.items))

    def sampled(self, count: int) -> "Shape":
        from dagcompile.runtime.types.sampling import SampledTuple

        return SampledTuple(tuple(item.sampled(count) for item in self.items))

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not isinstance(value, tuple):
            yield mismatch(self, value, path)
        elif len(value) != len(self.items):
            got = f"tuple of length {len(value)}"
            yield Violation(path, self.text, got, shown(self, value))
        else:
            for index, (item, element) in enumerate(zip(self.items, value, strict=True)):
                yield from item.violations(element, f"{path}[{index}]")

    def encode(self, value: Any) -> Json:
        if not isinstance(value, tuple) or len(value) != len(self.items):
            raise unencodable(self, value)
        pairs = zip(self.items, value, strict=True)
        return each(lambda pair: pair[0].encode(pair[1]), pairs)

    def decode(self, data: Json) -> Any:
        if not isinstance(data, list) or len(data) != len(self.items):
            raise undecodable(self, data)
        pairs = zip(self.items, data, strict=True)
        return tuple(each(lambda pair: pair[0].decode(pair[1]), pairs))

    def obstacle_beyond(self, seen: frozenset[BaseShape]) -> str | None:
        found = (item.obstacle_beyond(seen) for item in self.items)
        return next((reason for reason in found if reason), None)


@dataclass(frozen=True)
class DictShape(BaseShape):
    """A dict whose keys are a `key` and whose values are a `value`."""

    key: "Shape"
    value: "Shape"

    def _text(self) -> str:
        return f"dict[{self.key.text}, {self.value.text}]"

    def accepts(self, value: object) -> bool:
        return (
            isinstance(value, dict)
            and self.key.accepts_all(value)
            and self.value.accepts_all(value.values())
        )

    def belongs(self, value: object) -> bool:
        return isinstance(value, dict)

    def exactly(self, value: object) -> bool:
        return (
            type(value) is dict
            and all(map(self.key.exactly, value))
            and all(map(self.value.exactly, value.values()))
        )

    def extent(self, value: object) -> Extent | None:
        return Extent("elements", len(value)) if isinstance(value, dict) else None

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not isinstance(value, dict):
            yield mismatch(self, value, path)
        else:
            yield from self.wrong_items(value, path)

    def wrong_items(self, value: dict[Any, Any], path: str) -> Iterator[Violation]:
        """Why keys and values of a dict do not belong to it."""
        for key, item in value.items():
            step = f"{path}{self._step(key)}"
            for wrong in self.key.violations(key, step):
                yield Violation(wrong.path, f"key {wrong.expected}", wrong.got, wrong.value)
            yield from self.value.violations(item, step)

    def shallow(self) -> "Shape":
        return DictShape(ANY, ANY)

    def sampled(self, count: int) -> "Shape":
        from dagcompile.runtime.types.sampling import SampledDict

        return SampledDict(self.key, self.value, count)

    def parts(self) -> tuple["Shape", ...]:
        return (self.key, self.value)

    def _step(self, key: object) -> str:
        return f"[{HIDDEN}]" if holds_secret(self.key) else step_text(key)

    @cached_property
    def _named(self) -> bool:
        """Whether an object may be read as such a dict, as a person would write it."""
        base = self.key
        while hasattr(base, "base"):
            base = base.base
        return base.text in ("str", "Any")

    def encode(self, value: Any) -> Json:
        if not isinstance(value, dict):
            raise unencodable(self, value)
        pairs: list[Json] = []  # no object: a JSON store may put its keys in another order
        for key, item in value.items():
            try:
                pairs.append([self.key.encode(key), self.value.encode(item)])
            except CodecError as error:
                error.within(self._step(key))
                raise
        return pairs

    def decode(self, data: Json) -> Any:
        if isinstance(data, dict) and self._named:
            pairs: list[Any] = [[key, item] for key, item in data.items()]
        elif isinstance(data, list):
            pairs = data
        else:
            raise undecodable(self, data)
        result: dict[Any, Any] = {}
        for index, pair in enumerate(pairs):
            try:
                self._decode_pair(pair, result)
            except CodecError as error:
                error.within(self._step(pair[0]) if isinstance(data, dict) else f"[{index}]")
                raise
        return result

    def _decode_pair(self, pair: Any, result: dict[Any, Any]) -> None:
        if not isinstance(pair, list) or len(pair) != 2:
            raise Undecodable("", f"{shown(self, pair)} is not a pair of key and value")
        key = self.key.decode(pair[0])
        try:
            result[key] = self.value.decode(pair[1])
        except TypeError as error:
            raise Undecodable("", f"the key {shown(self.key, key)} cannot be hashed") from error

    def obstacle_beyond(self, seen: frozenset[BaseShape]) -> str | None:
        return self.key.obstacle_beyond(seen) or self.value.obstacle_beyond(seen)
