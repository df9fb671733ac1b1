"""Options of pipelines and nodes, read by the models of whatever target they name."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import notes
import pytest

from dagcompile import Pipeline, op, pipeline
from dagcompile.authoring import trace
from dagcompile.codegen.artifact import Artifact
from dagcompile.diagnostics import CompileError
from dagcompile.ir import records as ir
from dagcompile.project.asked import option_problems
from dagcompile.project.compiling import compile_loaded
from dagcompile.target import NodeOptions, Options, Target, nodes_asked


class Workers(NodeOptions):
    """What a node may ask of a scheduler of workers."""

    priority: int = 0
    resources: Mapping[str, float] = {}


class Scheduler(Options):
    """What all nodes are given, and which tags a run has."""

    tags: tuple[str, ...] = ()
    nodes: Workers = Workers()


SEEN: list[tuple[Any, Any]] = []


def emit(pipeline: ir.Pipeline, options: Scheduler) -> tuple[Artifact, ...]:
    SEEN.append((options, nodes_asked(pipeline, "notes", Workers)))
    return ()


TARGET = replace(notes.TARGET, options=Scheduler, node_options=Workers, emit=emit)


@pytest.fixture
def workers(plugged: Target, monkeypatch: pytest.MonkeyPatch) -> Target:
    monkeypatch.setattr(notes, "TARGET", TARGET)
    return TARGET


@op(targets={"notes": {"resources": {"gpu": 1}}})
def train() -> int:
    return 1


def asking(options: Mapping[str, object], of_node: Mapping[str, object]) -> Pipeline[[], int]:
    @pipeline(targets={"notes": options})
    def daily() -> int:
        return train.with_policy(targets={"notes": of_node})()

    return daily


def test_a_target_reads_options_of_pipelines_and_nodes_by_its_models(workers: Target) -> None:
    made = asking({"tags": ["a"], "nodes": {"priority": 1}}, {"priority": 9})
    project = Scheduler(tags=("b",), nodes=Workers(priority=5, resources={"cpu": 2.0}))
    SEEN.clear()
    workers.artifacts(compile_loaded(made).pipeline, project)
    ((options, nodes),) = SEEN
    assert options.tags == ("a",)
    assert options.nodes == Workers(priority=1, resources={"cpu": 2.0})
    assert nodes == {"train": Workers(priority=9, resources={"gpu": 1.0})}


def test_without_options_those_of_the_project_are_as_they_were(workers: Target) -> None:
    @pipeline
    def plain() -> int:
        return op(train.__wrapped__)()

    options = Scheduler(tags=("b",))
    assert workers.settled(trace(plain).pipeline, options) is options


def test_each_mistake_is_told_by_its_path(workers: Target) -> None:
    made = asking({"nodes": {"priorty": 1}, "level": 3}, {"priority": "high", "tags": ["a"]})
    traced = trace(made)
    told = {each.message: each.fix for each in option_problems(traced.pipeline, traced.places)}
    assert told == {
        "there is no option notes.level of the pipeline": "options are: guards, nodes, tags",
        "there is no option notes.nodes.priorty of the pipeline": "did you mean priority? options"
        " are: priority, resources",
        "notes.priority of `train`: expected a whole number, got a text": "",
        "there is no option notes.tags of `train`": "it is one of pipelines:"
        ' @pipeline(targets={"notes": {"tags": ...}})',
    }


def test_a_mistake_of_wiring_does_not_hide_one_of_options(workers: Target) -> None:
    @pipeline(targets={"notes": {"level": 3}})
    def wrong() -> int:
        return train(1)  # type: ignore[call-arg]

    with pytest.raises(CompileError) as caught:
        compile_loaded(wrong)
    assert [each.code for each in caught.value.diagnostics] == ["DC115", "DC188"]


def test_options_are_those_of_the_ir_that_was_read(workers: Target) -> None:
    from dagcompile.ir.codec import dumps, loads

    compiled = compile_loaded(asking({"tags": ["a"]}, {})).pipeline
    assert loads(dumps(compiled)) == compiled
    assert workers.settled(loads(dumps(compiled)), Scheduler()).tags == ("a",)
