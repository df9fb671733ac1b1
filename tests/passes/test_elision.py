"""How many checks a pipeline of 50 steps is spared, against one at every input and output."""

import json
from datetime import date
from pathlib import Path

import pytest
from sales.pipelines import sales

from dagcompile.ir.records import OpNode, Pipeline
from dagcompile.passes.looks import Looks, looks
from dagcompile.project.compiling import compile_loaded
from dagcompile.testing import run


@pytest.fixture(scope="module")
def compiled() -> Pipeline:
    return compile_loaded(sales).pipeline


@pytest.fixture(scope="module")
def found(compiled: Pipeline) -> Looks:
    return looks(compiled)


def every_port(pipeline: Pipeline) -> int:
    """All inputs and all outputs of all ops, counted from the graph alone."""
    ops = {each.key: each for each in pipeline.meaning.ops}
    nodes = [each for each in pipeline.meaning.nodes if isinstance(each, OpNode)]
    return sum(len(ops[each.op].inputs) + len(ops[each.op].outputs) for each in nodes)


def test_a_guard_for_each_output_is_nearly_all_there_is(compiled: Pipeline, found: Looks) -> None:
    assert len(compiled.meaning.nodes) == 50
    assert every_port(compiled) == 147
    assert found.everywhere == 132  # without the literals, and what may be anything
    assert (len(found.outputs), len(found.inputs), len(found.elided)) == (56, 1, 75)
    assert found.inputs == ("report.forecast",)  # of which nobody knows what it is
    assert found.words == {"proven": 115, "guarded": 1}


def test_as_many_guards_run_as_are_told_of(
    found: Looks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = tmp_path / "events.jsonl"
    monkeypatch.setenv("DAGCOMPILE_EVENTS", str(events))
    assert run(sales, day=date(2026, 1, 15)).result == "2026-01-15: 14 sales"
    told = [json.loads(line) for line in events.read_text().splitlines()]
    subjects = [each["verdict"]["subject"] for each in told if each["event"] == "guard"]
    assert sorted(subjects) == sorted((*found.outputs, *found.inputs))
