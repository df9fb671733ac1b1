"""What the text of a DAG file says of guards that are, or are not, placed."""

from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_loaded
from dagcompile.targets.airflow.emitting import emit
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.testing.parity import CASES


def dag(name: str, guards: Placement | None = None) -> str:
    """The DAG file of a case of the parity suite."""
    (case,) = (each for each in CASES if each.name == name)
    compiled = compile_loaded(case.pipeline, guards=guards)
    return emit(compiled.pipeline, AirflowOptions())[0].text


def test_a_task_checks_only_the_outputs_that_have_guards() -> None:
    text = dag("guard_any_skip")
    assert "contracts.any_skip, returns=Any, guard=False" in text
    assert "contracts.needs_int, returns=int)" in text
    assert "contracts.maybe_anything, returns=Maybe[Any], guard=False" in dag("guard_maybe_any")


def test_a_join_waits_for_all_where_no_guard_keeps_an_output_from_being_withheld() -> None:
    rule = 'trigger_rule="none_failed"'
    assert rule in dag("guard_any_skip")
    assert rule not in dag("guard_undeclared_beaten")
    assert rule in dag("guard_undeclared_beaten", "off")
