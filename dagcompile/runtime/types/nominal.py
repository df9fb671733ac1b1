"""Types without parts: Any, literals, enumerations and classes of which no more is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, Flag
from functools import cached_property
from typing import Any

from dagcompile.runtime.types.base import (
    BaseShape,
    Json,
    Unencodable,
    Violation,
    mismatch,
    undecodable,
    unencodable,
)
from dagcompile.runtime.types.dynamic import decode_any, encode_any
from dagcompile.runtime.types.files import FileForm, FileShape
from dagcompile.runtime.types.frames.shape import library_of
from dagcompile.runtime.types.names import class_text, literal_text, short, unimportable
from dagcompile.runtime.types.scalars import ScalarShape


@dataclass(frozen=True)
class AnyShape(BaseShape):
    """Every value. Encoded by the class that the value turns out to have."""

    def _text(self) -> str:
        return "Any"

    def accepts(self, value: object) -> bool:
        return True

    def accepts_all(self, values: Iterable[object]) -> bool:
        return True

    def exactly(self, value: object) -> bool:
        return True

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        return iter(())

    @property
    def nullable(self) -> bool:
        return True

    def encode(self, value: Any) -> Json:
        return encode_any(value)

    def decode(self, data: Json) -> Any:
        return decode_any(data)


@dataclass(frozen=True, eq=False)
class LiteralShape(BaseShape):
    """One of `values`: a bool, int, str, bytes or enum member, of the very same class."""

    values: tuple[Any, ...]

    def __post_init__(self) -> None:
        by_text = {literal_text(value): value for value in self.values}
        object.__setattr__(self, "values", tuple(by_text[text] for text in sorted(by_text)))

    # Not by the values: 1, True and 1.0 are equal to each other.
    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, LiteralShape) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def _text(self) -> str:
        return f"Literal[{', '.join(map(literal_text, self.values))}]"

    def accepts(self, value: object) -> bool:
        return any(type(value) is type(own) and value == own for own in self.values)

    def exactly(self, value: object) -> bool:
        return self.accepts(value)

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not self.accepts(value):
            yield Violation(path, self.text, short(value), short(value))

    @cached_property
    def _codes(self) -> tuple[Json, ...]:
        """The JSON form of each value; their texts where forms would clash."""
        codes = [_literal_code(value) for value in self.values]
        distinct = {(type(code), str(code)) for code in codes}
        return (
            tuple(codes) if len(distinct) == len(codes) else tuple(map(literal_text, self.values))
        )

    def encode(self, value: Any) -> Json:
        for code, own in zip(self._codes, self.values, strict=True):
            if type(value) is type(own) and value == own:
                return code
        raise Unencodable("", f"expected `{self.text}`, got {short(value)}")

    def decode(self, data: Json) -> Any:
        for code, own in zip(self._codes, self.values, strict=True):
            if type(data) is type(code) and data == code:
                return own
        raise undecodable(self, data)

    def obstacle_beyond(self, seen: frozenset[BaseShape]) -> str | None:
        enums = (type(value) for value in self.values if isinstance(value, Enum))
        return next((reason for cls in enums if (reason := unimportable(cls))), None)


def _literal_code(value: Any) -> Json:
    if isinstance(value, Enum):
        return EnumShape(type(value)).encode(value)
    return ScalarShape(type(value).__name__).encode(value)


@dataclass(frozen=True)
class EnumShape(BaseShape):
    """A member of the enumeration `cls`. Encoded by its name, or by number for joined flags."""

    cls: type[Enum]

    def _text(self) -> str:
        return class_text(self.cls)

    def accepts(self, value: object) -> bool:
        return isinstance(value, self.cls)

    def exactly(self, value: object) -> bool:
        return isinstance(value, self.cls)

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not isinstance(value, self.cls):
            yield mismatch(self, value, path)

    def encode(self, value: Any) -> Json:
        if not isinstance(value, self.cls):
            raise unencodable(self, value)
        if value._name_ in self.cls.__members__:
            return _NAME.encode(value._name_)
        if isinstance(value, Flag):
            return _NUMBER.encode(value.value)
        raise Unencodable("", f"{short(value)} is not a member of `{self.text}` by name")

    def decode(self, data: Json) -> Any:
        if issubclass(self.cls, Flag) and not isinstance(data, str):
            try:
                return self.cls(_NUMBER.decode(data))
            except ValueError as error:
                raise undecodable(self, data) from error
        name = _NAME.decode(data)
        if name not in self.cls.__members__:
            raise undecodable(self, data)
        return self.cls.__members__[name]

    def obstacle_beyond(self, seen: frozenset[BaseShape]) -> str | None:
        return unimportable(self.cls)


_NAME = ScalarShape("str")
_NUMBER = ScalarShape("int")


@dataclass(frozen=True)
class ClassShape(FileShape):
    """An instance of `cls`, of which no more is known. It has no JSON form, unless it is a frame,
    which has one as a file.
    """

    cls: type

    @cached_property
    def secret(self) -> bool:
        """Whether it is a class of secrets, as pydantic's are: known by how they are asked for."""
        return hasattr(self.cls, "get_secret_value")

    def _text(self) -> str:
        return class_text(self.cls)

    def accepts(self, value: object) -> bool:
        return isinstance(value, self.cls)

    def exactly(self, value: object) -> bool:
        return type(value) is self.cls

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not isinstance(value, self.cls):
            yield mismatch(self, value, path)

    def file_form(self) -> FileForm | None:
        library = library_of(self.cls)
        if library is None:
            return None
        from dagcompile.runtime.types.frames.parquet import parquet_form

        return parquet_form(library)

    def obstacle_beyond(self, seen: frozenset[BaseShape]) -> str | None:
        if library_of(self.cls) is not None:
            return None
        return (
            f"`{self.text}` has no lossless json form; pass a dataclass, NamedTuple, TypedDict "
            "or pydantic model that holds the same"
        )
