"""Frames as parquet files, and back, without loss.

    form = parquet_form("pandas")
    form.load(form.dump(frame))     # an equal frame: index, dtypes, units, categories, objects

What parquet or the library would change on the way is written beside it; what cannot be held at
all is `Unencodable`, which names the column.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any, assert_never

from dagcompile.runtime.extras import needs
from dagcompile.runtime.types.base import Undecodable, Unencodable
from dagcompile.runtime.types.files import FileForm
from dagcompile.runtime.types.frames.contract import Library
from dagcompile.runtime.types.frames.shape import plain_class
from dagcompile.runtime.types.names import class_text, short, step_text

SUFFIX = "parquet"


def parquet_form(library: Library) -> FileForm:
    """How frames of a library are written as files. A lazy frame is collected, and comes back
    lazy.
    """
    match library:
        case "pandas":
            return FileForm(SUFFIX, _dump_pandas, _loading(_load_pandas))
        case "polars":
            return FileForm(SUFFIX, _dump_polars, _loading(_load_polars))
        case "lazy":
            return FileForm(SUFFIX, _dump_lazy, _loading(_load_lazy))
        case "arrow":
            return FileForm(SUFFIX, _dump_arrow, _loading(_load_arrow))
        case _:
            assert_never(library)


def exactly(value: Any, cls: type) -> None:
    """Raise `Unencodable` unless `value` is of `cls` and of no class that derives from it, but for
    those by which pandera marks frames.
    """
    if plain_class(type(value)) is not cls:
        ours, theirs = class_text(cls), class_text(type(value))
        raise Unencodable("", f"a `{theirs}` would come back as a `{ours}`")


def unheld(column: object, why: object) -> Unencodable:
    """The error that a column cannot be held."""
    return Unencodable(step_text(column), f"no parquet file holds this column: {first_line(why)}")


def first_line(why: object) -> str:
    """What is told of an error: its first line, without a full stop."""
    return str(why).strip().partition("\n")[0].rstrip(".") or short(why)


def _loading(load: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    """`load`, raising `Undecodable` for what is no such file."""

    def loaded(data: bytes) -> Any:
        try:
            return load(data)
        except (Undecodable, ModuleNotFoundError):
            raise
        except Exception as error:
            reason = f"the parquet file cannot be read: {first_line(error)}"
            raise Undecodable("", reason) from error

    return loaded


# --- pandas --------------------------------------------------------------------------------------


def _dump_pandas(frame: Any) -> bytes:
    import pandas as pd

    from dagcompile.runtime.types.frames.pandas_parquet import to_file

    exactly(frame, pd.DataFrame)
    with needs("pandas", "pyarrow"):
        return to_file(frame)


def _load_pandas(data: bytes) -> Any:
    from dagcompile.runtime.types.frames.pandas_parquet import from_file

    with needs("pandas", "pyarrow"):
        return from_file(data)


# --- polars --------------------------------------------------------------------------------------


def _dump_polars(frame: Any) -> bytes:
    import polars as pl

    exactly(frame, pl.DataFrame)
    try:
        return _written(frame)
    except Exception as error:
        for name in frame.columns:
            try:
                _written(frame.select(name).clear())
            except Exception as cause:
                raise unheld(name, cause) from cause
        raise Unencodable("", first_line(error)) from error


def _written(frame: Any) -> bytes:
    file = BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


def _load_polars(data: bytes) -> Any:
    import polars as pl

    return pl.read_parquet(BytesIO(data))


def _dump_lazy(frame: Any) -> bytes:
    import polars as pl

    exactly(frame, pl.LazyFrame)
    return _dump_polars(frame.collect())


def _load_lazy(data: bytes) -> Any:
    return _load_polars(data).lazy()


# --- pyarrow -------------------------------------------------------------------------------------


def _dump_arrow(table: Any) -> bytes:
    import pyarrow as pa

    from dagcompile.runtime.types.frames.arrow_parquet import to_file

    exactly(table, pa.Table)
    return to_file(table)


def _load_arrow(data: bytes) -> Any:
    from dagcompile.runtime.types.frames.arrow_parquet import from_file

    return from_file(data)


def write_table(table: Any) -> bytes:
    """A table of pyarrow as a file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return bytes(sink.getvalue().to_pybytes())


def read_table(data: bytes) -> Any:
    """Inverse of `write_table`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.read_table(pa.BufferReader(data))
