"""Names of the dtypes of columns: the same on every machine.

pandas    int64, Int64, str, datetime64[ns], datetime64[ns, UTC], category['a', 'b']
polars    Int64, String, Datetime(time_unit='us', time_zone=None), List(Int64)
pyarrow   int64, string, timestamp[us, tz=UTC], list<item: int64>
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
    if type(dtype).__name__ == "Category":
        return _category_name(dtype)
    if getattr(dtype, "time_zone_agnostic", False):
        return f"datetime64[{dtype.unit}, any zone]"
    return _class_name(str(dtype))


def _category_name(dtype: Any) -> str:
    if dtype.categories is None:
        return "category"
    inner = ", ".join(map(repr, dtype.categories))
    return f"category[{inner}{', ordered' if dtype.ordered else ''}]"


def _class_name(text: str) -> str:
    """`list` of `<class 'list'>`, `List[int]` of `typing.List[int]`."""
    return text.removeprefix("<class '").removesuffix("'>").replace("typing.", "")


def polars_name(dtype: Any) -> str:
    """The name of a dtype of pandera for polars; empty for none."""
    if dtype is None:
        return ""
    if getattr(dtype, "time_zone_agnostic", False):
        return f"Datetime(time_unit={dtype.time_unit!r}, any zone)"
    return _class_name(str(dtype))
