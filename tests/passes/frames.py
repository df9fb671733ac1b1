"""Contracts of frames that nobody wrote down, and frames for them, made by the real libraries.

Asked says what is asked of a column, Model of a frame; `annotated(model)` is the annotation of a
`DataFrameModel` that pandera makes of it.
"""

import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, Literal, TypeAlias

import pandas as pd
import pandera.extensions
import pandera.pandas as pa
import pandera.polars as ppl
import polars as pl
from dateutil.tz import tzutc  # type: ignore[import-untyped]
from pandera import dtypes
from pandera.engines import pandas_engine, polars_engine
from pandera.typing import DataFrame, Index, Series
from pandera.typing.polars import DataFrame as PolarsFrame
from pandera.typing.polars import LazyFrame

from dagcompile.runtime.types import FrameShape

Library: TypeAlias = Literal["pandas", "polars", "lazy"]


@dataclass(frozen=True)
class Asked:
    """What is asked of a column."""

    name: str
    dtype: str
    nullable: bool = False
    unique: bool = False
    required: bool = True
    regex: bool = False
    checks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """What is asked of a frame."""

    library: Library
    columns: tuple[Asked, ...] = ()
    checks: tuple[str, ...] = ()
    strict: bool = False
    ordered: bool = False
    unique: tuple[str, ...] = ()
    index: tuple[Asked, ...] = ()
    by_name: bool = False
    unique_names: bool = False


@dataclass(frozen=True)
class Dtype:
    """A dtype: as it is annotated, as it is given to a column, and values of it."""

    annotation: Any
    given: Any
    values: tuple[Any, ...]


@pandas_engine.Engine.register_dtype
@dtypes.immutable
class Positive(pandas_engine.INT64):
    """A dtype of an author, narrower than the one it derives from."""

    def check(self, pandera_dtype: Any, data_container: Any = None) -> Any:
        fits = super().check(pandera_dtype, data_container)
        return fits if data_container is None or not fits else data_container > 0


@pandas_engine.Engine.register_dtype
@dtypes.immutable
class Early(pandas_engine.NpString):
    """Another, of texts."""

    def check(self, pandera_dtype: Any, data_container: Any = None) -> Any:
        fits = super().check(pandera_dtype, data_container)
        return fits if data_container is None else data_container.isin(["a", "b"])


@polars_engine.Engine.register_dtype
@dtypes.immutable
class Small(polars_engine.Int64):
    """One of polars."""

    def check(self, pandera_dtype: Any, data_container: Any = None) -> Any:
        if not super().check(pandera_dtype, data_container) or data_container is None:
            return super().check(pandera_dtype, data_container)
        frame = data_container.lazyframe.select(data_container.key).collect()
        return bool((frame[data_container.key].fill_null(0) < 2).all())


@pandera.extensions.register_check_method(statistics=["limit"])  # type: ignore[untyped-decorator]
def under(values: Any, *, limit: Any = 2) -> Any:
    """A check to which None is not what it is without."""
    return values < (9 if limit is None else limit)


DAY = pd.Timestamp("2024-01-01")
UTC_DAY = DAY.tz_localize("UTC")
AB = pd.CategoricalDtype(["a", "b"])
DTYPES: dict[str, dict[str, Dtype]] = {
    "pandas": {
        "int": Dtype(int, "int64", (0, 1, 2, 5)),
        "Int64": Dtype(pd.Int64Dtype, "Int64", (0, 1, 5, None)),
        "int32": Dtype(pa.Int32, "int32", (0, 1, 5)),
        "float": Dtype(float, "float64", (0.0, 1.5, 5.0, None)),
        "str": Dtype(str, "str", ("a", "b", "c", None)),
        "text": Dtype(str, "object", ("a", "b", "c", None)),
        "object": Dtype(object, "object", ("a", 1, None, 2.5)),
        "bool": Dtype(bool, "bool", (True, False)),
        "category": Dtype(pd.CategoricalDtype, "category", ("a", "c", None)),
        "ab": Dtype(Annotated[pd.CategoricalDtype, ("a", "b"), False], AB, ("a", "b", None)),
        "day": Dtype(pa.DateTime, "datetime64[ns]", (DAY, None)),
        "utc": Dtype(
            Annotated[pd.DatetimeTZDtype, "ns", "UTC"], "datetime64[ns, UTC]", (UTC_DAY, None)
        ),
        "any": Dtype(None, "int64", (0, 1, 5)),
        "decimal": Dtype(Decimal, "object", (Decimal(1), Decimal(2), None)),
        "utc too": Dtype(
            Annotated[pd.DatetimeTZDtype, "ns", tzutc()],
            pd.DatetimeTZDtype("ns", tzutc()),
            (UTC_DAY, None),
        ),
        "positive": Dtype(Positive, "int64", (0, 1, 5)),
        "early": Dtype(Early, "object", ("a", "b", "c", None)),
    },
    "polars": {
        "int": Dtype(int, pl.Int64, (0, 1, 2, 5, None)),
        "Int32": Dtype(pl.Int32, pl.Int32, (0, 1, 5, None)),
        "float": Dtype(float, pl.Float64, (0.0, 1.5, 5.0, float("nan"), None)),
        "str": Dtype(str, pl.String, ("a", "b", "c", None)),
        "bool": Dtype(bool, pl.Boolean, (True, False, None)),
        "day": Dtype(pl.Datetime, pl.Datetime("us"), (DAY.to_pydatetime(), None)),
        "date": Dtype(pl.Date, pl.Date, (DAY.date(), None)),
        "list": Dtype(pl.List, pl.List(pl.String), (["a"], [], None)),
        "small": Dtype(Small, pl.Int64, (0, 1, 5, None)),
        "ints": Dtype(pl.List(pl.Int64), pl.List(pl.Int64), ([1], [], None)),
    },
}
ALWAYS = ("ints", "utc too")
"""Dtypes that an annotation cannot say to be optional."""
CHECKS: dict[str, dict[str, Any]] = {
    "ge": {"ge": 0},
    "ge1": {"ge": 1},
    "le": {"le": 2},
    "isin": {"isin": ["a", "b"]},
    "under": {"under": {}},
    "under none": {"under": {"limit": None}},
}
NAMES = ("a", "b", "ab", "c")
PATTERNS = ("a.*", "b|c")


def not_empty(cls: Any, data: Any) -> Any:
    """A check of the frame as a whole; polars passes what holds a lazy frame."""
    frame = getattr(data, "lazyframe", data)
    return frame.collect().height > 0 if isinstance(frame, pl.LazyFrame) else len(frame) > 0


def narrow(cls: Any, data: Any) -> Any:
    """Another."""
    frame = getattr(data, "lazyframe", data)
    names = frame.collect_schema().names() if isinstance(frame, pl.LazyFrame) else frame.columns
    return len(names) < 3


FRAME_CHECKS: dict[str, Any] = {"not_empty": not_empty, "narrow": narrow}


def dtypes_of(library: Library) -> dict[str, Dtype]:
    """The dtypes of a library, by their names here."""
    return DTYPES["pandas" if library == "pandas" else "polars"]


# --- models --------------------------------------------------------------------------------------

_GENERICS: dict[Library, Any] = {"pandas": DataFrame, "polars": PolarsFrame, "lazy": LazyFrame}
_SERIES: Any = Series
_INDEX: Any = Index

MODELS: dict[type, Model] = {}
"""What each class was made of."""


@cache
def annotated(model: Model) -> Any:
    """The annotation of frames that keep a contract. Its class can be imported from here."""
    eager = replace(model, library="polars" if model.library == "lazy" else model.library)
    cls = _class_of(eager)
    return _GENERICS[model.library][cls]


@cache
def _class_of(model: Model) -> Any:
    of: Any = pa if model.library == "pandas" else ppl
    held: dict[str, Any] = {}
    annotations: dict[str, Any] = {}
    for at, column in enumerate(model.columns):
        annotation = dtypes_of(model.library)[column.dtype].annotation
        if model.library == "pandas":
            annotation = _SERIES if annotation is None else _SERIES[annotation]
        annotations[f"c{at}"] = annotation if column.required else annotation | None
        held[f"c{at}"] = _field(of, column)
    for at, level in enumerate(model.index):
        annotations[f"i{at}"] = _INDEX[dtypes_of(model.library)[level.dtype].annotation]
        held[f"i{at}"] = _field(of, level)
    for name in model.checks:
        held[name] = of.dataframe_check(FRAME_CHECKS[name])
    options = {"strict": model.strict, "ordered": model.ordered, "unique": [*model.unique] or None}
    if model.library == "pandas":
        options["multiindex_ordered"] = not model.by_name
        options["unique_column_names"] = model.unique_names
    name = f"M{sha256(repr(model).encode()).hexdigest()[:12]}"
    held |= {"__annotations__": annotations, "__module__": __name__, "__qualname__": name}
    cls = type(name, (of.DataFrameModel,), held | {"Config": type("Config", (), options)})
    setattr(sys.modules[__name__], name, cls)
    MODELS[cls] = model
    return cls


def _field(of: Any, column: Asked) -> Any:
    asked = {key: value for check in column.checks for key, value in CHECKS[check].items()}
    asked |= {"regex": True} if column.regex else {}
    return of.Field(alias=column.name, nullable=column.nullable, unique=column.unique, **asked)


def model_of(shape: FrameShape) -> Model:
    """What the contract of a shape was made of."""
    model = MODELS[shape.model]
    library: Any = shape.library
    return replace(model, library=library)
