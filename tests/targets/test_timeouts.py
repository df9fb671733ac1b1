"""How the time that a body may take is written for each target."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dagcompile import Retry, op, pipeline
from dagcompile.diagnostics import CompileError
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import Target, find_target, unsupported


@op(timeout=timedelta(minutes=1))
def load() -> int:
    return 1


@op
def clean(number: int) -> int:
    return number


@pipeline
def limited() -> int:
    brief = clean.with_policy(timeout=0.5, retry=Retry(attempts=2))
    return brief(load())


def build(target: Target) -> str:
    chosen = Chosen(target=target, options=target.options())
    (artifact,) = emitted(compile_loaded(limited), chosen)
    return artifact.text


@pytest.mark.parametrize(
    ("target", "lines"),
    [
        (
            "python",
            [
                'load = run.step("load", test_timeouts.load, timeout=60.0)()',
                "retry=Retry(attempts=2),\n        timeout=0.5,\n",
            ],
        ),
        (
            "dask",
            [
                'load = graph.step("load", test_timeouts.load, timeout=60.0)()',
                "retry=Retry(attempts=2),\n        timeout=0.5,\n",
            ],
        ),
        (
            "airflow",
            [
                "return step.run(test_timeouts.load, returns=int, timeout=60.0)()",
                "return step.run(test_timeouts.clean, returns=int, timeout=0.5)(number)",
            ],
        ),
    ],
)
def test_a_timeout_stands_where_the_body_is_called(target: str, lines: list[str]) -> None:
    text = build(find_target(target))
    for each in lines:
        assert each in text, each
    assert text.count("timeout") - text.count("test_timeouts") == 2


def test_a_target_without_timeouts_refuses_them() -> None:
    python = find_target("python")
    lacking = unsupported("it has no clock", instead="do without")
    target = replace(python, capabilities={**python.capabilities, "timeout": lacking})
    with pytest.raises(CompileError) as caught:
        build(target)
    assert [(each.code, each.message) for each in caught.value.diagnostics] == [
        (
            "DC501",
            f"{node} has a timeout, which the python target does not support: it has no clock",
        )
        for node in ("load", "clean")
    ]
