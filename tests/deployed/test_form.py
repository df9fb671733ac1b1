"""The form of a DAG, as the API serves it, and what becomes of what a run is given by it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

import pytest
from deployment import Deployment, Refused, Run
from pydantic import Field, model_validator

from dagcompile import Bounds, Config, op, pipeline
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target

DAG = "filled_in"


class Limits(Config):
    """What may be changed for one run."""

    low: int = Field(default=1, ge=0, description="what is dropped below it")
    high: int = 9
    wait: timedelta = timedelta(minutes=5)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


@op
def first(limits: list[int], config: Limits = Limits()) -> list[int]:
    """What is within the limits."""
    return [each for each in limits if config.low <= each <= config.high]


@op
def tell(numbers: list[int], since: datetime, share: Decimal, mode: str, least: int | None) -> str:
    """All of it."""
    return f"{numbers} {since:%Y-%m-%d %H:%M} {share} {mode} {least}"


@pipeline(name=DAG)
def filled_in(
    since: datetime,
    share: Annotated[Decimal, Field(description="of all")] = Decimal("0.10"),
    mode: Literal["fast", "safe"] = "safe",
    least: Annotated[int, Bounds(ge=1)] | None = None,
) -> str:
    """Reads what it is given."""
    return tell(first([1, 5, 20]), since, share, mode, least)


@pytest.fixture(scope="module")
def served(deployed: Deployment) -> Deployment:
    target = find_target("airflow")
    chosen = Chosen(target=target, options=target.options())
    (artifact,) = emitted(compile_loaded(filled_in), chosen)
    deployed.add("filled_in_dag.py", artifact.text)
    return deployed


SINCE = {"since": "2024-02-29T12:00:00"}


def failed(run: Run) -> str:
    """What the first task of a run says, which has failed; nothing else has run."""
    assert run.ended() == "failed", run.states()
    assert run.states() == {
        "params": "failed", "first": "upstream_failed", "tell": "upstream_failed",
    }  # fmt: skip
    return "\n".join(str(line) for line in run.log("params"))


def test_the_form_shows_every_param_and_every_field_of_a_config(served: Deployment) -> None:
    params = served.api.get(f"dags/{DAG}/details")["params"]
    shown = {name: (each["value"], each["schema"], each["description"])
             for name, each in params.items()}  # fmt: skip
    assert list(shown) == [
        "since", "share", "mode", "least", "first.low", "first.high", "first.wait",
    ]  # fmt: skip
    assert shown["share"][0] == "0.10"
    assert shown["share"][2] == "of all"
    assert shown["mode"][:2] == ("safe", {"enum": ["fast", "safe"]})
    assert shown["first.low"] == (
        1,
        {"type": "integer", "minimum": 0, "section": "first"},
        "what is dropped below it",
    )
    assert shown["first.wait"][:2] == (
        "PT5M",
        {"type": "string", "format": "duration", "section": "first"},
    )


def test_the_docs_are_served_as_markdown(served: Deployment) -> None:
    dag = served.api.get(f"dags/{DAG}/details")
    assert dag["doc_md"].startswith("Reads what it is given.\n\n## Params\n\n* `since: datetime`\n")
    task = served.api.get(f"dags/{DAG}/tasks/first")
    assert " ".join(task["doc_md"].split()) == (
        "What is within the limits. **Takes** `limits=[1, 5, 20]`. **Gives** `list[int]`, checked."
    )


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ({}, "since"),
        ({**SINCE, "least": 0}, "least: 0 is less than the minimum of 1"),
        ({**SINCE, "mode": "slow"}, "mode: 'slow' is not one of"),
        ({**SINCE, "share": "a tenth"}, "share: 'a tenth' does not match"),
        ({**SINCE, "first.low": -1}, "first.low: -1 is less than the minimum of 0"),
        ({**SINCE, "first.wait": "5 minutes"}, "first.wait: '5 minutes' is not a 'duration'"),
    ],
)
def test_what_a_schema_can_say_is_refused_before_there_is_a_run(
    served: Deployment, conf: dict[str, Any], said: str
) -> None:
    before = len(served.runs(DAG))
    with pytest.raises(Refused) as refused:
        served.trigger(DAG, conf)
    assert refused.value.status == 400
    assert said in str(refused.value.detail)
    assert len(served.runs(DAG)) == before


def test_a_run_may_be_given_other_values_and_another_config(served: Deployment) -> None:
    conf = {**SINCE, "share": "2.50", "mode": "fast", "least": 3}
    run = served.trigger(DAG, {**conf, "first.low": 5, "first.high": 20})
    plain = served.trigger(DAG, SINCE)
    assert (run.ended(), plain.ended()) == ("success", "success"), run.states()
    assert run.xcom("tell")["result"]["value"] == "[5, 20] 2024-02-29 12:00 2.50 fast 3"
    assert plain.xcom("tell")["result"]["value"] == "[1, 5] 2024-02-29 12:00 0.10 safe None"


def test_what_a_schema_cannot_say_fails_the_run_before_its_first_step(served: Deployment) -> None:
    conf = {"since": "2024-02-30T12:00:00", "first.low": 8, "first.high": 7, "shares": "1"}
    said = failed(served.trigger(DAG, conf))
    for each in (
        "this run was given 'shares', and there is no such param; did you mean share?",
        "param since of this run is not datetime: '2024-02-30T12:00:00'",
        "the config of first of this run does not fit",
        "low is above high",
        "trigger another run with what fits",
    ):
        assert each in said, (each, said)
