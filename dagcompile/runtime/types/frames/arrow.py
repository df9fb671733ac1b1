"""Tables of pyarrow and their schemas: these columns and no others, each once, of these types, with
no nulls where a field says so, be it within a list or a struct. The metadata of a schema asks for
nothing.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from dagcompile.runtime.types.base import UnsupportedType, Violation
from dagcompile.runtime.types.frames.arrow_names import arrow_field, arrow_name, told_in
from dagcompile.runtime.types.frames.arrow_nulls import nulls_of
from dagcompile.runtime.types.frames.contract import ColumnContract, FrameContract
from dagcompile.runtime.types.frames.header import HeaderReader, header_of
from dagcompile.runtime.types.frames.telling import Scope
from dagcompile.runtime.types.names import step_text
from dagcompile.runtime.types.sampling import spaced


def arrow_contract(annotation: object, schema: Any) -> FrameContract:
    """What a schema asks of a table. Raises `UnsupportedType`."""
    for name in schema.names:
        if schema.names.count(name) > 1:
            raise UnsupportedType(annotation, f"its schema has two fields `{name}`; rename one")
    columns = (
        ColumnContract(
            name=field.name,
            dtype=arrow_name(field.type),
            told=told_in(field.type),
            nullable=field.nullable,
        )
        for field in schema
    )
    return FrameContract(columns=tuple(columns), strict=True)


def schema_text(schema: Any) -> str:
    """What a schema asks for: `pyarrow.Table[tail: string not null, n: int64]`."""
    return f"pyarrow.Table[{', '.join(map(arrow_field, schema))}]"


class ArrowJudge:
    """Judges tables by a schema."""

    def __init__(self, schema: Any, contract: FrameContract) -> None:
        self._schema = schema
        self._contract = contract

    @cached_property
    def reader(self) -> HeaderReader:
        """Reads columns and types."""
        return HeaderReader(self._contract, tuple(self._schema.types), library="arrow")

    @property
    def asked_whole(self) -> tuple[str, ...]:
        """A schema has no checks."""
        return ()

    def fits(self, table: Any) -> bool:
        """Whether the columns and types of `table` are those of the schema."""
        return self.reader.fits(header_of(table, library="arrow"))

    def misfits(self, table: Any, path: str) -> Iterator[Violation]:
        """What is wrong with the columns and types of `table`."""
        return self.reader.violations(header_of(table, library="arrow"), path)

    def accepts(self, table: Any, count: int | None = None) -> bool:
        """Whether `table` is of the schema, as far as `count` of its rows tell if one is given."""
        return self.fits(table) and next(self._nulls(table, "", count), None) is None

    def violations(self, table: Any, path: str, count: int | None = None) -> Iterator[Violation]:
        """Why `table` is not of the schema, as far as `count` of its rows tell."""
        yield from self.misfits(table, path)
        yield from self._nulls(table, path, count)

    def _nulls(self, table: Any, path: str, count: int | None) -> Iterator[Violation]:
        places = None
        if count is not None and table.num_rows > count:
            places = spaced(table.num_rows, count)
            table = table.take(places)
        scope = Scope(table.num_rows, places)
        for field in self._schema:
            if table.schema.names.count(field.name) != 1:
                continue
            for inner, bad in nulls_of(table.column(field.name), field):
                yield scope.violation(path + step_text(field.name) + inner, "not null", bad)
