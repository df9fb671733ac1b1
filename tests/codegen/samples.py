"""Classes, functions and values of an author, as an importable module."""

import enum
from collections.abc import Callable
from dataclasses import InitVar, dataclass, field
from typing import Any, NamedTuple

from pydantic import AliasChoices, AliasPath, BaseModel, ConfigDict, Field, SecretStr


class Color(enum.Enum):
    RED = "red"
    GREEN = "green"
    CRIMSON = "red"  # noqa: PIE796 an alias


class Level(enum.IntEnum):
    LOW = 1


class Right(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()


Odd = enum.Enum("Odd", {"a b": 1, "class": 2}, module=__name__)


class Point(NamedTuple):
    x: int
    y: object = 0


@dataclass(frozen=True)
class Plain:
    count: int
    rest: object = None
    total: int = field(init=False, default=0)


@dataclass
class Doubling:
    """Building it again from its fields gives another value."""

    amount: int

    def __post_init__(self) -> None:
        self.amount *= 2


@dataclass
class Needy:
    amount: int
    secret: InitVar[int]


@dataclass(slots=True)
class Holder:
    item: object = None


class Outer:
    @dataclass
    class Inner:
        size: int


class Cutoff(BaseModel):
    max_delay: int = 300
    rest: Any = None


class Aliased(BaseModel):
    class_: int = Field(alias="class")
    plain: int = Field(default=1, validation_alias=AliasChoices(AliasPath("a", 0), "simple"))


class ByName(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    size: int = Field(alias="theSize")


class OnlyPath(BaseModel):
    size: int = Field(default=1, validation_alias=AliasPath("a", 0))


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class Hidden(BaseModel):
    password: SecretStr


class Sloppy(BaseModel):
    """Its default is not what validation would make of it."""

    path: list[int] = "12"  # type: ignore[assignment]


def is_even(value: int, by: int = 2) -> bool:
    return value % by == 0


def local() -> Callable[[], None]:
    def inner() -> None: ...

    return inner


class Liar:
    """Says that it is a list, and raises when it is compared, hashed or shown."""

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        raise RuntimeError("asked for its class")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("compared")

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        raise RuntimeError("shown")

    def __bool__(self) -> bool:
        raise RuntimeError("tested")

    def __iter__(self) -> None:
        raise RuntimeError("iterated")

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(f"asked for {name}")
