"""Values as people write them: typed on a command line, in a file, in a call from Python.

    reader = Reader()
    reader.read(shape_of(date), Text("2013-01-01"), "day")
    reader.read(shape_of(Cutoff), {"max_delay": Text("5")}, "clean", Cutoff(max_delay=300))
    reader.problems     # every wrong part, by its path

`Text` is read by the type that it is for: scalars plain, what has parts as JSON. Other data has a
type of its own: it is taken as it is where it fits, and else as the JSON form of a value. So a str
that is no `Text` stays one wherever a str may stand. A record is made by its own
class, from what is given and, for the rest, from a base; so a model has the last word.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, assert_never

from dagcompile.runtime.reading.leaves import UNREAD, Text, converted, leaf, opened
from dagcompile.runtime.reading.making import lacking, make, settable, takes_others
from dagcompile.runtime.reading.problems import LISTED, Problem, faults, got, near
from dagcompile.runtime.reading.wording import members_of, words
from dagcompile.runtime.types import (
    AnyShape,
    CheckCrashed,
    ClassShape,
    CollectionShape,
    DictShape,
    EnumShape,
    FactShape,
    FrameShape,
    LiteralShape,
    RecordShape,
    RefinedShape,
    ScalarShape,
    Shape,
    TupleShape,
    Undecodable,
    UnionShape,
    shape_of,
)
from dagcompile.runtime.types.records import MISSING
from dagcompile.runtime.types.secrets import HIDDEN, holds_secret
from dagcompile.runtime.types.unions import NONE

Part: TypeAlias = Callable[[Shape, Any, str, Any], Any]
"""Reads a part of a value: its type, the data, its path, and what stands there unless given."""


class Reader:
    """Reads values and keeps what is wrong with them. A value that is wrong is `MISSING`."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, shape: Shape, data: Any, path: str, base: Any = MISSING) -> Any:
        """The value of type `shape` that `data` means."""
        value = self._value(shape, data, path, base, self.read)
        if value is MISSING:
            return MISSING
        if value is UNREAD:
            return self._refuse(shape, data, path)
        found = faults(value, shape, path)
        self.problems += found
        return MISSING if found else value

    def leave(self, shape: Shape, data: Any, path: str, base: Any = MISSING) -> Any:
        """As `read`, for a field of a model: that judges the value, and what cannot be read.

        Refused is what pydantic would convert where `read` does not: a bool in place of anything
        else, a text in place of a number.
        """
        value = self._value(shape, data, path, base, self.leave)
        if value is not UNREAD:
            return value
        if isinstance(data, bool) or converted(shape, data):
            return self._refuse(shape, data, path)
        return str(data) if isinstance(data, Text) else data

    def _refuse(self, shape: Shape, data: Any, path: str) -> Any:
        self.problems.append(Problem(path, f"expected {words(shape)}, {got(data, shape)}"))
        return MISSING

    def _value(self, shape: Shape, data: Any, path: str, base: Any, part: Part) -> Any:
        secret = False
        while isinstance(shape, RefinedShape):
            secret |= shape.secret
            shape = shape.base
        before = len(self.problems)
        value = self._plain(shape, data, path, base, part)
        if secret and len(self.problems) > before:  # of a part, which is not shown either
            self.problems[before:] = [Problem(path, f"expected {words(shape)}, got {HIDDEN}")]
        return value

    def _plain(self, shape: Shape, data: Any, path: str, base: Any, part: Part) -> Any:
        match shape:
            case AnyShape() | ScalarShape() | LiteralShape() | EnumShape():
                return leaf(shape, data)
            case ClassShape() | FrameShape() | FactShape():
                return leaf(shape, data)
            case RecordShape():
                return self._record(shape, opened(data), path, base)
            case DictShape():
                return self._dict(shape, opened(data), path, base, part)
            case CollectionShape() | TupleShape():
                return self._items(shape, opened(data), path, part)
            case UnionShape():
                return self._union(shape, data, path, base, part)
            case RefinedShape():
                return self._value(shape, data, path, base, part)
            case _:
                assert_never(shape)

    # --- records -----------------------------------------------------------------------------

    def _record(self, shape: RecordShape, data: Any, path: str, base: Any) -> Any:
        if base is not MISSING and not shape.belongs(base):
            base = MISSING
        if base is not MISSING and shape.form != "typeddict" and type(base) is not shape.cls:
            own = shape_of(type(base))
            shape = own if isinstance(own, RecordShape) else shape
        types = settable(shape)
        given = _by_name(shape, data, list(types))
        if given is None:
            return data if shape.belongs(data) and shape.accepts(data) else UNREAD
        before = len(self.problems)
        values = {} if base is MISSING else _stored(shape, base, types)
        part = self.leave if shape.form == "model" else self.read
        told: set[str] = set()
        for name, item in given.items():
            if name in types:
                value = part(types[name], item, f"{path}.{name}", values.get(name, MISSING))
            elif takes_others(shape):
                value = leaf(AnyShape(), item)
            else:
                value = self._no_such_key(name, types, path)
            if value is MISSING:
                told.add(name)
            else:
                values[name] = value
        for name in lacking(shape, {*values, *told}):
            told.add(name)
            self.problems.append(Problem(f"{path}.{name}", f"it is required: {words(types[name])}"))
        if told and lacking(shape, values):
            return MISSING  # it cannot even be tried
        value, said = make(shape, values, path, told=told)
        self.problems += said
        return MISSING if len(self.problems) > before else value

    def _no_such_key(self, name: str, known: Iterable[str], path: str) -> Any:
        place = f"{path}.{name}"
        hint = near(place, [f"{path}.{each}" for each in known])
        hint = hint or f"; there are: {', '.join(known) or 'none'}"
        self.problems.append(Problem(place, f"there is no such key{hint}"))
        return MISSING

    # --- containers --------------------------------------------------------------------------

    def _dict(self, shape: DictShape, data: Any, path: str, base: Any, part: Part) -> Any:
        if not isinstance(data, dict):
            return leaf(shape, data)
        merged = dict(base) if isinstance(base, dict) else {}
        failed = False
        for name, item in data.items():
            place = f"{path}.{HIDDEN if holds_secret(shape.key) else name}"
            key = part(shape.key, _as_key(shape.key, name), place, MISSING)
            below = MISSING if key is MISSING else merged.get(key, MISSING)
            value = part(shape.value, item, place, below)
            if key is MISSING or value is MISSING:
                failed = True
            else:
                merged[key] = value
        return MISSING if failed else merged

    def _items(self, shape: CollectionShape | TupleShape, data: Any, path: str, part: Part) -> Any:
        if not isinstance(data, (list, tuple, set, frozenset)):
            return UNREAD
        if isinstance(shape, TupleShape):
            if len(shape.items) != len(data):
                return UNREAD
            types, cls = shape.items, tuple
        else:
            types, cls = (shape.item,) * len(data), shape.cls
        before = len(self.problems)
        items = [
            part(type_, item, f"{path}[{index}]", MISSING)
            for index, (type_, item) in enumerate(zip(types, data, strict=True))
        ]
        if more := len(self.problems[before + LISTED :]):
            self.problems[before + LISTED :] = [Problem(path, f"and {more} more")]
        if any(each is MISSING for each in items):
            return MISSING
        try:
            return cls(items)
        except TypeError:  # an element that cannot be hashed
            return UNREAD

    def _union(self, shape: UnionShape, data: Any, path: str, base: Any, part: Part) -> Any:
        others = [each for each in members_of(shape) if each != NONE]
        tagged = opened(data)
        if NONE in shape.members and tagged is None:
            return None
        if type(tagged) is str:  # quoted on a command line, it is a text, as it is in a file
            data = tagged
            if _takes(shape, data):
                return data
        if len(others) == 1:
            return self._value(others[0], data, path, base, part)
        if isinstance(tagged, dict) and tagged.keys() == {"type", "value"}:
            try:
                return shape.decode(tagged)
            except Undecodable:
                pass
        for member in others:
            attempt = Reader()
            value = attempt.read(member, data, path)
            if not attempt.problems:
                return value
        return UNREAD


def _takes(shape: Shape, data: Any) -> bool:
    try:
        return shape.accepts(data)
    except CheckCrashed:
        return False  # told by whoever reads it as that type


def _as_key(shape: Shape, name: Any) -> Any:
    """The key of a JSON object, which is always text: it stays one where it may."""
    return Text(name) if type(name) is str and not _takes(shape, name) else name


def _by_name(shape: RecordShape, data: Any, names: list[str]) -> dict[str, Any] | None:
    """What is given for the fields; None where `data` is nothing of the kind."""
    if shape.form == "namedtuple" and type(data) is list and len(data) == len(names):
        return dict(zip(names, data, strict=True))
    if getattr(shape.cls, "__pydantic_root_model__", False) and not shape.belongs(data):
        return {"root": data}
    return {str(name): item for name, item in data.items()} if type(data) is dict else None


def _stored(shape: RecordShape, base: Any, names: Iterable[str]) -> dict[str, Any]:
    """What `base` has in the fields that its constructor takes, and in others that it keeps."""
    read = shape.reader(base)
    found = {name: read(name, MISSING) for name in names}
    others = getattr(base, "__pydantic_extra__", None) or {}
    return {name: item for name, item in (found | others).items() if item is not MISSING}
