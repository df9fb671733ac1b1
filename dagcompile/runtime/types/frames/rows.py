"""What is asked of the rows of a frame, whichever library it is of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

SHOWN = 3
"""How many of the rows that are wrong are shown."""

CELLS = 5
"""How many cells of a row are taken to be shown; one more than are."""


@dataclass(frozen=True, slots=True)
class Bad:
    """Rows that are wrong: how many, and of the first few the numbers and what they hold: a value
    of a column, the values of several, or, of the frame itself, the first `CELLS` cells by column.

    There are no numbers where what is wrong is no matter of single rows.
    """

    count: int
    rows: tuple[int, ...] = ()
    values: tuple[Any, ...] = ()


class Part(Protocol):
    """What a check looks at: a column, a level of an index, the frame itself.

    Each method gives None where nothing is wrong. `failing` raises whatever the check does.
    """

    def failing(self, check: Any) -> Bad | None:
        """Rows that do not pass a check of pandera."""


class Column(Part, Protocol):
    """A column or a level of an index."""

    @property
    def dtype(self) -> Any:
        """Its dtype."""

    def nulls(self) -> Bad | None:
        """Rows without a value; of polars NaN counts as none."""

    def repeated(self) -> Bad | None:
        """Rows whose value another row has too."""

    def strangers(self, dtype: Any) -> Bad | None:
        """Rows that are not of a dtype of pandera, which looks into the column for it."""


class Rows(Part, Protocol):
    """The rows of a frame."""

    @property
    def total(self) -> int:
        """How many there are."""

    def column(self, place: int) -> Column:
        """A column by its place."""

    def levels(self) -> Iterator[tuple[Any, Column]]:
        """Names and levels of the index."""

    def repeated(self, names: tuple[str, ...]) -> Bad | None:
        """Rows whose values in these columns another row has too."""

    def repeated_levels(self, names: tuple[str, ...]) -> Bad | None:
        """Rows whose values in these levels of the index another row has too."""
