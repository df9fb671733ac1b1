"""Values that can be sent to another process as they are: known by their classes, without a try.

To try costs what sending would: a frame of polars is written whole, of records each is. What is not
known here may travel all the same.
"""

import copyreg
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from itertools import chain
from typing import Any, Final

_SCALARS: Final = frozenset(
    {type(None), bool, int, float, complex, str, bytes, bytearray, Decimal}
    | {date, timedelta, timezone}
)

_MANY: Final = 10_000_000
"""Parts that are looked at in all; what has more may hold one thing many times over."""

_DEEP: Final = 10
"""Containers within one another that are looked into."""

_OF_TEXTS: Final = frozenset(
    "string bytes integer floating boolean decimal date datetime64 datetime timedelta64 timedelta"
    " mixed-integer-float empty".split()
)
"""What pandas says of a column of Python objects that all pickle."""


def is_plain(value: object) -> bool:
    """Whether it is sure that `value` travels: a scalar, a frame or array, or a list, tuple, dict,
    set, NamedTuple or dataclass of such, some deep.
    """
    if type(value) in _SCALARS:
        return True
    # Level by level, for of a million parts the classes are gathered at the speed of C.
    level: list[Any] = [value]
    left = _MANY
    for _ in range(_DEEP):
        below: list[Any] = []
        for cls in set(map(type, level)):
            these = [each for each in level if type(each) is cls]
            within = _within(cls, these)
            if not within and not all(map(is_frame, these)):
                return False
            for inside in within:
                left -= sum(map(len, inside()))
                if left < 0:
                    return False
                if not set(map(type, chain.from_iterable(inside()))) <= _SCALARS:
                    parts = chain.from_iterable(inside())
                    below += [each for each in parts if type(each) not in _SCALARS]
        level = below
    return not level


def is_frame(value: object) -> bool:
    """Whether `value` is a frame, column or array of a library that is known, and travels."""
    library = type(value).__module__.partition(".")[0]
    known = _LIBRARIES.get(library)
    return known is not None and library in sys.modules and known(value)


def _within(cls: type, these: list[Any]) -> tuple[Callable[[], Iterable[Collection[Any]]], ...]:
    """What `these`, all of `cls`, hold, in collections; none where nothing is known of `cls`."""
    if cls is dict:
        return (lambda: these), (lambda: map(dict.values, these))
    if cls in (list, tuple, set, frozenset) or _is_of_ports(cls):
        return (lambda: these,)
    if cls in (datetime, time):
        return (lambda: ((each.tzinfo,) for each in these),)
    if is_dataclass(cls) and _pickles_as_usual(cls) and _has_only_fields(cls):
        return (lambda: (vars(each).values() for each in these),)
    return ()


def _is_of_ports(cls: type) -> bool:
    """Whether it is a NamedTuple, as of several outputs, that pickles by its name."""
    of_tuple = cls.__base__ is tuple and cls.__dictoffset__ == 0
    return of_tuple and hasattr(cls, "_field_defaults") and _pickles_as_usual(cls)


def _pickles_as_usual(cls: Any) -> bool:
    """Whether one of `cls` pickles as the name of that and what it holds, by nothing of its own."""
    return (
        cls.__module__ != "__main__"
        and cls.__reduce_ex__ is object.__reduce_ex__
        and cls.__reduce__ is object.__reduce__
        and getattr(cls, "__getstate__", None) is getattr(object, "__getstate__", None)
        and not hasattr(cls, "__setstate__")
        and not hasattr(cls, "__getnewargs_ex__")
        and cls not in copyreg.dispatch_table
        and getattr(sys.modules.get(cls.__module__), cls.__qualname__, None) is cls
    )


def _has_only_fields(cls: Any) -> bool:
    """Whether all that one of `cls` holds is in its `__dict__`."""
    slots = any(each.__dict__.get("__slots__") for each in cls.__mro__)
    return cls.__new__ is object.__new__ and cls.__dictoffset__ != 0 and not slots


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
