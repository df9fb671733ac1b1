"""Checks of pandera that answer with what is neither True nor False, nor that for each row."""

from typing import Any

import pandas as pd
import pandera.pandas as pa
import pandera.polars as ppl
import polars as pl
import pytest
from pandera.typing import DataFrame
from pandera.typing.polars import DataFrame as PolarsFrame
from pandera.typing.polars import LazyFrame

from dagcompile.runtime.verdict import GuardVerdict, examine

ANSWERS: dict[str, Any] = {"answer": None}


class Tails(pa.DataFrameModel):
    delay: int

    @pa.check("delay")
    @classmethod
    def plausible(cls, delays: Any) -> Any:
        return ANSWERS["answer"](delays)


class Whole(pa.DataFrameModel):
    delay: int

    @pa.dataframe_check
    @classmethod
    def plausible(cls, frame: Any) -> Any:
        return ANSWERS["answer"](frame["delay"])


class Planes(ppl.DataFrameModel):
    delay: int

    @ppl.check("delay")
    @classmethod
    def plausible(cls, data: Any) -> Any:
        return ANSWERS["answer"](data.lazyframe.select(data.key))


FRAME = {"delay": [1, 2]}


def judged(model: Any, answer: Any) -> GuardVerdict:
    ANSWERS["answer"] = answer
    if model is Planes:
        found = examine(pl.DataFrame(FRAME), PolarsFrame[Planes], subject="x", severity="error")
        lazy = examine(pl.LazyFrame(FRAME), LazyFrame[Planes], subject="x", severity="error")
        assert (lazy.outcome, lazy.error and lazy.error["message"]) == (
            found.outcome,
            found.error and found.error["message"],
        )
        return found
    return examine(pd.DataFrame(FRAME), DataFrame[model], subject="x", severity="error")


@pytest.mark.parametrize(
    ("model", "place", "many"),
    [
        (Tails, '["delay"]', "Series"),
        (Whole, "the frame", "Series"),
        (Planes, '["delay"]', "LazyFrame"),
    ],
)
@pytest.mark.parametrize(("answer", "got"), [(None, "None"), ("yes", "str"), ([True] * 2, "list")])
def test_the_check_and_its_answer_are_named(
    model: Any, place: str, many: str, answer: Any, got: str
) -> None:
    verdict = judged(model, lambda _: answer)
    assert verdict.outcome == "crashed"
    assert verdict.error is not None
    assert verdict.error["message"] == (
        f"a check must return True, False or a {many} of them,"
        f" `{__name__}.{model.__name__}.plausible` of {place} returned `{got}`"
    )


@pytest.mark.parametrize("model", [Tails, Whole, Planes])
def test_other_answers_are_taken(model: Any) -> None:
    assert judged(model, lambda _: True).outcome == "pass"
    each = (lambda data: data.select(pl.all() > 0)) if model is Planes else (lambda data: data > 0)
    assert judged(model, each).outcome == "pass"
    assert judged(model, lambda _: False).outcome == "fail"


@pytest.mark.parametrize("model", [Tails, Whole, Planes])
def test_what_a_check_raises_is_told_as_it_is(model: Any) -> None:
    def raises(_: Any) -> Any:
        raise LookupError("no such plane")

    verdict = judged(model, raises)
    assert verdict.outcome == "crashed"
    assert verdict.error is not None
    assert verdict.error["message"] == "no such plane"
    assert "in raises" in str(verdict.error["traceback"])
