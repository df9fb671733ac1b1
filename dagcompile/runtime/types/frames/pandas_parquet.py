"""Frames of pandas as parquet files, and back, without loss.

Each column and each level of the index becomes a column of the file. How they are made again
stands in its metadata, as JSON:

    {"columns": [{"dtype": "datetime64[s]"}, {"objects": "json"}], "index": {...}, ...}

What is not sure to come back as it was is read again when it is written, and compared.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagcompile.runtime.types.base import Json, Unencodable
from dagcompile.runtime.types.dynamic import decode_any
from dagcompile.runtime.types.frames.pandas_alike import plain, plain_axis, unlike, unlike_axis
from dagcompile.runtime.types.frames.pandas_parts import (
    apart,
    axis_apart,
    axis_beside,
    axis_from_beside,
    axis_together,
    encoded,
    together,
)
from dagcompile.runtime.types.frames.parquet import first_line, read_table, unheld, write_table

_KEY = b"dagcompile"


def to_file(frame: Any) -> bytes:
    """A frame as a file. Raises `Unencodable`, which names the column, or what else it is."""
    table = _table(frame)
    try:
        data = write_table(table)
    except Exception as error:
        raise _unwritten(frame, table, error) from error
    # objects were compared, or written so that nothing of them is lost, each by itself
    suspects = (each.dtype != object and not plain(each) for each in _columns(frame))
    columns = [number for number, suspect in enumerate(suspects) if suspect]
    if columns or not plain_axis(frame.index):
        _compare(frame, from_file(data), columns)
    return data


def from_file(data: bytes) -> Any:
    """Inverse of `to_file`."""
    import pandas as pd

    table = read_table(data)
    notes = json.loads(table.schema.metadata[_KEY])
    recipes, labels = notes["columns"], _axis(notes["labels"])
    made = []
    for place, (label, each) in enumerate(zip(labels, recipes, strict=True)):
        with _of_column(label):
            made.append(together(table.column(place), each))
    with _of("the index"):
        index = axis_together(table.columns[len(recipes) :], notes["index"])
    frame: Any = pd.concat(made, axis=1) if made else pd.DataFrame(index=index)
    frame.index = index
    frame.columns = labels
    frame.attrs = decode_any(notes["attrs"])
    if "flags" in notes:
        with _of("the flags of the frame"):
            frame.flags.allows_duplicate_labels = False
    return frame


def _table(frame: Any) -> Any:
    """The table that is written of a frame."""
    import pyarrow as pa

    arrays: list[Any] = []
    recipes: list[Json] = []
    labels = list(frame.columns)
    for label, column in zip(labels, _columns(frame), strict=True):
        with _of_column(label):
            array, recipe = apart(column)
        arrays.append(array)
        recipes.append(recipe)
    with _of("the index"):
        levels, index = axis_apart(frame.index)
    with _of("the labels of the columns"):
        axis = _axis_notes(frame.columns)
    with _of("the frame"):
        attrs = encoded(frame.attrs, "its attrs")
    notes: dict[str, Json] = {"columns": recipes, "labels": axis, "index": index, "attrs": attrs}
    if not frame.flags.allows_duplicate_labels:
        notes["flags"] = ["no duplicate labels"]
    names = [*_names(labels), *(f"__index_{number}" for number in range(len(levels)))]
    table = pa.Table.from_arrays([*arrays, *levels], names=names)
    return table.replace_schema_metadata({_KEY: json.dumps(notes, sort_keys=True)})


def _columns(frame: Any) -> Iterator[Any]:
    return (frame.iloc[:, place] for place in range(frame.shape[1]))


def _names(labels: list[Any]) -> list[str]:
    """The names of the columns of the table: their own where they can be."""
    own = all(type(label) is str and not label.startswith("__index_") for label in labels)
    if own and len(set(labels)) == len(labels):
        return labels
    return [f"{place}: {label}" for place, label in enumerate(labels)]


def _compare(frame: Any, back: Any, columns: list[int]) -> None:
    """Raise `Unencodable` unless these columns and the index come back as they were."""
    for place in columns:
        with _of_column(frame.columns[place]):
            _refuse(unlike(frame.iloc[:, place], back.iloc[:, place]))
    with _of("the index"):
        _refuse(unlike_axis(frame.index, back.index))


def _refuse(why: str) -> None:
    if why:
        raise Unencodable("", why)


def _unwritten(frame: Any, table: Any, error: Exception) -> Unencodable:
    """Why a table cannot be written: the first column that cannot, else a level of the index."""
    for label, name in zip(frame.columns, table.schema.names, strict=False):
        try:
            write_table(table.select([name]))
        except Exception as cause:  # noqa: BLE001  # whatever it is, it is of this column
            return unheld(label, cause)
    return Unencodable("", f"no parquet file holds the index of the frame: {first_line(error)}")


@contextmanager
def _of_column(label: Any) -> Iterator[None]:
    """Whatever is raised says which column it is."""
    try:
        yield
    except Exception as error:
        raise unheld(label, error) from error


@contextmanager
def _of(part: str) -> Iterator[None]:
    """Whatever is raised says which part of the frame it is."""
    try:
        yield
    except Exception as error:
        raise Unencodable("", f"no parquet file holds {part}: {first_line(error)}") from error


# --- labels of columns ------------------------------------------------------------------------


def _axis_notes(axis: Any) -> Json:
    """The labels of the columns, in plain JSON where they are texts and nothing else."""
    import pandas as pd

    notes: dict[str, Json]
    texts = type(axis).__name__ == "Index" and all(type(label) is str for label in axis)
    if texts and axis.dtype == pd.api.types.pandas_dtype("str"):
        notes = {"names": encoded(list(axis.names), "their names"), "labels": axis.tolist()}
    else:
        notes = axis_beside(axis)
    _refuse(unlike_axis(axis, _axis(notes)))
    return notes


def _axis(notes: Any) -> Any:
    import pandas as pd

    if "labels" not in notes:
        return axis_from_beside(notes)
    return pd.Index(notes["labels"], dtype="str", name=decode_any(notes["names"])[0])
