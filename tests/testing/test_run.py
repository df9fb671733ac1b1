"""`dagcompile.testing.run`: a pipeline in a test, by the script that would be shipped."""

import traceback

import pytest

import tried
from dagcompile.diagnostics import CompileError
from dagcompile.runtime.v1 import GuardFailed, RunFailed
from dagcompile.testing import run


def test_a_pipeline_is_run() -> None:
    report = run(tried.doubled, number=4)
    assert (report.pipeline, report.outcome, report.result) == ("twice", "ok", 8)
    assert report.nodes["double"].outcome == "ok"


def test_defaults_are_those_of_the_script() -> None:
    assert run(tried.doubled).result == 42


def test_a_reference_will_do() -> None:
    assert run("tried:doubled", number=1).result == 2


def test_params_may_have_any_name() -> None:
    assert run(tried.joined, name="a", run_id="b", sinks=3).result == "a b 3"


def test_several_outputs_are_results() -> None:
    assert dict(run(tried.both, number=2).results) == {"total": 2, "even": 2}
    assert dict(run(tried.both, number=3).results) == {"total": 3}


def test_a_failed_node_keeps_its_exception() -> None:
    report = run(tried.doubled, number=-1)
    assert report.outcome == "failed"
    assert isinstance(report.nodes["double"].error, ValueError)
    with pytest.raises(RunFailed):
        report.raise_for_failure()


def test_guards_are_checked() -> None:
    report = run(tried.lied, number=1)
    assert isinstance(report.nodes["liar"].error, GuardFailed)
    assert report.nodes["double"].outcome == "not_run"


def test_a_wrong_pipeline_is_a_compile_error() -> None:
    with pytest.raises(CompileError) as caught:
        run(tried.misfit, number=1)
    assert [each.code for each in caught.value.diagnostics] == ["DC201"]


@pytest.mark.parametrize("params", [{}, {"number": 1, "nubmer": 2}])
def test_params_are_those_of_the_pipeline(params: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        run(tried.both, **params)


def test_tracebacks_show_the_lines_of_the_script() -> None:
    with pytest.raises(TypeError) as caught:
        run(tried.lied, number=1, nothing=2)
    assert caught.value.__traceback__ is not None
    report = run(tried.doubled, number=-1)
    error = report.nodes["double"].error
    assert error is not None
    shown = "".join(traceback.format_exception(error))
    assert "ValueError: -1 is below zero" in shown
    assert 'run.step("double", tried.double)(number)' in shown or "double(number)" in shown
