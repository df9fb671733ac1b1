"""What of a contract the header of a frame tells: the columns and their dtypes, no row of it.

It is said here once, for the guards that look at headers and for what is concluded of them.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

UNIQUE_NAMES = "unique_column_names"
"""The check of a frame of pandas that no two columns have one name."""


class _Contract(Protocol):
    """A `FrameContract`, or its record in the IR."""

    @property
    def columns(self) -> tuple[Any, ...]: ...

    @property
    def checks(self) -> tuple[Any, ...]: ...

    @property
    def ordered(self) -> bool: ...


ContractT = TypeVar("ContractT", bound=_Contract)


def by_header(contract: ContractT) -> ContractT:
    """`contract`, as far as a header tells it.

    Nothing of the index, nor of values. The order of columns is told where no pattern stands for
    some and their names differ; in all other cases pandera has rules of its own.
    """
    patterns = any(column.regex for column in contract.columns)
    told: Any = replace(
        contract,  # type: ignore[type-var]  # both are dataclasses
        columns=tuple(_values_aside(contract.columns)),
        checks=tuple(check for check in contract.checks if check.name == UNIQUE_NAMES),
        ordered=contract.ordered and not patterns,
        unique=(),
        index=(),
    )
    return told  # type: ignore[no-any-return]


def _values_aside(columns: Iterable[Any]) -> Iterable[Any]:
    return (replace(each, nullable=True, unique=False, checks=()) for each in columns)
