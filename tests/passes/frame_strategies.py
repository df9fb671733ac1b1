"""Contracts of frames drawn at random, contracts near to one, and frames that may keep one."""

from dataclasses import replace
from typing import Any

import pandas as pd
import polars as pl
from hypothesis import strategies as st

from dagcompile.runtime.types import FrameShape
from tests.passes.frames import (
    ALWAYS,
    CHECKS,
    FRAME_CHECKS,
    NAMES,
    PATTERNS,
    Asked,
    Dtype,
    Library,
    Model,
    annotated,
    dtypes_of,
    model_of,
)

_LIBRARIES: tuple[Library, ...] = ("pandas", "pandas", "polars", "lazy")
_SELDOM = st.sampled_from([False, False, False, True])
_RARELY = st.sampled_from([False] * 15 + [True])
_MOSTLY = _SELDOM.map(lambda drawn: not drawn)


@st.composite
def _asked(draw: st.DrawFn, library: Library, name: str, dtype: str = "") -> Asked:
    dtype = dtype or draw(st.sampled_from(sorted(dtypes_of(library))))
    return Asked(
        name=name,
        dtype=dtype,
        nullable=draw(st.booleans()),
        unique=draw(_SELDOM),
        required=draw(_MOSTLY) or dtype in ALWAYS,
        regex=name in PATTERNS,
        checks=_fitting(library, dtype, draw(st.sets(st.sampled_from(sorted(CHECKS)), max_size=2))),
    )


def _fitting(library: Library, dtype: str, checks: set[str]) -> tuple[str, ...]:
    """The checks that make sense for values of a dtype."""
    fit = set()
    if dtype in ("int", "Int64", "int32", "Int32", "float", "any", "positive", "small"):
        fit = {"ge", "ge1", "le"} | ({"under", "under none"} if library == "pandas" else set())
        checks -= {"under"} if "under none" in checks else set()
    elif dtype in ("str", "text"):
        fit = {"isin"}
    return tuple(sorted(checks & fit))


@st.composite
def _levels(draw: st.DrawFn) -> dict[str, Any]:
    """What is asked of an index."""
    names = draw(st.permutations(["i", "j"]))[: draw(st.integers(1, 2))]
    kinds = st.sampled_from(["int", "str"])
    levels = tuple(draw(_asked("pandas", name, draw(kinds))) for name in names)
    return {"index": levels, "by_name": len(levels) > 1 and draw(st.booleans())}


@st.composite
def _models(draw: st.DrawFn) -> Model:
    library = draw(st.sampled_from(_LIBRARIES))
    names = draw(st.lists(st.sampled_from([*NAMES, *NAMES, *PATTERNS]), max_size=3, unique=True))
    index = library == "pandas" and draw(_SELDOM)
    return Model(
        library=library,
        columns=tuple(draw(_asked(library, name)) for name in names),
        checks=tuple(sorted(draw(st.sets(st.sampled_from(sorted(FRAME_CHECKS)), max_size=1)))),
        strict=draw(st.booleans()),
        ordered=draw(_SELDOM),
        unique=_unique(draw(_SELDOM), names),
        unique_names=library == "pandas" and draw(_SELDOM),
        **(draw(_levels()) if index else {}),
    )


def _unique(asked: bool, names: list[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in PATTERNS) if asked else ()


@st.composite
def _near(draw: st.DrawFn, model: Model) -> Model:
    """A model that differs from another in one or two things that are asked."""
    for _ in range(draw(st.integers(1, 2))):
        model = draw(_changed(model))
    return model


@st.composite
def _changed(draw: st.DrawFn, model: Model) -> Model:
    columns = list(model.columns)
    match draw(st.sampled_from(["column", "column", "drop", "add", "frame", "order", "library"])):
        case "column" if columns:
            at = draw(st.integers(0, len(columns) - 1))
            kept = draw(st.sampled_from([columns[at].dtype, columns[at].dtype, ""]))
            columns[at] = draw(_asked(model.library, columns[at].name, kept))
        case "drop" if columns:
            del columns[draw(st.integers(0, len(columns) - 1))]
        case "add":
            free = {*NAMES, *PATTERNS} - {column.name for column in columns}
            columns.append(draw(_asked(model.library, draw(st.sampled_from(sorted(free))))))
        case "order":
            columns.reverse()
        case "library" if model.library != "pandas":
            return replace(model, library="lazy" if model.library == "polars" else "polars")
        case _:
            other = draw(_models())
            model = replace(model, strict=other.strict, ordered=other.ordered)
            return (
                replace(model, **draw(_relevelled(model))) if model.library == "pandas" else model
            )
    names = {column.name for column in columns}
    unique = tuple(name for name in model.unique if name in names)
    return replace(model, columns=tuple(columns), unique=unique)


@st.composite
def _relevelled(draw: st.DrawFn, model: Model) -> dict[str, Any]:
    """Another index, or the levels of the one there is in another order."""
    if draw(st.booleans()):
        return draw(_levels())
    levels = tuple(draw(st.permutations(model.index)))
    by_name = len(levels) > 1 and draw(st.sampled_from([True, model.by_name]))
    return {"index": levels, "by_name": by_name}


@st.composite
def _wider(draw: st.DrawFn, model: Model) -> Model:
    """A model that asks for less."""
    columns = list(model.columns)
    if draw(st.booleans()) and columns:
        at = draw(st.integers(0, len(columns) - 1))
        kept = draw(st.sampled_from([None, None, replace(columns[at], nullable=True, checks=())]))
        columns[at : at + 1] = [] if kept is None else [kept]
    unique = model.unique if len(columns) == len(model.columns) else ()
    less = replace(model, columns=tuple(columns), unique=unique, strict=False)
    less = replace(less, index=(), by_name=False, unique_names=False)
    return less if draw(st.booleans()) else replace(less, checks=(), ordered=False, unique=())


FRAMES: st.SearchStrategy[Any] = _models().map(annotated)
"""Annotations of frames with contracts."""


def near_frame(shape: FrameShape) -> st.SearchStrategy[Any]:
    """Annotations of frames that have much in common with those of a shape."""
    return _near(model_of(shape)).map(annotated)


def wider_frame(shape: FrameShape) -> st.SearchStrategy[Any]:
    """Annotations of frames of which less is asked."""
    return _wider(model_of(shape)).map(annotated)


# --- frames --------------------------------------------------------------------------------------


@st.composite
def frames_of(draw: st.DrawFn, shape: FrameShape) -> Any:
    """A frame that has a good chance to keep a contract."""
    model = model_of(shape)
    rows = draw(st.sampled_from([0, 1, 1, 2, 3]))
    made: dict[str, tuple[Dtype, list[Any]]] = {}
    for column in model.columns:
        for name in draw(_names(column)):
            made[name] = draw(_column(model.library, column, rows))
    if not model.strict and draw(_SELDOM):
        name = draw(st.sampled_from(NAMES))
        made.setdefault(name, draw(_column(model.library, draw(_asked(model.library, name)), rows)))
    names = [*made] if draw(_MOSTLY) else [*reversed(made)]
    if model.library == "pandas":
        table = _pandas({name: made[name] for name in names}, draw(_index(model, rows)))
        return table.iloc[:, [*range(len(names)), 0]] if bool(names) and draw(_RARELY) else table
    frame = pl.DataFrame(
        [pl.Series(name, made[name][1], dtype=made[name][0].given) for name in names]
    )
    return frame.lazy() if model.library == "lazy" else frame


def _pandas(made: dict[str, tuple[Dtype, list[Any]]], index: Any) -> pd.DataFrame:
    columns = {
        name: pd.Series(values, dtype=dtype.given, index=index)
        for name, (dtype, values) in made.items()
    }
    return pd.DataFrame(columns, index=index)


@st.composite
def _index(draw: st.DrawFn, model: Model, rows: int) -> Any:
    asked = bool(model.index) and draw(_MOSTLY)
    levels = model.index if asked else (Asked("i", "int"),)
    if len(levels) == 1:
        dtype, values = draw(_column("pandas", levels[0], rows))
        return pd.Index(values, dtype=dtype.given)
    parts = []
    for level in draw(st.permutations(levels)) if model.by_name or draw(_SELDOM) else levels:
        dtype, values = draw(_column("pandas", level, rows))
        parts.append(pd.Index(values, dtype=dtype.given, name=level.name))
    return pd.MultiIndex.from_arrays(parts)


def _names(column: Asked) -> st.SearchStrategy[list[str]]:
    """The names under which a column stands in a frame."""
    if column.regex:
        fitting = ["a", "ab"] if column.name == "a.*" else ["b", "c"]
        return st.lists(st.sampled_from(fitting), max_size=2, unique=True)
    there = st.just([column.name])
    return there if column.required else st.just([]) | there


@st.composite
def _column(draw: st.DrawFn, library: Library, column: Asked, rows: int) -> tuple[Dtype, list[Any]]:
    dtypes = dtypes_of(library)
    drawn = draw(st.sampled_from([column.dtype] * 9 + sorted(dtypes)))
    dtype = dtypes[drawn]
    values = [each for each in dtype.values if column.nullable or not _is_null(each)]
    unique = column.unique and draw(_MOSTLY) and rows <= len(values)
    at = st.lists(st.integers(0, len(values) - 1), min_size=rows, max_size=rows, unique=unique)
    return dtype, [values[each] for each in draw(at)]


def _is_null(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124
