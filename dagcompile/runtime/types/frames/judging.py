"""Whether a frame keeps the contract of a model of pandera, and if not why.

pandera has the last word, whatever its variables in the environment say: what it finds and we have
no words for is told as it says it.
"""

import copy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dagcompile.runtime.types.base import CheckCrashed, Violation
from dagcompile.runtime.types.frames.checks import by_row, named
from dagcompile.runtime.types.frames.contract import FrameContract, Library
from dagcompile.runtime.types.frames.explaining import Explainer
from dagcompile.runtime.types.frames.header import HeaderReader, header_of
from dagcompile.runtime.types.frames.pandas_rows import PandasRows, answer
from dagcompile.runtime.types.frames.parts import columns_of, levels_of
from dagcompile.runtime.types.frames.polars_rows import PolarsRows
from dagcompile.runtime.types.frames.queries import has_passed, passed, rows_of
from dagcompile.runtime.types.frames.telling import Scope, check_text
from dagcompile.runtime.types.names import class_text, short, step_text
from dagcompile.runtime.types.sampling import spaced

_COPY_ON_WRITE = 3
"""The major version of pandas from which a shallow copy protects what it is a copy of."""


@dataclass(frozen=True)
class ModelJudge:
    """Judges frames of `library` by a model of pandera."""

    model: Any
    contract: FrameContract
    library: Library

    @cached_property
    def reader(self) -> HeaderReader:
        """Reads columns and dtypes."""
        schema = self.model.to_schema()
        dtypes = tuple(
            each.dtype if schema.dtype is None else schema.dtype for each in columns_of(schema)
        )
        return HeaderReader(self.contract, dtypes, library=self.library)

    def fits(self, frame: Any) -> bool:
        """Whether the header of `frame` is that of a frame that may keep the contract."""
        return self.reader.fits(header_of(frame, library=self.library))

    def misfits(self, frame: Any, path: str) -> Iterator[Violation]:
        """What is wrong with the header of `frame`."""
        return self.reader.violations(header_of(frame, library=self.library), path)

    def accepts(self, frame: Any, count: int | None = None) -> bool:
        """Whether `frame` keeps the contract, as far as `count` of its rows tell if one is given.

        Raises `CheckCrashed`.
        """
        if not self.fits(frame):
            return False
        if self.library != "lazy":
            return self._keep(frame, count)
        by = (self.model, count)
        fine = has_passed(frame, by) or self._keep(rows_of(frame), count)
        if fine:
            passed(frame, by)
        return fine

    def _keep(self, rows: Any, count: int | None) -> bool:
        """Whether rows with a fitting header keep the contract."""
        if count is not None and len(rows) > count:
            return next(self._sample(rows, count, ""), None) is None
        try:
            self._validate(rows)
        except Exception as error:
            if not _crashed(error):
                return False
            # pandera itself may raise, where it puts together which rows fail
            if next(self._explained(rows, ""), None) is None:
                raise CheckCrashed(str(getattr(error, "check", self.model.__name__))) from error
            return False
        return True

    def violations(self, frame: Any, path: str, count: int | None = None) -> Iterator[Violation]:
        """Why `frame` does not keep the contract, as far as `count` of its rows tell.

        Raises `CheckCrashed`.
        """
        lazy = self.library == "lazy"
        if lazy and has_passed(frame, (self.model, count)):
            return
        found = list(self.misfits(frame, path))
        yield from found
        rows = rows_of(frame) if lazy else frame
        if count is not None and len(rows) > count:
            yield from self._sample(rows, count, path)
            return
        for each in self._explained(rows, path):
            found.append(each)
            yield each
        if not found:
            yield from self._told(rows, path)

    def _sample(self, rows: Any, count: int, path: str) -> Iterator[Violation]:
        places = spaced(len(rows), count)
        picked = rows.iloc[places] if self.library == "pandas" else rows[places]
        try:
            found = list(self._explained(picked, path, Scope(len(picked), places), rows))
        except Exception:  # noqa: BLE001  (what stands beside the sample may be to blame)
            yield from self._explained(rows, path)
        else:
            yield from found

    @cached_property
    def asked_whole(self) -> tuple[str, ...]:
        """The checks that are asked of all rows where a sample is looked at, as they are told."""
        schema = self.model.to_schema()
        parts = [*columns_of(schema), *levels_of(getattr(schema, "index", None)), schema]
        owner = class_text(self.model)
        owners = [f"{owner}.{each.name}" for each in self.contract.columns]
        owners += [f"{owner}.{each.name}" for each in self.contract.index]
        return tuple(
            check_text(fact)
            for part, name in zip(parts, [*owners, owner], strict=True)
            for check, fact in named(part.checks, owner=name)
            if not by_row(check)
        )

    def _explained(
        self, rows: Any, path: str, scope: Scope | None = None, whole: Any = None
    ) -> Iterator[Violation]:
        """What we have words for."""
        pandas = self.library == "pandas"
        schema = self.model.to_schema()
        explainer = Explainer(
            schema,
            self.contract,
            self.reader,
            class_text(self.model),
            scope or Scope(len(rows)),
            None if whole is None else self._seen(whole),
        )
        header = header_of(rows, library="pandas" if pandas else "polars")
        found: list[Violation] = []
        crash: Exception | None = None
        with at_full_depth():  # nothing is yielded within: who takes it has settings of their own
            try:
                found.extend(explainer.violations(self._seen(rows), header, path))
            except Exception as error:  # noqa: BLE001  (raised below, after what was found)
                crash = error
        yield from found
        if crash is not None:
            raise crash

    def _seen(self, rows: Any) -> PandasRows | PolarsRows:
        return PandasRows(rows.copy(deep=False)) if self.library == "pandas" else PolarsRows(rows)

    def _told(self, rows: Any, path: str) -> Iterator[Violation]:
        """What pandera says of `rows`, in its words."""
        try:
            self._validate(rows)
        except _errors() as found:
            for error in getattr(found, "schema_errors", [found]):
                column = getattr(error, "column_name", None)
                place = path if column is None else f"{path}{step_text(column)}"
                expected = str(getattr(error.check, "error", None) or error.check or "")
                first = str(error).partition("\n")[0]
                yield Violation(place, expected, short(error.failure_cases), "", first)

    def _validate(self, rows: Any) -> None:
        """Raise what pandera raises of `rows`, which stay as they are."""
        schema = _terse(self.model)
        with at_full_depth():
            if self.library == "pandas" and _copies_on_write():
                schema.validate(rows.copy(deep=False), inplace=True)
            else:
                schema.validate(rows)


def _errors() -> tuple[type[Any], ...]:
    """What pandera raises of a frame that is not valid."""
    from pandera.errors import ParserError, SchemaError, SchemaErrors

    return (SchemaError, SchemaErrors, ParserError)


def _crashed(error: Exception) -> bool:
    reason = getattr(error, "reason_code", None)
    return not isinstance(error, _errors()) or (reason is not None and reason.name == "CHECK_ERROR")


def _copies_on_write() -> bool:
    import pandas as pd

    return int(pd.__version__.partition(".")[0]) >= _COPY_ON_WRITE


class _Terse:
    """A check of pandera that does not list the rows that fail, which may be a million."""

    def __init__(self, check: Any) -> None:
        self._check = check

    def __call__(self, *seen: Any) -> Any:
        return answer(self._check, *seen)._replace(failure_cases=None)

    def __deepcopy__(self, memo: Any) -> "_Terse":
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_check"], name)


_kept = threading.local()


def _terse(model: Any) -> Any:
    """The schema of `model` with checks that are terse.

    One for each thread, for pandera changes a schema while it uses it.
    """
    made: dict[Any, Any] = _kept.__dict__.setdefault("schemas", {})
    if model not in made:
        schema = made[model] = copy.deepcopy(model.to_schema())
        levels = levels_of(getattr(schema, "index", None))
        for part in (schema, *schema.columns.values(), *levels):
            part.checks = [_Terse(each) for each in part.checks]
    return made[model]


@contextmanager
def at_full_depth() -> Iterator[None]:
    """Within, pandera looks at schema and rows, whatever its variables of the environment say."""
    from pandera.config import ValidationDepth, config_context

    depth = ValidationDepth.SCHEMA_AND_DATA
    with config_context(validation_enabled=True, validation_depth=depth):
        yield
