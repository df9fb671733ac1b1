"""Prints of arrays and frames: numpy, pandas, polars and pyarrow, which are looked at where a
value is theirs and imported by nobody here.

What may be laid out in several ways is read by its values: pandas and polars move blocks and
chunks about while somebody only reads.
"""

import hashlib
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.types.names import step_text

if TYPE_CHECKING:
    from dagcompile.runtime.debug.prints import Print, Walk


def print_of_library(walk: "Walk", value: Any, depth: int) -> "Print | None":
    """The print of a value of a library that is known here; None for others."""
    roots = {cls.__module__.partition(".")[0] for cls in type(value).__mro__}
    for root, read in _READERS.items():
        if root in roots and (found := read(walk, value, depth)) is not None:
            return found
    return None


def _numpy(walk: "Walk", value: Any, depth: int) -> "Print | None":
    from dagcompile.runtime.debug.prints import Print, digest_of

    np = sys.modules["numpy"]
    if isinstance(value, np.generic):
        return Print(f"numpy.{value.dtype}", digest_of(value.tobytes()))
    if not isinstance(value, np.ndarray):
        return walk.atom(value) if isinstance(value, np.dtype) else None
    kind = f"numpy array of {value.dtype} {list(value.shape)}"
    plain = np.asarray(value)
    if value.dtype.hasobject:
        inner = walk.of(plain.tolist(), depth)
        return Print(kind, inner.digest, value.size, inner.parts)
    mask = np.ma.getmaskarray(value) if isinstance(value, np.ma.MaskedArray) else None
    chunks = [np.ascontiguousarray(each) for each in (plain, mask) if each is not None]
    return Print(kind, digest_of(*(each.reshape(-1).view(np.uint8) for each in chunks)), value.size)


def _pandas(walk: "Walk", value: Any, depth: int) -> "Print | None":
    from dagcompile.runtime.debug.prints import combined

    pd = sys.modules["pandas"]
    if isinstance(value, pd.DataFrame):
        columns = [value.iloc[:, at].array for at in range(value.shape[1])]
        parts = (
            *_index(walk, value.index, ".index"),
            (".columns.names", walk.of(list(value.columns.names), depth + 1)),
            *((name, _pandas_array(walk, each)) for name, each in _named(value.columns, columns)),
            (".attrs", walk.of(value.attrs, depth + 1)),
        )
        return combined("pandas.DataFrame", parts, depth, count=len(value), unit="rows")
    if isinstance(value, pd.Series):
        parts = (
            *_index(walk, value.index, ".index"),
            (".name", walk.of(value.name, depth + 1)),
            (".values", _pandas_array(walk, value.array)),
            (".attrs", walk.of(value.attrs, depth + 1)),
        )
        return combined("pandas.Series", parts, depth, count=len(value), unit="rows")
    if isinstance(value, pd.Index):
        return combined("pandas.Index", _index(walk, value, ""), depth, count=len(value))
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return _pandas_array(walk, value)
    unchangeable = (pd.Timedelta, pd.Timestamp, pd.Period, pd.Interval, pd.offsets.BaseOffset)
    if isinstance(value, unchangeable) or value is pd.NaT or value is pd.NA:
        return walk.of(repr(value), depth)
    if isinstance(value, pd.api.extensions.ExtensionDtype):
        return walk.atom(value)
    if type(value).__module__.partition(".")[0] != "pandas":
        return None
    return walk.unseen(value, "what is in it")


def _named(labels: Any, columns: list[Any]) -> Iterator[tuple[str, Any]]:
    """Columns by the path to them; one whose label is there twice has its number too."""
    used: set[str] = set()
    for at, (label, column) in enumerate(zip(labels, columns, strict=True)):
        name = step_text(label)
        yield (f"{name}#{at}" if name in used else name), column
        used.add(name)


def _index(walk: "Walk", index: Any, name: str) -> "Iterator[tuple[str, Print]]":
    from dagcompile.runtime.debug.prints import combined

    levels = [_pandas_array(walk, index.get_level_values(at).array) for at in range(index.nlevels)]
    parts = [
        (".names", walk.of(list(index.names), 0)),
        *((f".level{at}", level) for at, level in enumerate(levels)),
    ]
    made = combined("pandas.Index", parts, 0, count=len(index))
    made.parts = None
    yield name, made


def _pandas_array(walk: "Walk", array: Any) -> "Print":
    from dagcompile.runtime.debug.prints import Print, digest_of

    pd = sys.modules["pandas"]
    kind, count = str(array.dtype), len(array)
    if isinstance(array, pd.arrays.NumpyExtensionArray):
        return Print(kind, walk.of(array.to_numpy(), 0).digest, count)
    if isinstance(array, pd.Categorical):
        categories = _pandas_array(walk, array.categories.array)
        codes = walk.of(array.codes, 0).digest
        order = b"ordered" if array.ordered else b""
        return Print(kind, digest_of(categories.digest, codes, order), count)
    try:
        hashes = pd.util.hash_array(array, categorize=False)
    except (TypeError, ValueError):  # what cannot be hashed, as lists in a column of pyarrow
        return Print(kind, walk.of(array.to_numpy(dtype=object), 0).digest, count)
    return Print(kind, digest_of(hashes), count)


def _polars(walk: "Walk", value: Any, depth: int) -> "Print | None":
    from dagcompile.runtime.debug.prints import combined

    pl = sys.modules["polars"]
    if isinstance(value, pl.DataFrame):
        columns = value.get_columns()
        named = ((step_text(each.name), _polars_series(walk, each)) for each in columns)
        return combined("polars.DataFrame", named, depth, count=value.height, unit="rows")
    if isinstance(value, pl.Series):
        parts = ((".name", walk.of(value.name, 0)), (".values", _polars_series(walk, value)))
        return combined("polars.Series", parts, depth, count=len(value))
    if isinstance(value, (pl.LazyFrame, pl.Expr, pl.DataType)):
        return walk.atom(value)
    return None


def _polars_series(walk: "Walk", series: Any) -> "Print":
    from dagcompile.runtime.debug.prints import Print, digest_of

    pl = sys.modules["polars"]
    kind, count = str(series.dtype), len(series)
    try:
        if series.dtype == pl.Object:
            return Print(kind, walk.of(series.to_list(), 0).digest, count)
        hashes = series.hash().rechunk()
    except pl.exceptions.PolarsError:
        return Print(kind, walk.of(series.to_list(), 0).digest, count)
    return Print(kind, digest_of(hashes.to_numpy()), count)


def _pyarrow(walk: "Walk", value: Any, depth: int) -> "Print | None":
    from dagcompile.runtime.debug.prints import combined

    pa = sys.modules["pyarrow"]
    if isinstance(value, (pa.Table, pa.RecordBatch)):
        names = value.schema.names
        columns = [_arrow_column(value.column(at)) for at in range(len(names))]
        named = ((f"{step_text(name)}", each) for name, each in zip(names, columns, strict=True))
        return combined("pyarrow.Table", named, depth, count=value.num_rows, unit="rows")
    if isinstance(value, (pa.Array, pa.ChunkedArray)):
        return _arrow_column(value)
    unchangeable = (pa.Schema, pa.Field, pa.DataType, pa.Scalar)
    return walk.atom(value) if isinstance(value, unchangeable) else None


def _arrow_column(column: Any) -> "Print":
    """By the bytes of the format in which it would be sent, of which none are kept."""
    from dagcompile.runtime.debug.prints import Print

    pa, ipc = sys.modules["pyarrow"], import_module("pyarrow.ipc")
    digest = hashlib.blake2b(digest_size=16)
    table = pa.table([column], names=["column"])
    with ipc.new_stream(pa.PythonFile(_Sink(digest), mode="w"), table.schema) as stream:
        stream.write_table(table)
    return Print(str(column.type), digest.digest(), len(column))


class _Sink:
    """A file that goes into a digest."""

    closed = False

    def __init__(self, digest: Any) -> None:
        self.digest = digest

    def write(self, data: Any) -> int:
        self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def close(self) -> None:
        """Nothing is to be closed."""


_READERS = {"pandas": _pandas, "polars": _polars, "pyarrow": _pyarrow, "numpy": _numpy}
