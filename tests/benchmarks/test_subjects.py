"""What is compared does the same, and a figure that misses its budget says so."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from dask.delayed import Delayed
from pandera.errors import SchemaErrors

from benchmarks import elision
from benchmarks.children import dask_cluster
from benchmarks.records import Budget, Section, Spread
from benchmarks.report import table
from benchmarks.subjects import checked, guarded, heavy, idle, many, wide, yaml_dag
from benchmarks.subjects.generated import function_of, text_of
from benchmarks.subjects.graph import needs
from benchmarks.subjects.mixed import mixed
from benchmarks.subjects.plain import plain
from benchmarks.subjects.taskflow import Place, taskflow
from dagcompile.codegen.artifact import Artifact, verify
from dagcompile.passes.looks import looks
from dagcompile.project.compiling import compile_loaded
from dagcompile.runtime.types import shape_of
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


def test_a_check_of_everything_is_of_the_same_run() -> None:
    ours = execute(function_of(checked.checked(9), target="python"), sinks=(), count=3)
    events: list[Any] = []
    every = execute(elision.function_everywhere(9), sinks=(events.append,), count=3)
    assert every.result == ours.result == checked.begun.__wrapped__(3)
    assert every.nodes.keys() == ours.nodes.keys()
    expected = looks(compile_loaded(checked.checked(9)).pipeline).everywhere
    assert len([each for each in events if each["event"] == "guard"]) == expected == 26


def test_a_guard_and_the_bare_checks_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "ROWS", 10)
    monkeypatch.setattr(guarded, "MODELS", 10)
    for each in guarded.subjects():
        assert shape_of(each.type).accepts(each.value)
        for check in each.bare.values():
            assert check(each.value) is not False
        worse = wrong(each.value)
        assert not shape_of(each.type).accepts(worse)
        for name, check in each.bare.items():
            if name == "by hand":
                assert check(worse) is False
            else:
                with pytest.raises((ValueError, SchemaErrors)):
                    check(worse)


def wrong(value: Any) -> Any:
    match value:
        case int():
            return "3"
        case guarded.Payment():
            return value.model_copy(update={"amount": "9"})
        case list():
            return [*value, wrong(value[0])]
        case pd.DataFrame():
            return value.assign(number=value["number"] - 1)
        case _:
            return value.with_columns(number=value["number"] - 1)


@pytest.mark.parametrize(("imports", "times"), [("inside", 9), ("top", 1)])
def test_the_dag_by_hand_has_the_tasks_of_the_generated_one(imports: Place, times: int) -> None:
    hand, ours = taskflow(9, imports=imports), text_of(idle.idle(9), target="airflow")
    compile(hand, "x.py", "exec")
    assert hand.count("\n@task") == ours.count("\n@task(") == 9
    assert hand.count("import steps\n") == times


def test_the_dag_in_yaml_has_the_tasks_of_the_generated_one(tmp_path: Path) -> None:
    yaml_dag.write(9, tmp_path / "idle_dag.py")
    (dag,) = yaml.safe_load((tmp_path / "idle_dag.yaml").read_text()).values()
    tasks = {each["task_id"]: (each["value"], each["other"]) for each in dag["tasks"]}
    assert tasks.keys() == needs(9).keys()
    assert tasks["s4"] == ("+s3", "+s2")
    compile((tmp_path / "idle_dag.py").read_text(), "x.py", "exec")


def test_a_budget_that_is_missed_says_so() -> None:
    missed = Budget(what="a step", limit=2.0, got=2.5, unit="µs")
    met = Budget(what="a guard", limit=1.0, got=0.5, unit="µs")
    text = table(Section(title="T", about="A.", head=("a",), rows=(("b",),), budgets=(missed, met)))
    assert "- a step: at most 2.00 µs, measured 2.50: **missed**\n" in text
    assert "- a guard: at most 1.00 µs, measured 0.50: met\n" in text


def test_a_spread_is_told_by_its_middle_and_its_ends() -> None:
    assert str(Spread((3.0, 1.0, 2.0))) == "2.00 (1.00 to 3.00)"
    assert Spread((3.0, 4.0)).less(Spread((1.0, 1.0))).per(2).samples == (1.0, 1.5)


def test_the_wide_graph_on_dask_is_that_of_the_hand() -> None:
    graph = function_of(wide.wide(250), target="dask", guards="off")
    last, tasks = dask_cluster.tasks(250)
    ours = graph(start=dask_cluster.START)
    assert Delayed(last, tasks).compute(scheduler="sync") == dask_cluster.START
    assert ours.compute(scheduler="sync") == dask_cluster.START
    assert len(ours.dask) == len(tasks) + 1
    many = sum(len(each.dependencies) for each in tasks.values())
    assert sum(len(each.dependencies) for each in ours.dask.values()) == many + 1


def test_a_project_of_many_pipelines_can_be_built(tmp_path: Path) -> None:
    many.write_project(tmp_path, 12, ("airflow", "python"))
    done = subprocess.run(
        [sys.executable, "-m", "dagcompile.cli", "build", "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert len(json.loads(done.stdout)["result"]["files"]) == 12 * 3
    assert (tmp_path / many.flow_file(11)).is_file()
