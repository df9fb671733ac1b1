"""Names of the dtypes of columns: the same on every machine, and equal for what accepts the same.

    pandas    int64, str, datetime64[ns], datetime64[us, UTC], category['a', 'b']
    polars    Int64, String, Datetime(time_unit='us', time_zone=None), List(Int64)
    pyarrow   int64, string, timestamp[us, tz=UTC], list<item: int64>

They are names of sets of columns. pandera does not tell `Int64` of pandas from `int64`, nor the
units of a datetime without a zone; it looks into columns of objects for texts, dates, decimals.
"""

from typing import Any


def pandas_name(dtype: Any) -> str:
    """The name of a dtype of pandera for pandas; empty for none.

    `str` is one dtype, whether pyarrow stores the texts or Python does.
    """
    if dtype is None:
        return ""
    from pandera.engines.pandas_engine import Engine

    if dtype == Engine.dtype(str):
        return "str"
    kind = type(dtype).__name__
    if kind == "NpString":
        return "numpy.str_"
    if kind == "Category":
        return _category_name(dtype)
    if getattr(dtype, "time_zone_agnostic", False):
        return f"datetime64[{dtype.unit}, any zone]"
    return _number_name(dtype) or _class_name(str(dtype))


def _number_name(dtype: Any) -> str | None:
    """The name that an integer or a float has in numpy, of which pandera does not tell others."""
    from pandera import dtypes

    if isinstance(dtype, dtypes.Int):
        return f"{'' if dtype.signed else 'u'}int{dtype.bit_width}"
    if isinstance(dtype, dtypes.Float) and not isinstance(dtype, dtypes.Complex):
        return f"float{dtype.bit_width}"
    return None


def _category_name(dtype: Any) -> str:
    if dtype.categories is None:
        return "category"
    texts = list(map(repr, dtype.categories))
    inner = ", ".join(texts if dtype.ordered else sorted(texts))
    return f"category[{inner}{', ordered' if dtype.ordered else ''}]"


def _class_name(text: str) -> str:
    """`list` of `<class 'list'>`, `List[int]` of `typing.List[int]`."""
    return text.removeprefix("<class '").removesuffix("'>").replace("typing.", "")


def polars_name(dtype: Any) -> str:
    """The name of a dtype of pandera for polars; empty for none."""
    if dtype is None:
        return ""
    if getattr(dtype, "time_zone_agnostic", False):
        return f"Datetime(time_unit={dtype.type.time_unit!r}, any zone)"
    return _class_name(str(dtype))
