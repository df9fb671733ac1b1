"""What a run was given, as its tasks read it: params, configs, and keys that nobody reads."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Annotated, Any, Self

import pytest

pytest.importorskip("airflow.sdk")

from airflow.sdk.exceptions import AirflowFailException
from airflow.sdk.execution_time.context import set_current_context
from pydantic import BaseModel, Field, model_validator

from dagcompile.runtime.airflow.settings import configured
from dagcompile.runtime.config import assigned, resolved
from dagcompile.runtime.v1 import Bounds
from dagcompile.runtime.v1.airflow import Given, Step
from dagcompile.runtime.wiring import Wiring


class Ends(BaseModel):
    """A record within a config."""

    low: int = 0
    high: int = Field(default=9, le=99)

    @model_validator(mode="after")
    def ordered(self) -> Self:
        """The class's own say."""
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


class Cutoff(BaseModel):
    """A config."""

    wait: timedelta = timedelta(minutes=5)
    name: str = "x"
    ends: Ends = Ends()


DEFAULT = Cutoff()


def task(
    given: Mapping[str, Any], act: Callable[[], Any], *, conf: Mapping[str, Any] | None = None
) -> Any:
    """What `act` gives within a task of a run whose params are `given`."""
    context: Any = {
        "ti": SimpleNamespace(try_number=1, max_tries=0, dag_id="p"),
        "run_id": "r",
        "params": given,
        "dag": SimpleNamespace(params=dict(given)),
        "dag_run": SimpleNamespace(conf=conf),
    }
    with set_current_context(context):
        return act()


SHOWN = {"clean.wait": "PT5M", "clean.name": "x", "clean.ends.low": 0, "clean.ends.high": 9}


def test_a_config_is_as_the_pipeline_gives_it_where_the_form_changes_nothing() -> None:
    assert configured("clean", DEFAULT, SHOWN) == (DEFAULT, [])
    assert configured("clean", DEFAULT, SHOWN)[0] is DEFAULT
    assert configured("clean", DEFAULT, {})[0] is DEFAULT
    assert configured("clean", 3, {"clean.x": 1}) == (3, [])


def test_a_config_is_changed_by_the_field_within_records_too() -> None:
    given = {**SHOWN, "clean.wait": "PT1H", "clean.ends.low": 5, "other.name": "y"}
    config = task(given, lambda: Step("clean").config("clean", DEFAULT))
    assert config == Cutoff(wait=timedelta(hours=1), ends=Ends(low=5))
    assert Cutoff() == DEFAULT


class Limits(BaseModel):
    """A config with a dict, and with more than it declares."""

    model_config = {"extra": "allow"}
    limits: dict[str, int] = {"low": 1}
    kept: tuple[int, ...] = (1, 2)


def test_what_the_form_shows_as_a_whole_is_given_as_a_whole() -> None:
    default = Limits.model_validate({"more": 3})
    given = {"n.limits": {"high": 2}, "n.kept": [1, 2]}
    config, problems = configured("n", default, given)
    assert not problems
    assert config == Limits.model_validate({"limits": {"high": 2}, "more": 3})


class Exact(BaseModel):
    """Fields of which values may be equal that are not the same."""

    rate: Decimal = Decimal("1.0")
    since: datetime = datetime(2020, 1, 1, tzinfo=UTC)
    flags: list[bool | int] = [1, 0]
    low: float = 0.0
    by: dict[str, int] = {"b": 1, "a": 2}


@pytest.mark.parametrize(
    ("field", "given", "typed"),
    [
        ("rate", "1.00", "1.00"),
        ("since", "2020-01-01T02:00:00+02:00", "2020-01-01T02:00:00+02:00"),
        ("flags", [True, 0], "[true, 0]"),
        ("low", -0.0, "-0.0"),
    ],
)
def test_a_value_that_is_equal_and_not_the_same_is_a_change_as_it_is_for_a_script(
    field: str, given: Any, typed: str
) -> None:
    config, problems = configured("n", Exact(), {f"n.{field}": given})
    assert not problems
    assert repr(config) != repr(Exact())
    wiring = Wiring()
    wiring.config("n", Exact())
    assert repr(resolved(wiring, [assigned([(f"n.{field}", typed)])])) == repr(({"n": config}, []))


@pytest.mark.parametrize(
    ("field", "shown"),
    [("rate", "1.0"), ("flags", [1, 0]), ("low", 0.0), ("by", {"a": 2, "b": 1})],
)
def test_what_the_form_shows_is_no_change(field: str, shown: Any) -> None:
    default = Exact()
    assert configured("n", default, {f"n.{field}": shown})[0] is default


def test_a_config_that_its_class_refuses_fails_its_step_for_good() -> None:
    given = {**SHOWN, "clean.ends.low": 50, "clean.name": 3}
    with pytest.raises(AirflowFailException) as failed:
        task(given, lambda: Step("clean").config("clean", DEFAULT))
    said = str(failed.value)
    assert said.startswith("the config of clean of this run does not fit\n")
    assert "clean.ends: low is above high" in said
    assert "clean.name: expected str, got 3" in said


def look() -> None:
    given = Given()
    given.param("since", datetime)
    given.param("top", Annotated[int, Bounds(ge=1)], default=3)
    given.config("clean", DEFAULT)
    given.check()


def test_all_that_is_wrong_is_told_at_once() -> None:
    given = {**SHOWN, "since": "2024-02-30T00:00:00", "top": 0, "clean.ends.low": 50}
    with pytest.raises(AirflowFailException) as failed:
        task(given, look, conf={**given, "clean.nme": "y", "oops": 1})
    first, second, *rest = str(failed.value).split("\n")
    assert first == (
        "this run was given 'clean.nme', and there is no such param; did you mean clean.name?"
    )
    assert second == (
        "this run was given 'oops', and there is no such param; the params are: clean.wait,"
        " clean.name, clean.ends.low, clean.ends.high, since, top"
    )
    assert rest[0].startswith("param since of this run is not datetime: ")
    assert rest[1] == "param top of this run is not Annotated[int, ge=1]: expected ge=1, got 0"
    assert rest[2] == "the config of clean of this run does not fit"
    assert "low is above high" in rest[3]
    assert rest[-1] == "trigger another run with what fits"


def test_what_fits_is_passed_without_a_word() -> None:
    task({**SHOWN, "since": "2024-02-29T00:00:00", "top": None}, look, conf={"top": None})


def test_a_key_that_nobody_reads_fails_a_step() -> None:
    with pytest.raises(AirflowFailException, match=r"'tops'.*did you mean top\?"):
        task({"top": 1}, lambda: Step("n"), conf={"tops": 2})
    assert task({"top": 1}, lambda: Step("n").node, conf=None) == "n"


@pytest.mark.parametrize(
    ("type_", "given", "value"),
    [
        (timedelta, "PT1H30M", timedelta(minutes=90)),
        (timedelta, [0, 60, 0], timedelta(minutes=1)),
        (int, 4.0, 4),
        (int | str, "x", "x"),
        (int | str, {"type": "int", "value": 5}, 5),
        (list[timedelta], ["PT1S"], [timedelta(seconds=1)]),
    ],
)
def test_values_are_read_as_people_write_them(type_: Any, given: Any, value: Any) -> None:
    assert task({"x": given}, lambda: Step("n").param("x", type_)) == value
