"""Random frames of pandas: columns, indexes, labels, and what stands beside them; and all that may
be said of their parts.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import reject
from hypothesis import strategies as st

_DAY = dt.datetime.fromisoformat("2020-01-01")
_SMALL = st.integers(0, 100)
_TEXTS = st.sampled_from(["", "x", "yy", "ü\0"])
_FLOATS = st.sampled_from([0.0, -0.0, 1.5, float("nan"), float("inf")])
_MOMENTS = st.integers(0, 2**31).map(lambda each: pd.Timestamp(each, unit="s"))
_OBJECTS = st.one_of(
    *map(st.just, (None, True, 1, 2**70, 1.5, "x", b"\0", (1, "x"), dt.date(2020, 1, 1))),
    *map(st.just, (_DAY, Decimal("1.50"), float("nan"), pd.NaT, np.int64(1))),
)
_ALIKE = st.sampled_from([True, "x", 1, _DAY, dt.date(2020, 1, 1), Decimal("1.50"), b"x", (1, 2)])
NAMES = st.sampled_from([None, "n", 1, ("t", 1), True])

DTYPES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    *((dtype, _SMALL) for dtype in ("int8", "uint16", "int64", "uint64")),
    *((dtype, _FLOATS) for dtype in ("float16", "float32", "float64")),
    ("bool", st.booleans()),
    ("complex", st.just(1j)),
    *((dtype, _SMALL | st.none()) for dtype in ("Int8", "Int64", "UInt32", "int64[pyarrow]")),
    *((dtype, _FLOATS | st.none()) for dtype in ("Float32", "Float64", "double[pyarrow]")),
    ("boolean", st.booleans() | st.none()),
    *((dtype, _TEXTS | st.none()) for dtype in ("str", "string", "string[pyarrow]")),
    *((pd.StringDtype("python", na_value=each), _TEXTS | st.none()) for each in (pd.NA, np.nan)),
    *((f"datetime64[{unit}]", _MOMENTS | st.none()) for unit in ("s", "ms", "us", "ns")),
    *((f"timedelta64[{unit}]", _SMALL | st.none()) for unit in ("s", "ms", "us", "ns")),
    *((f"datetime64[{unit}, Europe/Paris]", _MOMENTS | st.none()) for unit in ("s", "ns")),
    ("datetime64[us, UTC+02:00]", _MOMENTS),
    ("timestamp[s][pyarrow]", _MOMENTS | st.none()),
    ("period[M]", _MOMENTS.map(lambda each: each.to_period("M")) | st.none()),
    ("Sparse[int64]", _SMALL),
    ("interval[int64, right]", _SMALL.map(lambda each: pd.Interval(each, each + 1))),
]


@st.composite
def arrays(draw: st.DrawFn, rows: int) -> Any:
    """The values of a column or of a level of an index."""
    kind = draw(st.integers(0, 5))
    if kind < 2:
        dtype, cells = draw(st.sampled_from(DTYPES))
        return pd.array(draw(st.lists(cells, min_size=rows, max_size=rows)), dtype=dtype)
    if kind == 2:
        return objects(draw(st.lists(_OBJECTS, min_size=rows, max_size=rows)))
    if kind == 3:
        return objects([draw(_ALIKE)] * rows)
    values = draw(arrays(3) if kind == 4 else st.just(objects(["x", draw(_ALIKE)])))
    axis = index_of(values, draw(NAMES)).dropna().unique()
    if not axis.is_unique:
        reject()  # pandas tells some values apart in one way only
    codes = draw(st.lists(st.integers(-1, len(axis) - 1), min_size=rows, max_size=rows))
    return pd.Categorical.from_codes(codes, axis, ordered=draw(st.booleans()))


def index_of(values: Any, name: Any) -> Any:
    """These values as an index, of which pandas has no small floats."""
    if values.dtype == "float16":
        reject()
    return pd.Index(values, dtype=values.dtype, name=name)


def objects(cells: list[Any]) -> Any:
    """Cells as they are, even if they are tuples."""
    array = np.empty(len(cells), dtype=object)
    for number, cell in enumerate(cells):
        array[number] = cell
    return array


_FREQS = ["D", "h", "B", "MS", "2W-SUN", pd.DateOffset(days=3, hours=1)]


@st.composite
def axes(draw: st.DrawFn, rows: int) -> Any:
    """An index of so many rows."""
    name = draw(NAMES)
    match draw(st.integers(0, 5)):
        case 0:
            step = draw(st.sampled_from([1, 2, -1]))
            return pd.RangeIndex(5, 5 + rows * step, step, name=name)
        case 1:
            holidays = pd.offsets.CustomBusinessDay(holidays=["2020-01-08"])
            freq: Any = draw(st.sampled_from([*_FREQS, holidays]))
            zone: Any = draw(st.sampled_from([None, "Europe/Paris"]))
            return pd.date_range("2020", periods=rows, freq=freq, tz=zone, name=name)
        case 2:
            levels = [draw(arrays(rows)) for _ in range(draw(st.integers(1, 3)))]
            plain = [index_of(each, None) for each in levels]
            names = [draw(NAMES) for _ in levels]
            try:
                return pd.MultiIndex.from_arrays(plain, names=names)
            except ValueError:
                reject()  # pandas tells some values apart in one way only
        case _:
            return index_of(draw(arrays(rows)), name)


@st.composite
def pandas_frames(draw: st.DrawFn) -> Any:
    """A frame of a few columns, with an index, labels, attrs and flags."""
    rows = draw(st.integers(0, 4))
    columns = [pd.Series(draw(arrays(rows))) for _ in range(draw(st.integers(0, 3)))]
    frame: Any = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=range(rows))
    frame.index = draw(axes(rows))
    if draw(st.booleans()):
        frame.columns = draw(axes(len(columns)))
    else:
        frame.columns = pd.Index([f"c{place}" for place in range(len(columns))])
    frame.attrs = draw(st.sampled_from([{}, {"source": ("nyc", 1)}]))
    if frame.index.is_unique and frame.columns.is_unique:
        frame.flags.allows_duplicate_labels = draw(st.booleans())
    return frame


def told(values: Any) -> Any:
    """All that may be said of a column or an index without levels."""
    kind = values.dtype
    cells = [(type(each), repr(each)) for each in values]
    if not isinstance(kind, pd.CategoricalDtype):
        return kind, cells
    return cells, kind.ordered, told_axis(kind.categories)


def told_axis(axis: Any) -> Any:
    """All that may be said of an index."""
    names = [(type(each), each) for each in axis.names]
    nameless = axis.set_names([None] * axis.nlevels)  # for a level may be called 1
    levels = [told(nameless.get_level_values(number)) for number in range(axis.nlevels)]
    freq = getattr(axis, "freq", None)
    holidays = getattr(freq, "holidays", None)
    own = [each.dtype for each in axis.levels] if isinstance(axis, pd.MultiIndex) else None
    return type(axis), names, levels, freq, holidays, own
