"""What the text of a DAG file says of steps that run elsewhere, and what is refused."""

import ast
from datetime import date
from typing import Any

import pytest

from dagcompile import Context, Guard, Maybe, Retry, native, op, pipeline, stage
from dagcompile.diagnostics import CompileError
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted, examine
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target


@op
def load(day: date) -> list[int]:
    return [day.year]


@op
def count(rows: list[int]) -> Maybe[int]:
    return len(rows)


@op
def tells(rows: list[int], ctx: Context = Context()) -> int:
    return len(rows)


def runs_in(kind: str, **given: object) -> dict[str, dict[str, object]]:
    return {"airflow": {"runs_in": {"kind": kind, **given}}}


def counted(targets: Any, **policy: Any) -> Any:
    @pipeline
    def job(day: date) -> int:
        return count.with_policy(targets=targets, **policy)(load(day))

    return job


def emit(made: Any, **options: Any) -> str:
    target = find_target("airflow")
    chosen = target.options.model_validate(options)
    return emitted(compile_loaded(made), Chosen(target=target, options=chosen))[0].text


def examined(made: Any, **options: Any) -> None:
    target = find_target("airflow")
    chosen = target.options.model_validate(options)
    examine(compile_loaded(made), [Chosen(target=target, options=chosen)])


def decorator(text: str, task: str) -> dict[str, Any]:
    """The decorator of a task as written: its form, and its arguments."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == task:
            (made,) = node.decorator_list
            assert isinstance(made, ast.Call)
            given = {str(each.arg): ast.unparse(each.value) for each in made.keywords}
            return {"form": ast.unparse(made.func), **given}
    raise AssertionError(task)


COMMON = {"multiple_outputs": "False", "post_execute": "ended"}


@pytest.mark.parametrize(
    ("targets", "wanted"),
    [
        (
            runs_in("virtualenv", requirements=["numpy==2.4", "dagcompile"], inherit_env=False),
            {
                "form": "task.virtualenv",
                "requirements": "['numpy==2.4', 'dagcompile']",
                "inherit_env": "False",
                "expect_airflow": "False",
            },
        ),
        (
            runs_in("external_python", python="/opt/venv/bin/python"),
            {
                "form": "task.external_python",
                "python": "'/opt/venv/bin/python'",
                "expect_airflow": "False",
            },
        ),
        (
            runs_in("docker", image="jobs:3", environment={"DAGCOMPILE_STORE": "s3://b"}, cpus=2),
            {
                "form": "task.docker",
                "image": "'jobs:3'",
                "environment": "{'DAGCOMPILE_STORE': 's3://b'}",
                "cpus": "2.0",
                "expect_airflow": "False",
            },
        ),
        (
            runs_in("kubernetes", image="jobs:3", namespace="jobs"),
            {
                "form": "task.kubernetes",
                "image": "'jobs:3'",
                "namespace": "'jobs'",
                "do_xcom_push": "True",
            },
        ),
    ],
)
def test_each_kind_is_the_decorator_of_airflow(targets: Any, wanted: dict[str, str]) -> None:
    text = emit(counted(targets))
    assert decorator(text, "count") == {**COMMON, **wanted}
    assert decorator(text, "load")["form"] == "task"
    assert "def count(attempt, load_xcom):" in text
    assert "count(ATTEMPT, load_xcom)" in text


def test_such_a_task_imports_all_that_it_needs_itself() -> None:
    text = emit(counted(runs_in("external_python", python="python3")))
    (task,) = (
        each
        for each in ast.parse(text).body
        if isinstance(each, ast.FunctionDef) and each.name == "count"
    )
    body = ast.unparse(task)
    assert "from dagcompile.runtime.v1.remote import RemoteStep" in body
    assert "from dagcompile.runtime.v1 import Maybe" in body
    top = text.partition("@task(")[0]
    assert "RemoteStep" not in top
    assert "Maybe" not in top
    assert "from dagcompile.runtime.v1.airflow import ATTEMPT, Step, ended\n" in top


def test_a_retry_is_that_of_any_task_and_needs_no_newer_airflow() -> None:
    targets = runs_in("docker", image="jobs:3")
    retried = counted(targets, retry=Retry(attempts=3, delay=2))
    examined(retried, airflow_version="3.2")
    text = emit(retried, airflow_version="3.2")
    made = decorator(text, "count")
    assert (made["retries"], made["retry_delay"]) == ("2", "timedelta(seconds=2)")
    assert "Backoff" not in text


def test_the_guards_of_a_node_are_looked_at_where_it_runs() -> None:
    targets = runs_in("kubernetes", image="jobs:3")
    text = emit(counted(targets, guard=Guard(placement="steps")))
    assert decorator(text, "count_guard")["form"] == "task.kubernetes"
    assert decorator(text, "count_guard")["do_xcom_push"] == "True"
    assert "    return step.handed_over(\n" in text
    assert "    step.guard(count_xcom" in text
    assert "    return step.handed_over({})\n" in text


def test_a_default_holds_for_all_that_do_not_say_their_own() -> None:
    text = emit(
        counted({"airflow": {"runs_in": None}}),
        nodes={"runs_in": {"kind": "external_python", "python": "python3"}},
    )
    assert decorator(text, "load")["form"] == "task.external_python"
    assert decorator(text, "count")["form"] == "task"
    assert "runs_in" not in text


def test_an_operator_runs_where_it_runs_and_what_is_around_it_elsewhere() -> None:
    @pipeline
    def job(day: date) -> int:
        made = native("nowhere.operators:Operator", takes={"rows": list[int]}, returns=int)
        targets = runs_in("external_python", python="python3")
        return made.named("job").with_policy(targets=targets)(rows=load(day))

    text = emit(job)
    assert decorator(text, "job_inputs")["form"] == "task.external_python"
    assert decorator(text, "job_result")["form"] == "task.external_python"
    assert 'job_task = Operator(task_id="job", rows=job_inputs_xcom["rows"])' in text


def refused(made: Any, **options: Any) -> list[Any]:
    with pytest.raises(CompileError) as raised:
        examined(made, **options)
    return list(raised.value.diagnostics)


def test_what_there_is_not_elsewhere_is_refused() -> None:
    targets = runs_in("docker", image="jobs:3")

    @pipeline
    def told(day: date) -> int:
        return tells.with_policy(targets=targets)(load(day))

    @pipeline
    def staged(day: date) -> int:
        with stage("prepare"):
            rows = load(day)
            found = count.with_policy(targets=targets)(rows)
        return found

    (wrong,) = refused(told)
    assert (wrong.code, "takes a Context" in wrong.message) == ("DC514", True)
    assert "with_policy(targets=targets)" not in wrong.message
    assert [each.code for each in refused(staged)] == ["DC514"]
    answers = find_target("airflow").capabilities
    assert answers["context elsewhere"].note in wrong.message
    assert wrong.fix.startswith(answers["context elsewhere"].instead)


def test_the_copy_of_the_run_time_is_not_there() -> None:
    made = counted(runs_in("docker", image="jobs:3"))
    found = [each for each in refused(made, runtime="vendor") if each.code == "DC514"]
    answer = find_target("airflow").capabilities["vendored elsewhere"]
    assert [answer.note in each.message for each in found] == [True]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "dcker", "image": "a"}, "did you mean docker?"),
        ({"kind": "docker"}, "runs_in.image"),
        ({"kind": "docker", "image": "a", "imag": "b"}, "imag"),
        ({"kind": "external_python", "python": 3}, "python"),
        ({}, "its kind is missing"),
    ],
)
def test_a_wrong_environment_is_told_at_its_place(given: dict[str, object], said: str) -> None:
    (wrong, *_) = refused(counted({"airflow": {"runs_in": given}}))
    assert wrong.code == "DC188"
    assert said in f"{wrong.message} {wrong.fix}"
    assert "runs_in.docker" not in wrong.message
