"""A frame as people are shown it: how many rows, which columns, the first rows.

summary_of(pd.DataFrame({"tail": ["N1", None]}))
# {"rows": 2, "columns": {"tail": "object"}, "first": [{"tail": "N1"}, {"tail": None}]}
"""

from typing import Any

from dagcompile.runtime.types.frames.contract import Library
from dagcompile.runtime.types.frames.header import header_of, shown_dtype
from dagcompile.runtime.types.frames.shape import library_of

SHOWN_ROWS = 20


def summary_of(value: object) -> dict[str, Any] | None:
    """What is shown of a frame; None for any other value.

    Of a lazy frame its columns are, for it is not run. Missing cells of pandas are None.
    """
    library = library_of(type(value))
    if library is None:
        return None
    columns = {name: shown_dtype(dtype) for name, dtype in header_of(value, library=library)}
    if library == "lazy":
        return {"columns": columns}
    return {"rows": _height(value, library), "columns": columns, "first": _first(value, library)}


def _height(frame: Any, library: Library) -> int:
    return int(frame.num_rows if library == "arrow" else len(frame))


def _first(frame: Any, library: Library) -> list[dict[Any, Any]]:
    match library:
        case "pandas":
            return _first_of_pandas(frame)
        case "arrow":
            rows: list[dict[Any, Any]] = frame.slice(0, SHOWN_ROWS).to_pylist()
            return rows
        case _:
            return list(frame.head(SHOWN_ROWS).iter_rows(named=True))


def _first_of_pandas(frame: Any) -> list[dict[Any, Any]]:
    """Rows with the levels of the index that have names."""
    head = frame.head(SHOWN_ROWS)
    levels = [
        (name, head.index.get_level_values(at)) for at, name in enumerate(head.index.names) if name
    ]
    names = [*(name for name, _ in levels), *head.columns]
    cells = [
        *(level for _, level in levels),
        *(head.iloc[:, number] for number in range(len(head.columns))),
    ]
    known = [
        [
            None if missing else cell
            for cell, missing in zip(each.tolist(), each.isna(), strict=True)
        ]
        for each in cells
    ]
    return [dict(zip(names, row, strict=True)) for row in zip(*known, strict=True)]
