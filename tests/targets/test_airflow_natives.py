"""What the text of a DAG file says of native work."""

import ast
from datetime import date
from typing import Any

import pytest

from dagcompile import Retry, native, op, pipeline
from dagcompile.diagnostics import CompileError
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target
from dagcompile.targets.airflow.template_files import FILES
from dagcompile.testing.parity.ops import natives

from .test_airflow_guards import dag

OPERATOR = "nowhere.operators:Operator"


@op
def load(day: date) -> dict[str, str]:
    return {"day": str(day)}


@op
def use(text: str) -> str:
    return text


def emit(made: Any, target: str = "airflow") -> str:
    chosen = find_target(target)
    artifacts = emitted(compile_loaded(made), Chosen(target=chosen, options=chosen.options()))
    return artifacts[0].text


def test_the_operator_is_imported_and_made_with_what_it_takes() -> None:
    text = dag("native_text")
    assert "\nfrom airflow.providers.standard.operators.bash import BashOperator\n" in text
    assert '    job_task = BashOperator(\n        task_id="job",\n        bash_command=' in text
    assert '        env=job_inputs_xcom["env"],\n' in text
    assert '@task(task_id="job.inputs", multiple_outputs=False)\n' in text
    assert '    must_render(job_task, "env")\n' in text
    assert "    job_result_xcom = job_result(job_task.output)\n" in text
    assert "    return step.received(job_task, returns=int)\n" in text


def test_a_value_that_nobody_takes_needs_no_task() -> None:
    text = dag("native_waits")
    assert ".result" not in text
    assert 'python_callable=Late("dagcompile.testing.parity.ops.natives:ready")' in text
    assert '    step.after(operators=["first", "second"])\n' in text
    assert "    first_task >> inc_xcom\n" in text


def test_an_operator_runs_only_after_what_the_run_was_given_is_looked_at() -> None:
    made = native(OPERATOR, returns=str, takes={"env": dict[str, str]})

    @pipeline
    def first(day: date) -> str:
        waited = native(OPERATOR)()
        return made.named("made").after(waited)(env=load(day))

    @pipeline
    def later(day: date) -> str:
        return made.named("made")(env=load(day))

    assert "    params_done.set_downstream([operator_task, load_xcom])\n" in emit(first)
    assert '    given.param("day", date)\n    given.check()\n' in emit(first)
    assert "def params()" not in emit(later)  # its first step looks


def test_policies_and_templates_are_the_operators_own() -> None:
    @pipeline
    def job(day: date) -> str:
        made = native(OPERATOR, returns=str, command="run {{ ds }}", takes={"env": dict[str, str]})
        again = Retry(attempts=3, delay=2, backoff=2.0)
        return use(made.with_policy(retry=again, timeout=90)(env=load(day)))

    text = emit(job)
    ast.parse(text)
    assert 'command="run {{ ds }}"' in text
    assert "        retries=2,\n" in text
    assert "retry_policy=Backoff(delay=2.0, backoff=2.0)" in text
    assert "execution_timeout=timedelta(seconds=90)" in text
    assert text.count("retries=2,") == text.count("Backoff(") == 3  # of the tasks around it, too


def test_classes_of_one_name_are_told_apart_and_hide_no_task() -> None:
    @pipeline
    def job() -> None:
        native("one.operators:Operator").named("Operator")()
        native("two.operators:Operator").named("other")()

    text = emit(job)
    assert "from one.operators import Operator as one_operators_Operator\n" in text
    assert 'two_operators_Operator(task_id="other")' in text


def test_what_an_operator_cannot_do_is_refused() -> None:
    made = native(OPERATOR, returns=int, stand_in=natives.slept)

    @pipeline
    def chosen() -> int:
        return made.with_policy(retry=Retry(attempts=2, on=OSError))()

    with pytest.raises(CompileError) as raised:
        emit(chosen)
    assert {told.code for told in raised.value.diagnostics} == {"DC513"}


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        ("./job.sh", True),
        ("/opt/job.bash", True),
        ("bash jobs/job.sh", True),
        ("/opt/job.sh ", False),
        ("./job.sh $DAY", False),
        ("jobs/job.sh", False),  # a template beside the DAG file, which Airflow renders
    ],
)
def test_a_command_is_not_read_as_a_file(command: str, refused: bool) -> None:
    made = native("airflow.providers.standard.operators.bash:BashOperator", bash_command=command)

    @pipeline
    def job() -> Any:
        return made()

    chosen = find_target("airflow")
    compiled = compile_loaded(job)
    told = chosen.examine(compiled.pipeline, chosen.options(), compiled.places)
    assert [each.code for each in told] == ["DC516"] * refused
    assert all(repr(f"{command} ") in each.fix for each in told)


def test_the_table_of_template_files_is_that_of_the_operator() -> None:
    operators = pytest.importorskip("airflow.providers.standard.operators.bash")
    ((fields, suffixes),) = FILES.values()
    assert operators.BashOperator.template_fields == fields
    assert operators.BashOperator.template_ext == suffixes


@pytest.mark.parametrize("target", ["python", "dask"])
def test_only_airflow_runs_it_unless_an_op_stands_in(target: str) -> None:
    @pipeline
    def job() -> Any:
        return native(OPERATOR)()

    with pytest.raises(CompileError) as raised:
        emit(job, target)
    (told,) = raised.value.diagnostics
    assert told.code == "DC501"
    assert "stand_in=op" in told.fix

    @pipeline
    def other() -> int:
        return native(OPERATOR, returns=int, stand_in=natives.slept)()

    text = emit(other, target)
    assert "natives.slept" in text
    assert "nowhere" not in text
