"""Why a frame does not keep its contract: one violation for each column and check.

["delay"]: expected greater_than_or_equal_to(min_value=-60), got 3 of 842 rows (rows 4, 17, 31: ...)
["tail"]: expected unique, got 2 of 842 rows (rows 0, 5: 'N1', 'N1')
the value: expected flights.contracts.Flights.not_empty, got False (0 rows)

Checks of a column run where its dtype is right, those of the frame where nothing else is wrong: a
check may rely on what stands beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.types.base import CheckCrashed, Violation
from dagcompile.runtime.types.frames.checks import named
from dagcompile.runtime.types.frames.contract import CheckFact, ColumnContract, FrameContract
from dagcompile.runtime.types.frames.header import Header, HeaderReader, shown_dtype
from dagcompile.runtime.types.frames.parts import columns_of, joint_uniques, levels_of
from dagcompile.runtime.types.frames.rows import Bad, Column, Part, Rows
from dagcompile.runtime.types.names import literal_text, short, step_text

_LONGEST = 80


@dataclass(frozen=True)
class Explainer:
    """Looks for all that is wrong with the rows of one frame.

    Args:
        schema: the schema of pandera that the contract was read off.
        owner: the name of its model.
    """

    schema: Any
    contract: FrameContract
    reader: HeaderReader
    owner: str

    def violations(self, rows: Rows, header: Header, path: str) -> Iterator[Violation]:
        """What is wrong beside the header. Raises `CheckCrashed`."""
        fine = next(self.reader.violations(header), None) is None
        for each in (
            *self._columns(rows, header, path),
            *self._together(rows, path),
            *self._index(rows, path),
        ):
            fine = False
            yield each
        if fine:
            yield from _checks(rows, self.schema, self.owner, path, rows.total)

    def _columns(self, rows: Rows, header: Header, path: str) -> Iterator[Violation]:
        columns = columns_of(self.schema)
        for place, number in self.reader.asked(header):
            name, dtype = header[place]
            if self.reader.dtype_fits(number, dtype):
                part = _Part(rows.column(place), path + step_text(name), rows.total, dtype)
                yield from self._column(part, self.contract.columns[number], columns[number])

    def _column(self, part: "_Part", asked: ColumnContract, schema: Any) -> Iterator[Violation]:
        wanted = schema.dtype if self.schema.dtype is None else self.schema.dtype
        if wanted is not None and (bad := part.column.strangers(wanted)) is not None:
            if bad.rows:
                yield _violation(part.path, asked.dtype, bad, part.total)
            else:
                yield Violation(part.path, asked.dtype, shown_dtype(part.dtype), "")
            return
        nulls = None if asked.nullable else part.column.nulls()
        if nulls is not None:
            yield _violation(part.path, "not null", nulls, part.total)
        if asked.unique and (bad := part.column.repeated()) is not None:
            yield _violation(part.path, "unique", bad, part.total)
        owner = f"{self.owner}.{asked.name}"
        yield from _checks(part.column, schema, owner, part.path, part.total, whole=nulls is None)

    def _together(self, rows: Rows, path: str) -> Iterator[Violation]:
        for names in joint_uniques(self.schema):
            if (bad := rows.repeated(names)) is not None:
                yield _violation(path, f"unique {', '.join(names)}", bad, rows.total)

    def _index(self, rows: Rows, path: str) -> Iterator[Violation]:
        index = getattr(self.schema, "index", None)
        if index is None:
            return
        levels = list(rows.levels())
        several = hasattr(index, "indexes")
        if several != (len(levels) > 1):
            expected = f"an index of {'several levels' if several else 'one level'}"
            yield Violation(f"{path}.index", expected, f"{len(levels)} levels", "")
            return
        for number, (asked, schema) in enumerate(
            zip(self.contract.index, levels_of(index), strict=True)
        ):
            place = f"{path}.index{step_text(asked.name or number) if several else ''}"
            found = _level(levels, asked.name, number, several=several)
            if found is None:
                yield Violation(place, asked.dtype or "a level", "missing", "")
            elif asked.name and asked.name != found[0]:
                yield Violation(place, f"the name {asked.name}", short(found[0]), "")
            else:
                part = _Part(found[1], place, rows.total, found[1].dtype)
                yield from self._column(part, asked, schema)
        for names in joint_uniques(index) if several else ():
            if (bad := rows.repeated_levels(names)) is not None:
                yield _violation(f"{path}.index", f"unique {', '.join(names)}", bad, rows.total)


def _level(
    levels: list[tuple[Any, Column]], name: str, number: int, *, several: bool
) -> tuple[Any, Column] | None:
    """The level that is meant: of several by its name, if it is to have one."""
    if several and name:
        return next((each for each in levels if each[0] == name), None)
    return levels[number] if number < len(levels) else None


@dataclass(frozen=True, slots=True)
class _Part:
    """A column, or a level of the index, with what is said of it."""

    column: Column
    path: str
    total: int
    dtype: Any


def _checks(
    part: Part, schema: Any, owner: str, path: str, total: int, *, whole: bool = True
) -> Iterator[Violation]:
    """What does not pass. A check that raises has crashed, unless there are nulls to blame."""
    for check, fact in named(schema.checks, owner=owner):
        try:
            bad = part.failing(check)
        except Exception as error:
            if whole:
                raise CheckCrashed(check_text(fact)) from error
            continue
        if bad is not None:
            message = _said(check)
            yield _violation(path, check_text(fact), bad, total, message)


def check_text(fact: CheckFact) -> str:
    """A check as a person reads it: `in_range(max_value=9, min_value=1)`."""
    given = ", ".join(
        f"{key}={literal_text(each)}" for key, each in fact.params if each is not True
    )
    text = f"{fact.name}({given})" if given else fact.name
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _said(check: Any) -> str:
    """What the author wrote for the case that a check of their own does not pass."""
    return str(check.error or "") if type(check._check_fn).__name__ != "Dispatcher" else ""


def _violation(path: str, expected: str, bad: Bad, total: int, message: str = "") -> Violation:
    if not bad.rows:
        return Violation(path, expected, "False", f"{total} rows", message)
    return Violation(path, expected, f"{bad.count} of {total} rows", _examples(bad), message)


def _examples(bad: Bad) -> str:
    """`rows 4, 17, 31: -70, -61, -99`."""
    rows = f"row{'s' if len(bad.rows) > 1 else ''} {', '.join(map(str, bad.rows))}"
    values = ", ".join(_shown(value) for value in bad.values)
    text = f"{rows}: {values}" if values else rows
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _shown(value: Any) -> str:
    """A value; of a moment what is written of it, not how it is made."""
    moment = type(value).__name__ in ("Timestamp", "Timedelta", "datetime", "date", "Decimal")
    return str(value) if moment else short(value)
