"""What is compared does the same, and a figure that misses its budget says so."""

from typing import Any

import pytest

from benchmarks.records import Budget, Section, Spread
from benchmarks.report import table
from benchmarks.subjects import heavy, idle
from benchmarks.subjects.generated import function_of, text_of
from benchmarks.subjects.graph import needs
from benchmarks.subjects.mixed import mixed
from benchmarks.subjects.plain import plain
from benchmarks.subjects.taskflow import taskflow
from dagcompile.codegen.artifact import Artifact, verify
from dagcompile.runtime.v1 import execute


def by_hand(text: str) -> Any:
    space: dict[str, Any] = {}
    exec(text, space)
    return space["by_hand"]


def test_the_script_of_steps_that_do_nothing_is_that_of_the_hand() -> None:
    script = execute(function_of(idle.idle(20), target="python"), sinks=(), start=7)
    assert script.result == by_hand(idle.by_hand(20))(idle.same.__wrapped__, 7) == 7
    assert script.nodes.keys() == needs(20).keys()


def test_the_chain_of_big_values_is_that_of_the_hand() -> None:
    script = execute(function_of(heavy.heavy(3), target="python"), sinks=(), megabytes=1)
    ops = [each.__wrapped__ for each in (heavy.made, heavy.changed, heavy.measured)]
    assert script.result == by_hand(heavy.by_hand(3))(*ops, 1) == heavy.MEGABYTE


@pytest.mark.parametrize("target", ["airflow", "dask", "python"])
def test_what_is_compiled_is_compiled_for_every_target(target: str) -> None:
    text = text_of(mixed(30), target=target)
    assert verify(Artifact("x.py", text)).text.count("_joined") > 3
    text = text_of(plain(30), target=target)
    assert verify(Artifact("x.py", text)).text.count("merged_29") > 1


def test_the_dag_by_hand_has_the_tasks_of_the_generated_one() -> None:
    hand, ours = taskflow(9), text_of(idle.idle(9), target="airflow")
    compile(hand, "x.py", "exec")
    assert hand.count("\n@task") == ours.count("\n@task(") == 9


def test_a_budget_that_is_missed_says_so() -> None:
    missed = Budget(what="a step", limit=2.0, got=2.5, unit="µs")
    met = Budget(what="a guard", limit=1.0, got=0.5, unit="µs")
    text = table(Section(title="T", about="A.", head=("a",), rows=(("b",),), budgets=(missed, met)))
    assert "- a step: at most 2.00 µs, measured 2.50: **missed**\n" in text
    assert "- a guard: at most 1.00 µs, measured 0.50: met\n" in text


def test_a_spread_is_told_by_its_middle_and_its_ends() -> None:
    assert str(Spread((3.0, 1.0, 2.0))) == "2.00 (1.00 to 3.00)"
    assert Spread((3.0, 4.0)).less(Spread((1.0, 1.0))).per(2).samples == (1.0, 1.5)
