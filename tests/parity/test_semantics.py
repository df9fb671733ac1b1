"""The judge itself, against the table of the common semantics and a few runs by hand."""

from itertools import chain, combinations
from typing import get_args

import pytest

from dagcompile.authoring.pipelines import Pipeline
from dagcompile.ir import records as ir
from dagcompile.project.compiling import compile_loaded
from dagcompile.runtime.tokens import Outcome
from dagcompile.runtime.types import shape_of
from dagcompile.testing.parity import CASES, NodeObservation, evaluate
from dagcompile.testing.parity.annotations import annotation_of
from dagcompile.testing.parity.outcomes import (
    State,
    outcome_of_first,
    outcome_of_op,
    state_of_gather,
)

STATES: tuple[State, ...] = get_args(State)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


def subsets(values: tuple[str, ...]) -> list[frozenset[str]]:
    sizes = range(len(values) + 1)
    return list(map(frozenset, chain.from_iterable(combinations(values, n) for n in sizes)))


EVERY = [(inputs, after) for inputs in subsets(STATES) for after in subsets(OUTCOMES)]


def test_a_failure_beats_a_skip() -> None:
    for inputs, after in EVERY:
        broken = bool((inputs | after) & {"failed", "not_run"})
        for outcome in (outcome_of_op(inputs, after), outcome_of_first(inputs, after)):  # type: ignore[arg-type]
            assert (outcome == "not_run") == broken


def test_an_op_needs_all_of_its_inputs() -> None:
    for inputs, after in EVERY:
        absent = bool(inputs & {"withheld", "skipped"}) or "skipped" in after
        outcome = outcome_of_op(inputs, after)  # type: ignore[arg-type]
        assert outcome in ("not_run", "skipped" if absent else "ok")


def test_a_choice_needs_one_of_its_items() -> None:
    for items, after in EVERY:
        absent = "present" not in items or "skipped" in after
        outcome = outcome_of_first(items, after)  # type: ignore[arg-type]
        assert outcome in ("not_run", "skipped" if absent else "ok")


@pytest.mark.parametrize(
    ("items", "state"),
    [
        ([], "present"),
        (["present"], "present"),
        (["present", "withheld"], "withheld"),
        (["withheld", "skipped"], "skipped"),
        (["skipped", "not_run"], "not_run"),
        (["skipped", "not_run", "failed"], "failed"),
    ],
)
def test_a_container_is_as_the_worst_of_its_items(items: list[State], state: State) -> None:
    assert state_of_gather(set(items)) == state


def compiled(name: str, *, guards: ir.Placement | None = None) -> ir.Pipeline:
    found: Pipeline[..., object] = next(c.pipeline for c in CASES if c.pipeline.name == name)
    return compile_loaded(found, guards=guards).pipeline


def test_a_run_by_hand() -> None:
    seen = evaluate(compiled("one_port_withheld"), {"number": 7})
    assert seen.outcome == "ok"
    assert seen.results == {"first": 8}
    assert seen.nodes == {
        "divide": NodeObservation(outcome="ok", withheld=("right",)),
        "on_left": NodeObservation(outcome="ok"),
        "on_right": NodeObservation(outcome="skipped"),
        "below_right": NodeObservation(outcome="skipped"),
    }
    assert [each["event"] for each in seen.events["divide"]] == ["started", "returned", "guard"]
    assert "on_right" not in seen.events


def test_guards_that_are_off_say_nothing() -> None:
    on = evaluate(compiled("guard_error"), {"number": 3})
    off = evaluate(compiled("guard_error", guards="off"), {"number": 3})
    assert (on.outcome, on.nodes["on_good"].outcome) == ("failed", "not_run")
    assert (off.outcome, off.nodes["on_good"].outcome) == ("ok", "ok")
    assert {each["event"] for each in chain.from_iterable(off.events.values())} == {
        "started",
        "returned",
    }


def test_a_param_that_is_missing() -> None:
    with pytest.raises(TypeError, match="not given the param number"):
        evaluate(compiled("one_port_withheld"), {})


@pytest.mark.parametrize("name", sorted({case.pipeline.name for case in CASES}))
def test_types_are_what_they_were_read_from(name: str) -> None:
    types = {entry.key: entry.type for entry in compiled(name).meaning.types}
    for key in types:
        assert shape_of(annotation_of(key, types)).text == key
