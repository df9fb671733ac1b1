"""The parts of frames of pandas, columns and axes, as arrays of pyarrow with notes in JSON of how
they are made again.

    array, notes = apart(series)         # {"dtype": "datetime64[s]"} or {"objects": "json"} or ...
    arrays, notes = axis_apart(index)    # {"levels": [{"dtype": "int64"}], "names": [null], ...}

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
from dagcompile.runtime.types.frames.parquet import read_table, write_table

_EXACT = frozenset({NoneType, bool, int, float, str, bytes, date, datetime, Decimal})
"""Classes of objects that are told apart by what is written of them."""


def apart(values: Any) -> tuple[Any, dict[str, Json]]:
    """A series or an index as an array of pyarrow, and how it is put together again."""
    import pyarrow as pa

    dtype = values.dtype
    if str(dtype) == "object":
        return _objects(values.tolist())
    if type(dtype).__name__ == "CategoricalDtype":
        codes = values.codes if hasattr(values, "codes") else values.cat.codes.to_numpy()
        categories = axis_beside(dtype.categories)
        return pa.array(codes), {"categories": categories, "ordered": bool(dtype.ordered)}
    try:
        array = pa.Array.from_pandas(values.array)
    except pa.ArrowNotImplementedError as error:  # which calls the dtype by a number
        raise Unencodable("", f"pyarrow has no type for {dtype}") from error
    return array, {"dtype": _dtype_notes(dtype)}


def together(column: Any, notes: Any) -> Any:
    """Inverse of `apart`, as a series."""
    import numpy as np
    import pandas as pd

    if "categories" in notes:
        categories = axis_from_beside(notes["categories"])
        made = pd.Categorical.from_codes(column.to_numpy(), categories, ordered=notes["ordered"])
        return pd.Series(made)
    if "objects" in notes:
        cells = column.to_pylist()
        if notes["objects"] == "json":
            cells = [decode_any(json.loads(cell)) for cell in cells]
        array = np.empty(len(cells), dtype=object)
        for number, cell in enumerate(cells):
            array[number] = cell
        return pd.Series(array, dtype=object)
    dtype = _dtype(notes["dtype"])
    if hasattr(dtype, "__from_arrow__"):
        return pd.Series(dtype.__from_arrow__(column), dtype=dtype)
    return column.to_pandas(ignore_metadata=True).astype(dtype).rename(None)


def axis_apart(axis: Any) -> tuple[list[Any], dict[str, Json]]:
    """An index as an array for each of its levels, none if it is a range, and how it is made."""
    notes: dict[str, Json] = {"names": encoded(list(axis.names), "its names")}
    if is_range(axis):
        return [], {**notes, "range": [axis.start, axis.stop, axis.step]}
    nameless = axis.set_names([None] * axis.nlevels)  # a level may be called 1 that is another
    levels = [nameless.get_level_values(number) for number in range(axis.nlevels)]
    parts = [apart(level) for level in levels]
    notes["levels"] = [made for _, made in parts]
    if is_multi(axis):
        # a level of numbers shows others where one is missing
        notes["dtypes"] = [
            None if own.dtype == level.dtype else _dtype_notes(own.dtype)
            for own, level in zip(axis.levels, levels, strict=True)
        ]
    elif (freq := _freq(axis)) is not None:
        notes["freq"] = _freq_notes(freq)
    return [array for array, _ in parts], notes


def axis_together(columns: Any, notes: Any) -> Any:
    """Inverse of `axis_apart`."""
    import pandas as pd

    names = decode_any(notes["names"])
    if "range" in notes:
        start, stop, step = notes["range"]
        return pd.RangeIndex(start, stop, step, name=names[0])
    made = [together(*each) for each in zip(columns, notes["levels"], strict=True)]
    levels = [pd.Index(each, dtype=each.dtype) for each in made]  # which else guesses one
    if "dtypes" not in notes:
        index = levels[0].rename(names[0])
        if "freq" in notes:
            index.freq = notes["freq"]
        return index
    index = pd.MultiIndex.from_arrays(levels, names=names)
    for number, dtype in enumerate(notes["dtypes"]):
        if dtype is not None:
            own = index.levels[number].astype(_dtype(dtype))
            index = index.set_levels(own, level=number, verify_integrity=False)
    return index


def axis_beside(axis: Any) -> dict[str, Json]:
    """An index as JSON: its levels are a file of their own."""
    import pyarrow as pa

    arrays, notes = axis_apart(axis)
    table = pa.Table.from_arrays(arrays, names=[f"{number}" for number in range(len(arrays))])
    return {"file": b64encode(write_table(table)).decode(), "axis": notes}


def axis_from_beside(notes: Any) -> Any:
    """Inverse of `axis_beside`."""
    return axis_together(read_table(b64decode(notes["file"])).columns, notes["axis"])


def is_range(axis: Any) -> bool:
    """Whether an index is a range, of which no value is held."""
    return type(axis).__name__ == "RangeIndex"


def is_multi(axis: Any) -> bool:
    """Whether an index has levels, of which there may be one."""
    return type(axis).__name__ == "MultiIndex"


def encoded(value: Any, what: str) -> Json:
    """The JSON form of a value beside the columns. Raises `Unencodable`, which says what it is."""
    try:
        return encode_any(value)
    except Unencodable as error:
        raise Unencodable("", f"{what}: {error}") from error


def _freq(axis: Any) -> Any:
    """The frequency that an index has beside its dtype."""
    return None if type(axis).__name__ == "PeriodIndex" else getattr(axis, "freq", None)


def _freq_notes(freq: Any) -> str:
    from pandas.tseries.frequencies import to_offset

    text = str(freq.freqstr)
    try:
        if to_offset(text) == freq:
            return text
    except ValueError:
        pass  # an offset that has no name
    raise Unencodable("", f"its freq {freq!r} has no name that says all of it")


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
