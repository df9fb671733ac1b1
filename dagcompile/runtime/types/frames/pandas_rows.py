"""The rows of a frame of pandas."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.types.frames.rows import CELLS, SHOWN, Bad


@dataclass(frozen=True)
class PandasColumn:
    """The values of one column. `seen` is what a check of pandera is called with for it."""

    series: Any
    seen: tuple[Any, ...]

    @property
    def dtype(self) -> Any:
        return self.series.dtype

    def nulls(self) -> Bad | None:
        return _bad(self.series.isna().to_numpy())

    def repeated(self) -> Bad | None:
        if self.series.is_unique:
            return None
        return _bad(self.series.duplicated(keep=False).to_numpy(), self.series)

    def strangers(self, dtype: Any) -> Bad | None:
        from pandera.engines.pandas_engine import Engine
        from pandera.errors import ParserError

        held = self.series
        if hasattr(held, "sparse"):  # which pandas does not map where all have what it leaves out
            held = held.sparse.to_dense()
        try:
            fits = dtype.check(Engine.dtype(self.series.dtype), held)
        except ParserError:
            fits = False
        if isinstance(fits, bool):
            return None if fits else Bad(len(self.series))
        return _bad(~_array(fits), self.series)

    def failing(self, check: Any) -> Bad | None:
        result = check(*self.seen)
        if result.check_passed:
            return None
        kept = self.series
        if check.groupby is None and check.ignore_na and kept.hasnans:
            kept = kept.dropna()
            numbers = self.series.notna().to_numpy().nonzero()[0]
        else:
            numbers = range(len(kept))
        output = result.check_output
        if not hasattr(output, "to_numpy") or len(output) != len(kept):
            return Bad(0)
        bad = _bad(~_array(output), kept)
        if bad is None:
            return Bad(0)
        return Bad(bad.count, tuple(int(numbers[row]) for row in bad.rows), bad.values)


@dataclass(frozen=True)
class PandasRows:
    """A frame as pandera looks at it."""

    frame: Any

    @property
    def total(self) -> int:
        return len(self.frame)

    def column(self, place: int) -> PandasColumn:
        name = self.frame.columns[place]
        # of several columns with one name, pandera looks at each alone
        several = list(self.frame.columns).count(name) > 1
        seen = self.frame.iloc[:, [place]] if several else self.frame
        return PandasColumn(self.frame.iloc[:, place], (seen, name))

    def levels(self) -> Iterator[tuple[Any, PandasColumn]]:
        index = self.frame.index
        for number in range(index.nlevels):
            series = index.get_level_values(number).to_series()
            yield index.names[number], PandasColumn(series, (series,))

    def repeated_levels(self, names: tuple[str, ...]) -> Bad | None:
        levels = self.frame.index.to_frame(index=False, allow_duplicates=True)
        return PandasRows(levels).repeated(names)

    def repeated(self, names: tuple[str, ...]) -> Bad | None:
        held = set(self.frame.columns)
        subset = [name for name in names if name in held]
        if not subset:
            return None
        bad = _bad(self.frame.duplicated(subset=subset, keep=False).to_numpy())
        if bad is None:
            return None
        shown = (self.frame.iloc[row][subset] for row in bad.rows)
        return Bad(bad.count, bad.rows, tuple(tuple(map(_plain, each)) for each in shown))

    def failing(self, check: Any) -> Bad | None:
        result = answer(check, self.frame)
        if result.check_passed:
            return None
        output = result.check_output
        if not hasattr(output, "to_numpy") or len(output) != len(self.frame):
            return Bad(0)
        array = _array(output)
        bad = _bad(~(array if array.ndim == 1 else array.all(axis=1)))
        return Bad(bad.count, bad.rows, tuple(map(self._cells, bad.rows))) if bad else Bad(0)

    def _cells(self, row: int) -> dict[Any, Any]:
        names = list(self.frame.columns[:CELLS])
        keys = [name if name not in names[:at] else f"{name}#{at}" for at, name in enumerate(names)]
        return {key: _plain(self.frame.iloc[row, at]) for at, key in enumerate(keys)}


def answer(check: Any, *seen: Any) -> Any:
    """What a check of pandera says of `seen`: a column, or a frame and maybe one of its columns.

    Of a check that says something of each cell, pandera puts together which cells fail, column by
    column by their names. Where two columns have one name it cannot, and is not asked to.
    """
    frame = seen[0]
    alike = hasattr(frame, "iloc") and frame.ndim > 1 and not frame.columns.is_unique
    if len(seen) > 1 or not alike:
        return check(*seen)
    backend = check.get_backend(frame)(check)
    held = backend.preprocess(frame, None)
    output = backend.apply(held)
    if getattr(output, "ndim", 0) != 2 or getattr(held, "shape", None) != output.shape:
        return backend.postprocess(held, output)
    from pandera.api.base.checks import CheckResult

    if check.ignore_na and output.index.equals(held.index):
        output |= held.isna()
    return CheckResult(output, bool(output.all(axis=None)), held, None)


def _array(output: Any) -> Any:
    """What was said of each row, as an array of bools; what was not said is no."""
    import numpy as np

    if hasattr(output, "to_numpy") and output.ndim == 1:
        return output.to_numpy(dtype=bool, na_value=False)
    return np.asarray(output, dtype=bool)


def _bad(mask: Any, series: Any = None) -> Bad | None:
    """The rows that `mask` marks, and what `series` holds there."""
    count = int(mask.sum())
    if not count:
        return None
    rows = tuple(int(row) for row in mask.nonzero()[0][:SHOWN])
    values = () if series is None else tuple(_plain(series.iloc[row]) for row in rows)
    return Bad(count, rows, values)


def _plain(value: Any) -> Any:
    return value.item() if type(value).__module__ == "numpy" and value.ndim == 0 else value
