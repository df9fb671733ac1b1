"""Why a frame does not keep its contract: one violation for each column and check.

Checks of a column run where its dtype is right, what is said of several columns together where each
of them is there and holds what it is to hold, checks of the frame where nothing else is wrong: a
check may rely on what stands beside it. What is looked at may be a sample of the rows. A check that
looks at each row alone is then asked of these; one that may look at neighbours, or at all of them
together, is asked of all rows: of a few it might say anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.types.base import CheckCrashed, Violation
from dagcompile.runtime.types.frames.answering import misanswered
from dagcompile.runtime.types.frames.checks import by_row, named
from dagcompile.runtime.types.frames.contract import ColumnContract, FrameContract
from dagcompile.runtime.types.frames.header import Header, HeaderReader, shown_dtype
from dagcompile.runtime.types.frames.parts import columns_of, joint_uniques, levels_of
from dagcompile.runtime.types.frames.rows import Bad, Column, Part, Rows
from dagcompile.runtime.types.frames.telling import Scope, check_text, said_by
from dagcompile.runtime.types.names import short, step_text


@dataclass(frozen=True)
class Explainer:
    """Looks for all that is wrong with the rows of one frame.

    Args:
        schema: the schema of pandera that the contract was read off.
        owner: the name of its model.
        scope: which rows are looked at.
        whole: all rows, where these are a sample.
    """

    schema: Any
    contract: FrameContract
    reader: HeaderReader
    owner: str
    scope: Scope
    whole: Rows | None = None

    def violations(self, rows: Rows, header: Header, path: str) -> Iterator[Violation]:
        """What is wrong beside the header. Raises `CheckCrashed`."""
        fine = next(self.reader.violations(header), None) is None
        for found in (self._columns, self._together, self._index):
            for each in found(rows, header, path):
                fine = False
                yield each
        if fine:
            yield from self._checks(rows, self.whole, self.schema, self.owner, path)

    def _columns(self, rows: Rows, header: Header, path: str) -> Iterator[Violation]:
        columns = columns_of(self.schema)
        for place, number in self.reader.asked(header):
            name, dtype = header[place]
            if self.reader.dtype_fits(number, dtype):
                whole = None if self.whole is None else self.whole.column(place)
                part = _Part(rows.column(place), path + step_text(name), dtype, whole)
                yield from self._column(part, self.contract.columns[number], columns[number])

    def _column(self, part: "_Part", asked: ColumnContract, schema: Any) -> Iterator[Violation]:
        if (bad := self._strangers(part.column, schema)) is not None:
            if bad.rows:
                yield self.scope.violation(part.path, asked.dtype, bad)
            else:
                yield Violation(part.path, asked.dtype, shown_dtype(part.dtype), "")
            return
        nulls = None if asked.nullable else part.column.nulls()
        if nulls is not None:
            yield self.scope.violation(part.path, "not null", nulls)
        if asked.unique and (bad := part.column.repeated()) is not None:
            yield self.scope.violation(part.path, "unique", bad)
        owner = f"{self.owner}.{asked.name}"
        try:
            yield from self._checks(part.column, part.whole, schema, owner, part.path)
        except CheckCrashed:
            if nulls is None:  # which are to blame otherwise
                raise

    def _together(self, rows: Rows, header: Header, path: str) -> Iterator[Violation]:
        joint = joint_uniques(self.schema)
        unfit = self._unfit(rows, header) if joint else frozenset()
        for names in joint:
            if unfit.isdisjoint(names) and (bad := rows.repeated(names)) is not None:
                yield self.scope.violation(path, f"unique {', '.join(names)}", bad)

    def _unfit(self, rows: Rows, header: Header) -> frozenset[str]:
        """The columns that are not there though they are to be, or that hold something else."""
        columns = columns_of(self.schema)
        names = {name for name, _ in header}
        unfit = {
            each.name for each in self.contract.columns if each.required and each.name not in names
        }
        for place, number in self.reader.asked(header):
            name, dtype = header[place]
            if not self.reader.dtype_fits(number, dtype):
                unfit.add(name)
                continue
            if self._strangers(rows.column(place), columns[number]) is not None:
                unfit.add(name)
        return frozenset(unfit)

    def _strangers(self, column: Column, schema: Any) -> Bad | None:
        """Rows that are not of the dtype asked of a column; that of the whole frame goes before."""
        wanted = schema.dtype if self.schema.dtype is None else self.schema.dtype
        return None if wanted is None else column.strangers(wanted)

    def _index(self, rows: Rows, header: Header, path: str) -> Iterator[Violation]:
        index = getattr(self.schema, "index", None)
        if index is None:
            return
        levels = list(rows.levels())
        wholes = list(self.whole.levels()) if self.whole else []
        several = hasattr(index, "indexes")
        if several != (len(levels) > 1):
            expected = f"an index of {'several levels' if several else 'one level'}"
            yield Violation(f"{path}.index", expected, f"{len(levels)} levels", "")
            return
        fit = True
        for number, (asked, schema) in enumerate(
            zip(self.contract.index, levels_of(index), strict=True)
        ):
            place = f"{path}.index{step_text(asked.name or number) if several else ''}"
            found = _level(levels, asked.name, number, several=several)
            if found is None:
                fit = False
                yield Violation(place, asked.dtype or "a level", "missing", "")
            elif asked.name and asked.name != found[0]:
                fit = False
                yield Violation(place, f"the name {asked.name}", short(found[0]), "")
            else:
                same = _level(wholes, asked.name, number, several=several)
                part = _Part(found[1], place, found[1].dtype, None if same is None else same[1])
                fit = fit and self._strangers(part.column, schema) is None
                yield from self._column(part, asked, schema)
        for names in joint_uniques(index) if several and fit else ():
            if (bad := rows.repeated_levels(names)) is not None:
                expected = f"unique {', '.join(names)}"
                yield self.scope.violation(f"{path}.index", expected, bad)

    def _checks(
        self, part: Part, whole: Part | None, schema: Any, owner: str, path: str
    ) -> Iterator[Violation]:
        """What does not pass. Raises `CheckCrashed`."""
        for check, fact in named(schema.checks, owner=owner):
            seen, scope = part, self.scope
            if whole is not None and self.whole is not None and not by_row(check):
                seen, scope = whole, Scope(self.whole.total)
            try:
                bad = seen.failing(check)
            except Exception as error:
                text = check_text(fact)
                called = f"`{text}` of {path.removeprefix('.') or 'the frame'}"
                fault = misanswered(seen, check, called=called)
                if fault is not None:
                    raise CheckCrashed(text) from fault
                raise CheckCrashed(text) from error
            if bad is not None:
                yield scope.violation(path, check_text(fact), bad, said_by(check))


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
    dtype: Any
    whole: Column | None
