"""Contracts that are wrong, each in a pipeline as people write them.

A contract is source that defines `X`, which flows between two steps of a pipeline of three; or a
module of its own, where it is more than a type. `# here` marks the line that is to be shown.
"""

from typing import NamedTuple

HEAD = """\
import math
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import (
    Annotated, Any, ClassVar, Concatenate, Final, Generic, Literal, NamedTuple, Never, NewType,
    NotRequired, ParamSpec, Protocol, Required, Self, TypedDict, TypeGuard, TypeVar,
)
from typing_extensions import TypeAliasType

from dagcompile import Bounds, Check, Facts, Maybe, Named, Secret, checked, op, pipeline

T = TypeVar("T")


def even(number: int) -> bool:
    return number % 2 == 0


@dataclass
class Row:
    key: str
    amount: Decimal


"""

FLOW = """

@op
def load(day: date) -> list[dict[str, str]]:
    return []


@op
def parse(rows: list[dict[str, str]]) -> X:  # here
    raise NotImplementedError


@op
def tell(found: X) -> str:
    return str(found)


@pipeline
def daily(day: date) -> str:
    return tell(parse(load(day)))
"""


class Bad(NamedTuple):
    """A contract, the code that it is told by, and parts of the message and of the repair."""

    name: str
    code: str
    says: str
    fix: str
    contract: str
    severity: str = "error"

    @property
    def module(self) -> str:
        """The source of the whole module."""
        whole = "@pipeline" in self.contract
        return HEAD + self.contract + ("" if whole else FLOW)
