"""How what is wrong with the rows of a frame is told.

["delay"]: expected greater_than_or_equal_to(min_value=-60), got 3 of 842 rows (rows 4, 17, 31: ...)
["tail"]: expected unique, got 2 of the 100 rows looked at (rows 0, 816: 'N1', 'N1')
the value: expected flights.contracts.Flights.in_order, got 1 of 9 rows (row 4: {'gone': 9, ...})
the value: expected flights.contracts.Flights.not_empty, got False (0 rows)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.types.base import Violation
from dagcompile.runtime.types.frames.contract import CheckFact
from dagcompile.runtime.types.frames.rows import Bad
from dagcompile.runtime.types.names import literal_text, short

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows were looked at: all `total` of a frame, or those at `places` of a larger one."""

    total: int
    places: Sequence[int] | None = None

    def violation(self, path: str, expected: str, bad: Bad, message: str = "") -> Violation:
        """What is told of rows that are wrong."""
        if not bad.rows:
            return Violation(path, expected, "False", f"{self.total} rows", message)
        of = f"{self.total} rows" if self.places is None else f"the {self.total} rows looked at"
        return Violation(path, expected, f"{bad.count} of {of}", self._examples(bad), message)

    def _examples(self, bad: Bad) -> str:
        """`rows 4, 17, 31: -70, -61, -99`."""
        numbers = bad.rows if self.places is None else [self.places[row] for row in bad.rows]
        rows = f"row{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"
        values = ", ".join(_shown(value) for value in bad.values)
        return _shortened(f"{rows}: {values}" if values else rows)


def check_text(fact: CheckFact) -> str:
    """A check as a person reads it: `in_range(max_value=9, min_value=1)`."""
    params = (f"{key}={literal_text(each)}" for key, each in fact.params if each is not True)
    given = ", ".join(params)
    return _shortened(f"{fact.name}({given})" if given else fact.name)


def said_by(check: Any) -> str:
    """What the author wrote for the case that a check of their own does not pass."""
    return str(check.error or "") if type(check._check_fn).__name__ != "Dispatcher" else ""


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _shown(value: Any) -> str:
    """A value; of a moment what is written of it, not how it is made."""
    moment = type(value).__name__ in ("Timestamp", "Timedelta", "datetime", "date", "Decimal")
    return str(value) if moment else short(value)
