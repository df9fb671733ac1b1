"""Records whose annotations are names in quotes, some of which exist only for type checkers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple, NotRequired, TypedDict

from pydantic import BaseModel

from dagcompile.runtime.types import Bounds, Maybe

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass
class Tree:
    name: Final[str]
    children: list[Tree]
    size: Annotated[int, Bounds(ge=0)] = 0


@dataclass
class Broken:
    fine: int
    price: Decimal


class Split(NamedTuple):
    train: list[int]
    test: Maybe[list[int]]


class Options(TypedDict):
    name: str
    depth: NotRequired[int]


class Looser(Options, total=False):
    width: int


class Later(BaseModel):
    tree: After | None = None


class After(BaseModel):
    name: str
