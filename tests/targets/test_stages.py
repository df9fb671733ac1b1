"""Stages as tasks of Airflow: what is written of them, what is refused, and what a build tells."""

from pathlib import Path
from typing import Any

import pytest

from dagcompile import Retry, native, pipeline, stage
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.diagnostics import CompileError
from dagcompile.drawing import dot, mermaid, picture_of
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emit, examine
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.testing.parity.ops import flow, staged, unsteady

AIRFLOW = Chosen(target=find_target("airflow"), options=AirflowOptions())
ONCE, TWICE, OFTEN = Retry(attempts=1), Retry(attempts=2), Retry(attempts=5, delay=60)
GROWING = Retry(attempts=3, delay=5, backoff=2, max_delay=3)


def dag(pipeline: Pipeline[..., Any]) -> str:
    compiled = compile_loaded(pipeline)
    examine(compiled, [AIRFLOW])
    return emit(pipeline.name, compiled, [AIRFLOW]).made[0].artifact.text


def refused(pipeline: Pipeline[..., Any]) -> str:
    with pytest.raises(CompileError) as error:
        dag(pipeline)
    (diagnostic,) = (each for each in error.value.diagnostics if each.code == "DC501")
    assert diagnostic.labels
    return diagnostic.message


def decorator(text: str, task: str) -> str:
    return text.partition(f"\ndef {task}(")[0].rpartition("@task")[2]


def retried(first: Retry | None, second: Retry | None) -> Pipeline[..., Any]:
    @pipeline
    def lost(scratch: str) -> int:
        with stage("prepare"):
            one = unsteady.after_failures.named("one").with_policy(retry=first)
            two = unsteady.after_failures.named("two").with_policy(retry=second)
            made = one(scratch, "one", 1), two(scratch, "two", 1)
        return flow.total(list(made))

    return lost


@pytest.mark.parametrize(
    ("first", "second", "written"),
    [
        (TWICE, OFTEN, "retries=1, retry_delay=timedelta(minutes=1)"),
        (OFTEN, OFTEN, "retries=4, retry_delay=timedelta(minutes=1)"),
        (TWICE, None, "retries=1, retry_delay=timedelta(seconds=0)"),
        (None, GROWING, "retries=2, retry_delay=timedelta(seconds=3)"),
        (None, None, ""),
        (OFTEN, ONCE, "retries=0"),
        (None, ONCE, "retries=0"),
    ],
)
def test_a_lost_stage_is_run_again_as_often_as_those_of_its_ops_may_be_that_say(
    first: Retry | None, second: Retry | None, written: str
) -> None:
    said = " ".join(decorator(dag(retried(first, second)), "prepare").split())
    assert said.partition("multiple_outputs=False")[2].strip(" ,)") == written.strip(")")


def test_what_is_asked_of_a_step_is_given_to_the_task() -> None:
    @pipeline
    def pooled(number: int) -> int:
        with stage("prepare"):
            first = flow.inc.with_policy(targets={"airflow": {"pool": "db", "queue": "slow"}})
            other = flow.inc.named("other").with_policy(targets={"airflow": {"pool": "db"}})
            made = other(first(number))
        return made

    said = decorator(dag(pooled), "prepare")
    assert said.count('pool="db"') == said.count('queue="slow"') == 1


def test_options_that_differ_are_refused() -> None:
    @pipeline
    def torn(number: int) -> int:
        with stage("prepare"):
            first = flow.inc.with_policy(targets={"airflow": {"pool": "db"}})(number)
            other = flow.inc.named("other").with_policy(targets={"airflow": {"pool": "web"}})
            return other(first)

    assert "pool is 'web' for node `other` and 'db' for `inc`" in refused(torn)


def test_a_name_that_would_not_be_shown_is_refused() -> None:
    @pipeline
    def named(number: int) -> int:
        with stage("prepare"):
            shown = flow.inc.with_policy(targets={"airflow": {"display_name": "Plus one"}})
            return flow.inc.named("other")(shown(number))

    assert "shows stage `prepare`" in refused(named)


def test_a_step_that_is_to_run_elsewhere_is_refused() -> None:
    @pipeline
    def remote(number: int) -> int:
        with stage("prepare"):
            runs_in = {"kind": "external_python", "python": "/usr/bin/python3"}
            far = flow.inc.with_policy(targets={"airflow": {"runs_in": runs_in}})
            return flow.inc.named("other")(far(number))

    with pytest.raises(CompileError) as error:
        dag(remote)
    (told,) = error.value.diagnostics
    assert (told.code, bool(told.labels)) == ("DC514", True)
    assert "node 'inc' runs in another Python, and it is of stage 'prepare'" in told.message


def test_native_work_is_refused_in_a_stage() -> None:
    wait = native("airflow.providers.standard.operators.empty:EmptyOperator")

    @pipeline
    def waiting(number: int) -> int:
        with stage("prepare"):
            wait.named("wait")()
            return flow.inc(number)

    assert "in stage prepare" in refused(waiting)


def test_a_value_that_cannot_travel_may_not_leave_a_stage() -> None:
    @pipeline
    def leaving(number: int) -> int:
        with stage("prepare"):
            handle = staged.opened(number)
            flow.inc(number)
        return staged.read(handle)

    assert "opened.result holds" in refused(leaving)


def test_what_a_stage_is_drawn_as_and_what_a_build_tells_of_it() -> None:
    @pipeline
    def drawn(number: int) -> int:
        with stage("prepare"):
            below = flow.inc.named("b")(flow.inc.named("a")(number))
        return flow.inc.named("c")(below)

    compiled = compile_loaded(drawn)
    picture = picture_of(compiled.pipeline)
    assert '    subgraph stage_prepare["prepare"]\n        step_a' in mermaid(picture)
    assert "    subgraph cluster_stage_prepare {\n        label=<prepare>" in dot(picture)
    python = find_target("python")
    other = Chosen(target=python, options=python.options())
    told = {each.target: each.text for each in emit("drawn", compiled, [AIRFLOW, other]).stages}
    assert told == {
        "airflow": "2 steps are one task (a, b); 1 value handed on in memory; XComs of b",
        "python": "2 steps of their own (a, b); nothing changes by it",
    }


def test_a_file_with_stages_is_python_that_imports_nothing_of_the_user_at_top(
    tmp_path: Path,
) -> None:
    text = dag(retried(TWICE, OFTEN))
    top = text.partition("@task")[0]
    assert "unsteady" not in top
    (tmp_path / "lost_dag.py").write_text(text)
    compile(text, "lost_dag.py", "exec")
