"""Frames of pandas as tables of pyarrow, and back, without loss.

Each column and each level of the index becomes one of the table. How it is made again stands in
the metadata of the table, as JSON:

    {"columns": [{"dtype": "datetime64[s]"}, {"objects": "json"}], "index": [...], ...}

A column of objects is held by pyarrow if they come back as they were, else each as its JSON form.
"""

import json
from base64 import b64decode, b64encode
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any

from dagcompile.runtime.types.base import Json, Unencodable
from dagcompile.runtime.types.dynamic import decode_any, encode_any
from dagcompile.runtime.types.frames.parquet import read_table, unheld, write_table
from dagcompile.runtime.types.names import short

_KEY = b"dagcompile"
_PLAIN = frozenset("iufb")
"""Kinds of numpy's dtypes of which parquet holds all values."""
_EXACT = frozenset({NoneType, bool, int, float, str, bytes, date, datetime, Decimal})
"""Classes of objects that are told apart by what is written of them."""


def to_table(frame: Any) -> Any:
    """A frame as a table. Raises `Unencodable`, which names the column."""
    import pyarrow as pa

    arrays, columns, index = [], [], []
    labels = list(frame.columns)
    for place, label in enumerate(labels):
        array, recipe = _taken_apart(frame.iloc[:, place], label)
        arrays.append(array)
        columns.append(recipe)
    axis = frame.index
    if not _is_range(axis):
        for number in range(axis.nlevels):
            array, recipe = _taken_apart(axis.get_level_values(number).to_series(), "index")
            arrays.append(array)
            index.append(recipe)
    notes = {
        "columns": columns,
        "labels": _axis_notes(frame.columns),
        "index": index or [axis.start, axis.stop, axis.step],
        "names": _encoded(list(axis.names), "the names of the index"),
        "freq": getattr(axis, "freqstr", None) if axis.nlevels == 1 else None,
        "attrs": _encoded(frame.attrs, "the attrs"),
    }
    names = [*_names(labels), *(f"__index_{number}" for number in range(len(index)))]
    table = pa.Table.from_arrays(arrays, names=names)
    return table.replace_schema_metadata({_KEY: json.dumps(notes, sort_keys=True)})


def from_table(table: Any) -> Any:
    """Inverse of `to_table`."""
    import pandas as pd

    notes = json.loads(table.schema.metadata[_KEY])
    recipes = notes["columns"]
    made = [_together(table.column(place), each) for place, each in enumerate(recipes)]
    index = _index(table.columns[len(recipes) :], notes)
    if made:
        frame = pd.concat(made, axis=1)
        frame.index = index
    else:
        frame = pd.DataFrame(index=index)
    frame.columns = _axis(notes["labels"])
    frame.attrs = decode_any(notes["attrs"])
    return frame


def _index(columns: Any, notes: Any) -> Any:
    import pandas as pd

    names = decode_any(notes["names"])
    if not columns:
        start, stop, step = notes["index"]
        return pd.RangeIndex(start, stop, step, name=names[0])
    levels = [pd.Index(_together(*each)) for each in zip(columns, notes["index"], strict=True)]
    if len(levels) > 1:
        return pd.MultiIndex.from_arrays(levels, names=names)
    index = levels[0].rename(names[0])
    if notes["freq"] is not None and type(index).__name__ != "PeriodIndex":
        index.freq = notes["freq"]
    return index


def _is_range(axis: Any) -> bool:
    return type(axis).__name__ == "RangeIndex"


def _names(labels: list[Any]) -> list[str]:
    """The names of the columns of the table: their own where they can be."""
    own = all(type(label) is str and not label.startswith("__index_") for label in labels)
    if own and len(set(labels)) == len(labels):
        return labels
    return [f"{place}: {label}" for place, label in enumerate(labels)]


# --- labels of columns ------------------------------------------------------------------------


def _axis_notes(axis: Any) -> Json:
    """The labels of the columns: what kind of axis they are, its names, and what it holds."""
    notes: dict[str, Json] = {
        "names": _encoded(list(axis.names), "the names of the columns"),
        "labels": _encoded(axis.tolist(), "the labels of the columns"),
        "dtype": str(axis.dtype),
    }
    if _is_range(axis):
        notes["range"] = [axis.start, axis.stop, axis.step]
    if not axis.identical(_axis(notes)):
        raise Unencodable("", f"no parquet file holds the labels of the columns: {short(axis)}")
    return notes


def _axis(notes: Any) -> Any:
    import pandas as pd

    names, labels = decode_any(notes["names"]), decode_any(notes["labels"])
    if "range" in notes:
        start, stop, step = notes["range"]
        return pd.RangeIndex(start, stop, step, name=names[0])
    if len(names) > 1:
        return pd.MultiIndex.from_tuples(labels, names=names)
    return pd.Index(labels, dtype=notes["dtype"], name=names[0])


def _encoded(value: Any, what: str) -> Json:
    try:
        return encode_any(value)
    except Unencodable as error:
        raise Unencodable("", f"no parquet file holds {what} of the frame: {error}") from error


# --- columns ----------------------------------------------------------------------------------


def _taken_apart(series: Any, label: Any) -> tuple[Any, dict[str, Json]]:
    """A column as an array of pyarrow, and how it is put together again."""
    try:
        return _apart(series, label)
    except Unencodable as error:
        raise error if error.path else unheld(label, error.reason) from error
    except Exception as error:
        raise unheld(label, error) from error


def _apart(series: Any, label: Any) -> tuple[Any, dict[str, Json]]:
    import pyarrow as pa

    dtype = series.dtype
    if str(dtype) == "object":
        return _objects(series.tolist())
    if type(dtype).__name__ == "CategoricalDtype":
        held, recipe = _taken_apart(dtype.categories.to_series(), label)
        file = b64encode(write_table(pa.table({"categories": held}))).decode()
        notes: Json = {"file": file, "recipe": recipe, "ordered": bool(dtype.ordered)}
        return pa.array(series.cat.codes.to_numpy()), {"categories": notes}
    array = pa.Array.from_pandas(series.reset_index(drop=True))
    made: dict[str, Json] = {"dtype": _dtype_notes(dtype)}
    if getattr(dtype, "kind", "O") not in _PLAIN or not isinstance(made["dtype"], str):
        kept = read_table(write_table(pa.table({"kept": array}))).column(0)
        back = _together(kept, made)
        if back.dtype != dtype or not back.equals(series.reset_index(drop=True)):
            raise Unencodable("", f"its dtype {dtype} does not come back as it was")
    return array, made


def _together(column: Any, recipe: Any) -> Any:
    """Inverse of `_taken_apart`, without the index."""
    import numpy as np
    import pandas as pd

    if "categories" in recipe:
        notes = recipe["categories"]
        file = read_table(b64decode(notes["file"]))
        categories = pd.Index(_together(file.column(0), notes["recipe"]))
        made = pd.Categorical.from_codes(column.to_numpy(), categories, ordered=notes["ordered"])
        return pd.Series(made)
    if "objects" in recipe:
        cells = column.to_pylist()
        if recipe["objects"] == "json":
            cells = [decode_any(json.loads(cell)) for cell in cells]
        array = np.empty(len(cells), dtype=object)
        for number, cell in enumerate(cells):
            array[number] = cell
        return pd.Series(array, dtype=object)
    dtype = _dtype(recipe["dtype"])
    if hasattr(dtype, "__from_arrow__"):
        return pd.Series(dtype.__from_arrow__(column), dtype=dtype)
    return column.to_pandas(ignore_metadata=True).astype(dtype).rename(None)


def _objects(cells: list[Any]) -> tuple[Any, dict[str, Json]]:
    """Objects as pyarrow holds them if it holds them exactly, else each as JSON."""
    import pyarrow as pa

    try:
        array = pa.array(cells, from_pandas=False)
        if all(map(_same, cells, array.to_pylist())):
            return array, {"objects": "arrow"}
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        pass  # they are of several classes, or of one that it does not know
    texts = []
    for number, cell in enumerate(cells):
        try:
            texts.append(json.dumps(encode_any(cell)))
        except Unencodable as error:
            raise Unencodable("", f"row {number}: {error}") from error
    return pa.array(texts, type=pa.string()), {"objects": "json"}


def _same(own: Any, back: Any) -> bool:
    """Whether a cell came back as it was, to the digit."""
    return type(own) in _EXACT and type(own) is type(back) and repr(own) == repr(back)


def _dtype_notes(dtype: Any) -> Json:
    """How a dtype is made again: by its name, or of texts by what stores them."""
    if type(dtype).__name__ == "StringDtype":
        return ["string", dtype.storage, "nan" if isinstance(dtype.na_value, float) else "NA"]
    return str(dtype)


def _dtype(notes: Any) -> Any:
    import numpy as np
    import pandas as pd

    if isinstance(notes, str):
        return pd.api.types.pandas_dtype(notes)
    _, storage, missing = notes
    return pd.StringDtype(storage, na_value=np.nan if missing == "nan" else pd.NA)
