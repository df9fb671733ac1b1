"""Records: dataclasses, NamedTuples, TypedDicts and pydantic models.

    RecordShape("dataclass", Row).fields      # (FieldShape("amount", ScalarShape("Decimal")), ...)

A record is looked at as it is stored: no validator, `__init__` or `__post_init__` is run. The
fields are resolved when they are first needed, so that records may hold themselves: as types, and
as values (see `cycles`). A TypedDict is structural: a dict with its required keys, no unknown
keys, and values of the declared types.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, cast

from dagcompile.runtime.types.base import (
    BaseShape,
    Json,
    UnsupportedType,
    Violation,
    mismatch,
    shown,
)
from dagcompile.runtime.types.cycles import accepted_once, contains_itself, told_once
from dagcompile.runtime.types.names import class_text, short, step_text, unimportable
from dagcompile.runtime.types.nominal import ClassShape
from dagcompile.runtime.types.texts import storable

if TYPE_CHECKING:
    from dagcompile.runtime.types.shapes import Shape

Form = Literal["dataclass", "namedtuple", "typeddict", "model"]

MISSING: Any = object()
"""Stands for a field that is not stored."""

RESERVED = ("class", "with")
"""Keys of the JSON form that are not fields."""


@dataclass(frozen=True)
class FieldShape:
    """A stored field.

    `required` is False only for keys that a TypedDict may lack; `maybe` tells that the field
    was declared as `Maybe[T]`: an output that may be withheld, when the record is one of outputs.
    """

    name: str
    shape: "Shape"
    required: bool = True
    maybe: bool = False


@dataclass(frozen=True)
class RecordShape(BaseShape):
    """An instance of the record class `cls`; for a TypedDict any dict that looks like it."""

    form: Form
    cls: type[Any]

    @cached_property
    def fields(self) -> tuple[FieldShape, ...]:
        """The stored fields in order. Raises `UnsupportedType`, which names the field."""
        from dagcompile.runtime.types.fields import fields_of

        return fields_of(self.form, self.cls)

    @cached_property
    def _tests(self) -> tuple[tuple[str, bool, Callable[[object], bool]], ...]:
        return tuple((item.name, item.required, item.shape.accepts) for item in self.fields)

    def parts(self) -> tuple["Shape", ...]:
        try:
            return tuple(item.shape for item in self.fields)
        except UnsupportedType:  # of a field, which is told where the type is read
            return ()

    @cached_property
    def declared(self) -> tuple[str, ...]:
        """The names of the fields, whatever their types are."""
        from dagcompile.runtime.types.fields import declared_names

        return declared_names(self.form, self.cls)

    def _text(self) -> str:
        return class_text(self.cls)

    def shallow(self) -> "Shape":
        if self.form != "typeddict":
            return ClassShape(self.cls)
        from dagcompile.runtime.types.containers import ANY, DictShape

        return DictShape(ANY, ANY)

    def sampled(self, count: int) -> "Shape":
        from dagcompile.runtime.types.sampling import sampled_record

        return sampled_record(self, count)

    @cached_property
    def _base(self) -> type:
        # a TypedDict cannot be asked for its instances
        return dict if self.form == "typeddict" else self.cls

    def reader(self, value: Any) -> Callable[[str, Any], Any]:
        """What `value`, an instance, stores: a function from a field's name and a default."""
        match self.form:
            case "dataclass":
                return partial(getattr, value)
            case "namedtuple":
                return dict(zip(self.cls._fields, value, strict=False)).get
            case "typeddict":
                return partial(dict.get, value)
            case "model":
                return cast("dict[str, Any]", vars(value)).get

    def belongs(self, value: object) -> bool:
        return isinstance(value, self._base)

    def has_its_length(self, value: Any) -> bool:
        """Whether a NamedTuple, which a subclass may make otherwise, has an item for each field."""
        return self.form != "namedtuple" or len(value) == len(self.cls._fields)

    @cached_property
    def recursive(self) -> bool:
        """Whether an instance may contain itself."""
        return contains_itself(self)

    def accepts(self, value: object) -> bool:
        if not isinstance(value, self._base):
            return False
        if self.recursive:
            return accepted_once(self, value, self._fits)
        return self._fits(value)

    def _fits(self, value: object) -> bool:
        """Whether what `value`, an instance, stores is of the types of the fields."""
        read = self.reader(value)
        absent = 0
        for name, required, accepts in self._tests:
            item = read(name, MISSING)
            if item is MISSING:
                if required:
                    return False
                absent += 1
            elif not accepts(item):
                return False
        sized = self.form in ("typeddict", "namedtuple")
        return not sized or len(value) == len(self._tests) - absent  # type: ignore[arg-type]

    def exactly(self, value: object) -> bool:
        if not isinstance(value, self._base):
            return False
        read = self.reader(value)
        stored = ((item, read(item.name, MISSING)) for item in self.fields)
        return type(value) is self._base and all(
            found is MISSING or item.shape.exactly(found) for item, found in stored
        )

    def step(self, name: str) -> str:
        """The path step to the field `name`."""
        return step_text(name) if self.form == "typeddict" else f".{name}"

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not isinstance(value, self._base):
            yield mismatch(self, value, path)
        elif self.recursive:
            yield from told_once(self, value, path, partial(self._wrong, value, path))
        else:
            yield from self._wrong(value, path)

    def _wrong(self, value: object, path: str) -> Iterator[Violation]:
        """Why what `value`, an instance, stores is not of the types of the fields."""
        if not self.has_its_length(value):
            got = f"tuple of length {len(cast(Any, value))}"
            yield Violation(path, self.text, got, shown(self, value))
            return
        read = self.reader(value)
        for item in self.fields:
            found = read(item.name, MISSING)
            place = path + self.step(item.name)
            if found is not MISSING:
                yield from item.shape.violations(found, place)
            elif item.required:
                yield Violation(place, item.shape.text, "missing", "")
        for key in self.unknown_keys(value):
            yield Violation(path + step_text(key), "no such key", "an unknown key", short(key))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the fields."""
        return frozenset(item.name for item in self.fields)

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """Names, as they are stored, of slots that are no fields; without pydantic's own."""
        found: set[str] = set()
        for base in self.cls.__mro__:
            slots = base.__dict__.get("__slots__", ())
            for name in (slots,) if isinstance(slots, str) else slots:
                hidden = name[:2] == "__" and name[-2:] != "__"
                found.add(f"_{base.__name__.lstrip('_')}{name}" if hidden else name)
        return tuple(sorted(name for name in found - self.names if name[-2:] != "__"))

    @property  # not kept: while its module is being imported, a class cannot be found yet
    def fault(self) -> str | None:
        """Why no instance of the class can be rebuilt elsewhere, whatever its fields hold."""
        return unimportable(self.cls) or unrestorable(self.form, self.cls)

    def unknown_keys(self, value: Any) -> list[Any]:
        """Keys of a TypedDict that it does not declare; empty for the other forms."""
        if self.form != "typeddict":
            return []
        return [key for key in value if key not in self.names]

    @cached_property
    def _write(self) -> "Callable[[RecordShape, Any], Json]":
        from dagcompile.runtime.types.record_codec import encode_record

        return encode_record

    @cached_property
    def _read(self) -> "Callable[[RecordShape, Json], Any]":
        from dagcompile.runtime.types.record_codec import decode_record

        return decode_record

    def encode(self, value: Any) -> Json:
        return self._write(self, value)

    def decode(self, data: Json) -> Any:
        return self._read(self, data)

    def obstacle_beyond(self, seen: frozenset[BaseShape]) -> str | None:
        if self in seen:
            return None
        if fault := self.fault:
            return fault
        try:
            fields = self.fields
        except UnsupportedType as error:
            return error.reason
        for item in fields:
            if (item.name in RESERVED and self.form != "typeddict") or not storable(item.name):
                return f"field {item.name!a} of `{self.text}` has a name that json has no room for"
            if reason := item.shape.obstacle_beyond(seen | {self}):
                return f"field `{item.name}` of `{self.text}`: {reason}"
        return None


def unrestorable(form: Form, cls: type) -> str | None:
    """Why an instance of `cls` cannot be rebuilt from its fields; None when it can."""
    layout = next(base for base in cls.__mro__ if not base.__flags__ & _HEAP_TYPE)
    if form in ("typeddict", "namedtuple") or layout is object:
        return None
    return f"`{class_text(cls)}` is built on `{class_text(layout)}`, which holds more than fields"


_HEAP_TYPE = 1 << 9
