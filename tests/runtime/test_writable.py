"""Whether a value of a type can be written by whoever starts a run."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, NamedTuple, NotRequired, Optional, TypedDict

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pydantic import BaseModel, ConfigDict, SecretStr

from dagcompile import Bounds, Secret
from dagcompile.runtime.reading.writable import writable
from dagcompile.runtime.types import shape_of


class Handle:
    """An object of an ordinary class."""


@dataclass
class Batch:
    frame: pd.DataFrame
    name: str = ""


@dataclass
class Named:
    name: str
    made: pd.DataFrame = field(init=False)
    kept: Handle = field(default_factory=Handle)


class Pair(NamedTuple):
    left: pl.DataFrame
    right: int


class Partly(TypedDict):
    name: str
    frame: NotRequired[pd.DataFrame]


class Wholly(TypedDict):
    frame: pd.DataFrame


class Model(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    handle: Handle


@dataclass
class Tree:
    name: str
    child: Optional["Tree"]


@pytest.mark.parametrize(
    "annotation",
    [
        Any, int, date | None, None, list[date], dict[str, tuple[int, str]],
        Annotated[list[int], Bounds(min_length=1)], Secret[str], SecretStr,
        pd.DataFrame | str, Named, Partly, Model, Tree,
    ],
)  # fmt: skip
def test_what_can_be_written(annotation: Any) -> None:
    assert writable(shape_of(annotation))


@pytest.mark.parametrize(
    "annotation",
    [
        pd.DataFrame, pl.LazyFrame, np.ndarray, Handle, Callable, pd.DataFrame | None,
        list[pl.DataFrame], dict[str, Handle], tuple[int, Handle], Secret[pd.DataFrame],
        Batch, Pair, Wholly,
    ],
)  # fmt: skip
def test_what_cannot(annotation: Any) -> None:
    assert not writable(shape_of(annotation))
