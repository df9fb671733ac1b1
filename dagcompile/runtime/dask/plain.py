"""Values that can be sent to another process as they are: known by their classes, without a try.

To try costs what sending would: a frame of polars is written whole, a column of Python texts is
gone through. What is not known here may travel all the same.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

_SCALARS: Final = frozenset({type(None), bool, int, float, complex, str, bytes, bytearray})

_FEW: Final = 100
"""Parts of a container up to which each is looked at."""

_DEEP: Final = 4
"""Containers within one another that are looked into."""

_OF_TEXTS: Final = frozenset(
    "string bytes integer floating boolean decimal date datetime64 datetime timedelta64 timedelta"
    " mixed-integer-float empty".split()
)
"""What pandas says of a column of Python objects that all pickle."""


def is_plain(value: object) -> bool:
    """Whether it is sure that `value` travels. A few containers around others are looked into."""
    return _is_plain(value, 0)


def _is_plain(value: Any, depth: int) -> bool:
    cls = type(value)
    if cls in _SCALARS:
        return True
    if cls is dict:
        return _are_plain([*value, *value.values()], depth)
    if cls in (list, tuple) or _is_of_ports(cls):
        return _are_plain(value, depth)
    library = cls.__module__.partition(".")[0]
    known = _LIBRARIES.get(library)
    return known is not None and library in sys.modules and known(value)


def _are_plain(parts: Any, depth: int) -> bool:
    few = len(parts) <= _FEW and depth < _DEEP
    return few and all(_is_plain(each, depth + 1) for each in parts)


def _is_of_ports(cls: type) -> bool:
    """Whether it is a NamedTuple, as of several outputs, that pickles by its name."""
    return (
        issubclass(cls, tuple)
        and hasattr(cls, "_fields")
        and cls.__module__ != "__main__"
        and cls.__reduce_ex__ is object.__reduce_ex__
        and cls.__reduce__ is object.__reduce__
        and getattr(sys.modules.get(cls.__module__), cls.__qualname__, None) is cls
    )


def _numpy(value: Any) -> bool:
    numpy = sys.modules["numpy"]
    return type(value) is numpy.ndarray and not value.dtype.hasobject


def _pandas(value: Any) -> bool:
    pandas = sys.modules["pandas"]
    if type(value) not in (pandas.DataFrame, pandas.Series) or value.attrs:
        return False
    if type(value) is pandas.Series:
        return _column(value) and _labels(value.index)
    columns = (column for _, column in value.items())
    return _labels(value.index) and _labels(value.columns) and all(map(_column, columns))


def _labels(index: Any) -> bool:
    if type(index).__name__ == "MultiIndex":
        return all(map(_column, index.levels))
    return _column(index)


def _column(column: Any) -> bool:
    pandas = sys.modules["pandas"]
    dtype = column.dtype
    if dtype.kind == "O" and dtype.type is sys.modules["numpy"].object_:
        return pandas.api.types.infer_dtype(column, skipna=True) in _OF_TEXTS
    if isinstance(dtype, pandas.CategoricalDtype):
        return _column(dtype.categories)
    return type(dtype).__module__.partition(".")[0] in ("numpy", "pandas")


def _polars(value: Any) -> bool:
    polars = sys.modules["polars"]
    if type(value) is polars.Series:
        return _has_no_objects(value.dtype)
    return type(value) is polars.DataFrame and all(map(_has_no_objects, value.dtypes))


def _has_no_objects(dtype: Any) -> bool:
    return not str(dtype).count("Object")


def _pyarrow(value: Any) -> bool:
    pyarrow = sys.modules["pyarrow"]
    return isinstance(value, pyarrow.Table | pyarrow.RecordBatch | pyarrow.ChunkedArray)


_LIBRARIES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "numpy": _numpy,
    "pandas": _pandas,
    "polars": _polars,
    "pyarrow": _pyarrow,
}
