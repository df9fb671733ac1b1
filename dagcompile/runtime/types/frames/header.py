"""The columns of a frame and their dtypes, without a look at its rows: microseconds.

header = header_of(frame, library="polars")      # (("carrier", String), ("delay", Int64))
"""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeAlias

from dagcompile.runtime.types.base import Violation
from dagcompile.runtime.types.frames.categories import categories_apart, category_text
from dagcompile.runtime.types.frames.contract import (
    ColumnContract,
    FrameContract,
    Library,
)
from dagcompile.runtime.types.frames.told import UNIQUE_NAMES, by_header
from dagcompile.runtime.types.names import short, step_text

Header: TypeAlias = tuple[tuple[Any, Any], ...]
"""Name and dtype of each column, in order."""

_MOST_KEPT = 64


def header_of(frame: Any, *, library: Library) -> Header:
    """The header of a frame. A lazy one is asked what its columns will be, and is not run."""
    match library:
        case "pandas" | "polars":
            return tuple(zip(frame.columns, frame.dtypes, strict=True))
        case "lazy":
            return tuple(frame.collect_schema().items())
        case "arrow":
            return tuple(zip(frame.schema.names, frame.schema.types, strict=True))


class HeaderReader:
    """Reads headers by one contract.

    Args:
        dtypes: the dtypes of pandera or pyarrow that the columns of the contract ask for.
    """

    def __init__(
        self, contract: FrameContract, dtypes: tuple[Any, ...], *, library: Library
    ) -> None:
        self._contract = by_header(contract)
        self._library = library
        self._dtypes = dtypes
        self._plain = {
            each.name: number for number, each in enumerate(contract.columns) if not each.regex
        }
        self._fitting: dict[Header, bool] = {}

    def fits(self, header: Header) -> bool:
        """Whether a frame with this header may keep the contract."""
        try:
            known = self._fitting.get(header)
        except TypeError:  # an author's own type of pyarrow need not have a hash
            return next(self.violations(header), None) is None
        if known is None:
            known = next(self.violations(header), None) is None
            if len(self._fitting) >= _MOST_KEPT:
                self._fitting.clear()
            self._fitting[header] = known
        return known

    def asked(self, header: Header) -> Iterator[tuple[int, int]]:
        """Which column of the header is meant by which of the contract, as numbers."""
        for place, (name, _) in enumerate(header):
            own = self._plain.get(name)
            if own is not None:
                yield place, own
            for number, pattern in self._patterns:
                # pandas asks the same of a column that has a contract of its own, polars does not
                if pattern(str(name)) and (own is None or self._library == "pandas"):
                    yield place, number

    @cached_property
    def _patterns(self) -> list[tuple[int, Any]]:
        columns = enumerate(self._contract.columns)
        compiled = [(number, re.compile(each.name)) for number, each in columns if each.regex]
        if self._library == "pandas":
            return [(number, pattern.match) for number, pattern in compiled]
        return [(number, pattern.fullmatch) for number, pattern in compiled]

    def violations(self, header: Header, path: str = "") -> Iterator[Violation]:
        """What is wrong with a header: columns that are not there, or not known, or there twice,
        or of another dtype, or in another order.
        """
        asked = list(self.asked(header))
        met = {number for _, number in asked}
        names = [name for name, _ in header]
        for number, column in enumerate(self._contract.columns):
            if column.required and number not in met:
                yield _missing(column, names, path)
        for place, number in asked:
            name, dtype = header[place]
            if not self.dtype_fits(number, dtype):
                wanted = self._contract.columns[number].dtype
                apart = categories_apart(self._dtypes[number], dtype)
                yield Violation(path + step_text(name), wanted, shown_dtype(dtype), "", apart)
        if self._contract.strict:
            known = {place for place, _ in asked}
            for place, name in enumerate(names):
                if place not in known:
                    yield Violation(
                        path + step_text(name), "no such column", "an unknown column", short(name)
                    )
        yield from self._order(names, path)
        yield from self._repeated(names, path)

    def dtype_fits(self, number: int, dtype: Any) -> bool:
        """Whether a column of `dtype` may be the column `number` of the contract."""
        wanted = self._dtypes[number]
        if wanted is None:
            return True
        if self._library == "arrow":
            return bool(wanted == dtype)
        return _fits(wanted, dtype, library=self._library)

    def _repeated(self, names: list[Any], path: str) -> Iterator[Violation]:
        """Columns that are there twice: nobody can tell which of the two the contract speaks of."""
        every = any(check.name == UNIQUE_NAMES for check in self._contract.checks)
        for name, times in Counter(names).items():
            if times > 1 and (every or name in self._plain):
                yield Violation(path + step_text(name), "one such column", f"{times}", "")

    def _order(self, names: list[Any], path: str) -> Iterator[Violation]:
        if not self._contract.ordered or len(set(names)) < len(names):
            return  # where pandera has rules of its own, it is left to it
        found = [name for name in names if name in self._plain]
        wanted = [name for name in self._plain if name in found]
        if found != wanted:
            expected = f"columns in the order {', '.join(wanted)}"
            yield Violation(path, expected, ", ".join(found), "")


def _missing(column: ColumnContract, names: list[Any], path: str) -> Violation:
    place = path + step_text(column.name)
    if column.regex:
        return Violation(place, "a column whose name matches", "missing", "")
    near = get_close_matches(column.name, [str(name) for name in names], 1)
    message = f"the frame has `{near[0]}`" if near else ""
    return Violation(place, column.dtype or "a column", "missing", "", message)


def _fits(wanted: Any, dtype: Any, *, library: Library) -> bool:
    """What pandera says of a dtype without a look at the values of the column."""
    if type(wanted).__name__ == "NpString" or getattr(wanted, "time_zone_agnostic", False):
        return True  # of which it tells nothing at all without the values
    if library == "pandas":
        from pandera.engines.pandas_engine import Engine
    else:
        from pandera.engines.polars_engine import Engine  # type: ignore[assignment]
    try:
        return bool(wanted.check(Engine.dtype(dtype)))
    except TypeError:
        return False  # pandera does not know it


def shown_dtype(dtype: Any) -> str:
    """A dtype as its library writes it, with the categories that pandas leaves out."""
    if type(dtype).__name__ == "CategoricalDtype":
        return "category" if dtype.categories is None else category_text(dtype)
    return str(dtype)
