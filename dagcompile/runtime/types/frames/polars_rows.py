"""The rows of a frame of polars."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.types.frames.rows import CELLS, SHOWN, Bad, Column


@dataclass(frozen=True)
class PolarsColumn:
    """One column of a frame."""

    frame: Any
    name: str

    @property
    def dtype(self) -> Any:
        return self._series.dtype

    @property
    def _series(self) -> Any:
        return self.frame.get_column(self.name)

    def nulls(self) -> Bad | None:
        series = self._series
        mask = series.is_null()
        if series.dtype.is_float():
            mask |= series.is_nan().fill_null(value=True)
        return _bad(mask)

    def repeated(self) -> Bad | None:
        return _bad(self._series.is_duplicated(), self._series)

    def strangers(self, dtype: Any) -> Bad | None:
        return None  # a dtype of polars says it all

    def failing(self, check: Any) -> Bad | None:
        return _failing(check, self.frame, self.name)


@dataclass(frozen=True)
class PolarsRows:
    """A frame as pandera looks at it."""

    frame: Any

    @property
    def total(self) -> int:
        return int(self.frame.height)

    def column(self, place: int) -> PolarsColumn:
        return PolarsColumn(self.frame, self.frame.columns[place])

    def levels(self) -> Iterator[tuple[Any, Column]]:
        return iter(())

    def repeated_levels(self, names: tuple[str, ...]) -> Bad | None:
        return None

    def repeated(self, names: tuple[str, ...]) -> Bad | None:
        subset = self.frame.select([name for name in names if name in self.frame.columns])
        bad = _bad(subset.is_duplicated()) if subset.width else None
        return bad and Bad(bad.count, bad.rows, tuple(subset.row(row) for row in bad.rows))

    def failing(self, check: Any) -> Bad | None:
        return _failing(check, self.frame, None)


def _failing(check: Any, frame: Any, name: str | None) -> Bad | None:
    result = check(frame.lazy(), name)
    if result.check_passed.collect().item():
        return None
    output = result.check_output.collect().to_series()
    if output.len() != frame.height or result.failure_cases is None:
        return Bad(0)
    if name is not None:
        return _bad(~output, frame.get_column(name)) or Bad(0)
    bad = _bad(~output)
    if bad is None:
        return Bad(0)
    few = frame.select(frame.columns[:CELLS])
    return Bad(bad.count, bad.rows, tuple(few.row(row, named=True) for row in bad.rows))


def _bad(mask: Any, series: Any = None) -> Bad | None:
    count = int(mask.sum())
    if not count:
        return None
    rows = tuple(mask.arg_true().head(SHOWN).to_list())
    return Bad(count, rows, () if series is None else tuple(series[row] for row in rows))
