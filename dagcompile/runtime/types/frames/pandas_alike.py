"""What of a frame of pandas would come back otherwise: of its columns, its axes, their categories.

unlike(own, back)          # "its dtype object would come back as str", or "" if they are alike

Of what is `plain` nothing needs to be looked at, since parquet holds all of its values.
"""

from typing import Any

from dagcompile.runtime.types.frames.pandas_parts import is_multi, is_range

_PLAIN = frozenset("iufb")
"""Kinds of dtypes of numpy, and of pandas over them, of which parquet holds all values."""


def plain(values: Any) -> bool:
    """Whether a column or an index surely comes back as it was."""
    dtype = values.dtype
    if getattr(values, "freq", None) is not None:
        return False
    if type(dtype).__name__ == "StringDtype":
        return bool(dtype.storage == "pyarrow")
    known = type(dtype).__module__.partition(".")[0] in {"numpy", "pandas"}
    return known and dtype.kind in _PLAIN and type(dtype).__name__ != "SparseDtype"


def plain_axis(axis: Any) -> bool:
    """Whether an index surely comes back as it was, with its levels."""
    if is_multi(axis):
        whole = all((codes >= 0).all() for codes in axis.codes)
        return whole and all(map(plain, axis.levels))
    return is_range(axis) or (type(axis).__name__ == "Index" and plain(axis))


def unlike(own: Any, back: Any) -> str:
    """How the values of a column, or of an index without levels, differ, or nothing."""
    import pandas as pd

    if own.dtype != back.dtype:
        return f"its dtype {own.dtype} would come back as {back.dtype}"
    if type(own.dtype).__name__ == "CategoricalDtype":
        if own.dtype.ordered != back.dtype.ordered:
            return "the order of its categories would be lost"
        if why := unlike_axis(own.dtype.categories, back.dtype.categories):
            return f"of its categories, {why}"
    elif str(own.dtype) == "object":
        classes = zip(map(type, own), map(type, back), strict=True)
        if any(one is not other for one, other in classes):
            return "some of its objects would come back as others"
        return ""  # each of them was compared, or has a form of which nothing is lost
    same = pd.Series(own.array, copy=False).equals(pd.Series(back.array, copy=False))
    return "" if same else f"values of its dtype {own.dtype} would come back as others"


def unlike_axis(own: Any, back: Any) -> str:
    """How an index differs from another, or nothing."""
    if type(own) is not type(back):
        return f"its class {type(own).__name__} would come back as {type(back).__name__}"
    if repr(list(own.names)) != repr(list(back.names)):
        return f"its names {list(own.names)} would come back as {list(back.names)}"
    if is_multi(own):
        return _unlike_levels(own, back)
    if is_range(own):
        span = (own.start, own.stop, own.step)
        return "" if span == (back.start, back.stop, back.step) else "its range would be another"
    ours, theirs = (getattr(each, "freq", None) for each in (own, back))
    if ours != theirs:
        return f"its freq {ours!r} would come back as {theirs!r}"
    return unlike(own, back)


def _unlike_levels(own: Any, back: Any) -> str:
    if own.nlevels != back.nlevels:
        return "it would come back with other levels"
    for number in range(own.nlevels):
        ours, theirs = own.codes[number], back.codes[number]
        if len(ours) != len(theirs) or ((ours < 0) != (theirs < 0)).any():
            return f"in level {number}, what is missing would be another"
        met = own.levels[number].take(ours[ours >= 0])
        if why := unlike(met, back.levels[number].take(theirs[theirs >= 0])):
            return f"in level {number}, {why}"
    return ""
