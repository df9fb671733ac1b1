"""Values that guards look at, each with the check that somebody would write without them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pandera.polars as pap
import polars as pl
from pandera.typing import DataFrame, Series
from pandera.typing.polars import DataFrame as PolarsFrame
from pydantic import BaseModel, ConfigDict, TypeAdapter

MODELS = 10_000
ROWS = 1_000_000
KINDS = ("cash", "card", "voucher", "transfer", "other")


class Payment(BaseModel):
    """A model of five fields, into which pydantic looks again each time."""

    model_config = ConfigDict(strict=True, revalidate_instances="always")

    number: int
    amount: float
    kind: str
    day: date
    note: str | None = None


class Payments(pa.DataFrameModel):
    """A frame of pandas."""

    number: Series[np.int64] = pa.Field(ge=0)
    amount: Series[np.float64] = pa.Field(ge=0, le=1_000)
    kind: Series[str] = pa.Field(isin=list(KINDS))
    at: Series[np.dtype("datetime64[us]")]  # type: ignore[valid-type]


class PolarsPayments(pap.DataFrameModel):
    """The same of polars."""

    number: pl.Int64 = pap.Field(ge=0)
    amount: pl.Float64 = pap.Field(ge=0, le=1_000)
    kind: pl.String = pap.Field(isin=list(KINDS))
    at: pl.Datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A value, its type, and checks of it by what they are written with."""

    name: str
    value: Any
    type: Any
    bare: Mapping[str, Callable[[Any], object]]


def subjects() -> tuple[Subject, ...]:
    """What is measured."""
    payment = Payment(number=1, amount=9.5, kind="cash", day=date(2026, 1, 15))
    payments = [payment.model_copy(update={"number": each}) for each in range(MODELS)]
    columns: dict[str, Any] = {
        "number": np.arange(ROWS),
        "amount": np.linspace(0, 1_000, ROWS),
        "kind": [KINDS[each % len(KINDS)] for each in range(ROWS)],
        "at": np.full(ROWS, np.datetime64(datetime(2026, 1, 15), "us")),  # noqa: DTZ001
    }
    return (
        Subject(name="an `int`", value=3, type=int, bare=_pydantic(int)),
        Subject(name="a model", value=payment, type=Payment, bare=_pydantic(Payment)),
        Subject(
            name=f"a list of {MODELS:,} models",
            value=payments,
            type=list[Payment],
            bare=_pydantic(list[Payment]),
        ),
        Subject(
            name=f"pandas, {ROWS:,} rows",
            value=pd.DataFrame(columns),
            type=DataFrame[Payments],
            bare={"pandera": lambda value: Payments.validate(value, lazy=True), "by hand": by_hand},
        ),
        Subject(
            name=f"polars, {ROWS:,} rows",
            value=pl.DataFrame(columns),
            type=PolarsFrame[PolarsPayments],
            bare={
                "pandera": lambda value: PolarsPayments.validate(value, lazy=True),
                "by hand": polars_by_hand,
            },
        ),
    )


def _pydantic(type_: Any) -> dict[str, Callable[[Any], object]]:
    return {"pydantic": partial(TypeAdapter(type_).validate_python, strict=True)}


def by_hand(frame: pd.DataFrame) -> bool:
    """What `Payments` says, as expressions of pandas."""
    return bool(
        [str(each) for each in frame.dtypes] == ["int64", "float64", "str", "datetime64[us]"]
        and not frame.isna().to_numpy().any()
        and (frame["number"] >= 0).all()
        and frame["amount"].between(0, 1_000).all()
        and frame["kind"].isin(KINDS).all()
    )


def polars_by_hand(frame: pl.DataFrame) -> bool:
    """What `PolarsPayments` says, as one query of polars."""
    wanted = [pl.Int64(), pl.Float64(), pl.String(), pl.Datetime("us")]
    if list(frame.schema.values()) != wanted:
        return False
    asked = frame.select(
        nulls=pl.sum_horizontal(pl.all().null_count()) == 0,
        number=(pl.col("number") >= 0).all(),
        amount=pl.col("amount").is_between(0, 1_000).all(),
        kind=pl.col("kind").is_in(KINDS).all(),
    )
    return all(asked.row(0))
