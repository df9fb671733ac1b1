"""Names of the dtypes of columns: the same on every machine, and equal for what accepts the same.

    pandas    int64, str, datetime64[ns], datetime64[us, UTC], category['a', 'b']
    polars    Int64, String, Datetime(time_unit='us', time_zone=None), List(Int64)
    pyarrow   int64, string, timestamp[us, tz=UTC], list<item: int64>

They are names of sets of columns. pandera does not tell `Int64` of pandas from `int64`, nor the
units of a datetime without a zone; it looks into columns of objects for texts, dates, decimals.

A dtype that somebody else wrote may ask for more than the one it derives from. It has its import
path for a name, and one with parameters a name that only its column has:

    app.dtypes.Email
    app.dtypes.Within of app.contracts.Users.age
"""

from typing import Any, Literal

from dagcompile.runtime.types.frames.contract import Library
from dagcompile.runtime.types.names import import_path, unimportable

_LIBRARIES = frozenset({"pandas", "numpy", "polars", "pyarrow", "builtins", "typing", "types"})
"""Whose dtypes are what they say, Python's own classes included."""

_HEADER_CHECKS = frozenset({"DataType.check", "DateTime.check"})
"""The checks of pandera's engine for pandas that need no values, where the zone is said."""


def dtype_name(dtype: Any, *, library: Library, owner: str) -> str:
    """The name of a dtype of pandera; empty for none.

    Args:
        owner: what a dtype that has no name of its own is named after: model and column.
    """
    if dtype is not None and (own := _own(dtype)) is not None:
        return _own_name(own, owner)
    return pandas_name(dtype) if library == "pandas" else polars_name(dtype)


def told_in(dtype: Any, *, library: Library) -> Literal["header", "rows"]:
    """Where it shows whether a column is of a dtype of pandera."""
    if dtype is None:
        return "header"
    if _own(dtype) is not None or getattr(dtype, "time_zone_agnostic", False):
        return "rows"
    check = type(dtype).check
    plain = check.__module__ == "pandera.dtypes" or check.__qualname__ in _HEADER_CHECKS
    return "header" if plain or library != "pandas" else "rows"


def _own(dtype: Any) -> Any:
    """What of a dtype of pandera neither pandera nor a library of frames wrote, if anything."""
    if _package(dtype) != "pandera":
        return dtype
    native = getattr(dtype, "type", None)
    return None if native is None or _package(native) in _LIBRARIES else native


def _package(thing: Any) -> str:
    return type(thing).__module__.partition(".")[0]


def _own_name(own: Any, owner: str) -> str:
    cls = type(own)
    path = ".".join(import_path(cls))
    try:
        plain = unimportable(cls) is None and bool(own == cls())
    except Exception:  # noqa: BLE001  # whatever its author raises
        plain = False  # it cannot be made without parameters
    return path if plain else f"{path} of {owner}"


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
