"""Names of the dtypes of columns: the same on every machine, and equal for what accepts the same.

    pandas    int64, str, datetime64[ns], datetime64[us, UTC], category['a', 'b']
    polars    Int64, String, Datetime(time_unit='us', time_zone=None), List(Int64)
    pyarrow   int64, string, timestamp[us, tz=UTC], list<item: int64>

They are names of sets of columns. pandera does not tell `Int64` of pandas from `int64`, nor the
units of a datetime without a zone; it looks into columns of objects for texts, dates, decimals.
"""

import re
from typing import Any

from dagcompile.runtime.types.frames.contract import Library

_EXACT = re.compile(
    r"u?int\d+|float\d+|complex\d+|bool|boolean|(datetime|timedelta)64\[[^]]*\]|period\[.*\]"
    r"|interval\[.*\]"
)
"""Names of pandas of which each has its columns for itself."""
_OBJECTS = re.compile(r"object|str|string\[python\]|date|Decimal\(.*\)|list|dict|(List|Dict)\[.*\]")
"""Names of pandas that columns of objects may have, or of texts, and no others."""
_OPEN = re.compile(r"\b(List|Array|Struct)\b(?!\()")
"""What a name of polars has that stands for several dtypes."""


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


def apart(one: str, other: str, *, library: Library) -> bool:
    """Whether no column has both of two dtypes, by their names alone."""
    if one == other or not one or not other or "any zone" in one + other:
        return False
    if library != "pandas":
        return not _OPEN.search(one) and not _OPEN.search(other)
    kinds = {_pandas_kind(one), _pandas_kind(other)}
    return "" not in kinds and (len(kinds) == 2 or kinds == {"exact"})


def _pandas_kind(name: str) -> str:
    """What its columns are: those of one dtype, of categories or of objects; empty for unknown."""
    if name == "category" or name.startswith("category["):
        return "category"
    if _EXACT.fullmatch(name):
        return "exact"
    return "objects" if _OBJECTS.fullmatch(name) else ""
