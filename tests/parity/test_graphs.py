"""Random typed graphs: what is compiled and run is what calling their ops directly comes to."""

from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.runtime.report import Report
from dagcompile.runtime.v1 import execute
from dagcompile.target import find_target
from dagcompile.testing.parity import evaluate
from dagcompile.testing.parity.graphs import (
    Direct,
    Plan,
    Step,
    complete,
    direct,
    drawn,
    given_to,
    pipeline_of,
)
from dagcompile.testing.parity.graphs.drawing import PARAMS
from dagcompile.testing.parity.graphs.kinds import KINDS
from dagcompile.testing.parity.graphs.plans import Argument, Known, Many, Param, Port
from dagcompile.testing.parity.graphs.table import OPS
from dagcompile.testing.parity.shown import shown
from dagcompile.testing.running import _function_of
from tests.parity.conftest import GRAPHS

WANTED = 500
EXAMPLES = 600
"""More than are wanted, since some turn out to be the same graph."""
LONGEST = 16


def run(plan: Plan, params: dict[str, Any], guards: Placement | None) -> Report:
    """`plan`, compiled to a script, which is run here."""
    compiled = compile_loaded(pipeline_of(plan), guards=guards)
    target = find_target("python")
    (script,) = emitted(compiled, Chosen(target=target, options=target.options()))
    given_by_name: dict[str, Any] = {"name": plan.name, "sinks": ()}
    function = _function_of(script)
    return execute(function, **given_by_name, **params)


def told(outcome: str, nodes: Mapping[str, tuple[str, tuple[str, ...]]], results: Any) -> Any:
    """All that is compared."""
    return outcome, dict(nodes), {name: shown(value) for name, value in results.items()}


def compare(plan: Plan, params: dict[str, Any], guards: Placement | None) -> Direct:
    wanted = direct(plan, complete(plan, params))
    report = run(plan, params, guards)
    nodes = {
        name: (node.outcome, tuple(sorted(node.withheld))) for name, node in report.nodes.items()
    }
    assert told(report.outcome, nodes, report.results) == told(
        wanted.outcome, wanted.nodes, wanted.results
    )
    return wanted


def test_five_hundred_graphs_agree_with_direct_evaluation() -> None:
    plans: dict[str, tuple[Plan, Direct]] = {}
    runs = 0

    @settings(max_examples=EXAMPLES)
    @given(
        seed=st.integers(min_value=0, max_value=2**32 - 1),
        steps=st.integers(min_value=1, max_value=LONGEST),
        guards=st.sampled_from([None, "inline"]),
    )
    def check(seed: int, steps: int, guards: Placement | None) -> None:
        nonlocal runs
        random = Random(seed)
        plan = drawn(random, steps=steps)
        plans[repr(plan)] = plan, compare(plan, given_to(plan, random), guards)
        runs += 1

    check()
    assert runs == EXAMPLES
    assert len(plans) >= WANTED
    _assert_wide([plan for plan, _ in plans.values()])
    outcomes = Counter(
        outcome for _, ended in plans.values() for outcome, _ in ended.nodes.values()
    )
    assert min(outcomes[each] for each in ("ok", "skipped", "failed", "not_run")) >= 50, outcomes
    assert sum(any(gone for _, gone in ended.nodes.values()) for _, ended in plans.values()) >= 20


def _assert_wide(plans: list[Plan]) -> None:
    """Nothing that a graph may be made of is left out of `plans`."""
    steps = [(plan, step) for plan in plans for step in plan.steps]
    used = Counter(step.op.op.__name__ for _, step in steps if step.op is not None)
    assert used.keys() == {each.op.__name__ for each in OPS}
    assert min(used.values()) >= 10, used
    edges = Counter(edge for plan, step in steps for edge in _edges(plan, step))
    wanted = {(each, kind) for kind, of in KINDS.items() for each in (*of.wider, kind)}
    taken = {kind for op in OPS for kind in op.inputs.values()}
    made = {kind for op in OPS for kind in op.outputs.values()}
    missing = {(a, b) for a, b in wanted if a in made and b in taken} - edges.keys()
    assert not missing
    forms = Counter(
        type(each) for _, step in steps for every in step.arguments.values() for each in _all(every)
    )
    assert min(forms[each] for each in (Known, Param, Port, Many)) >= 100, forms
    features = {
        "first_of": [step for _, step in steps if step.op is None],
        "after": [step for _, step in steps if step.after],
        "config": [step for _, step in steps if step.config],
        "warn": [step for _, step in steps if step.warns],
        "retry": [step for _, step in steps if step.attempts],
    }
    assert not {name for name, those in features.items() if len(those) < 20}
    assert sum(len(each) > 1 for plan in plans for each in plan.stages) >= 20
    assert {name for plan in plans for name in plan.params} == PARAMS.keys()


def _edges(plan: Plan, step: Step) -> Iterator[tuple[str, str]]:
    """Kinds of the two ends of each edge that ends in `step` and not in a container."""
    kinds = step.op.inputs if step.op is not None else {}
    for name, argument in step.arguments.items():
        if isinstance(argument, Port) and name in kinds:
            yield plan.steps[argument.step].outputs[argument.name], kinds[name]


def _all(argument: Argument) -> Iterator[Argument]:
    yield argument
    if isinstance(argument, Many):
        for each in argument.items:
            yield from _all(each)


# --- those that run on every engine --------------------------------------------------------------


@pytest.mark.parametrize("at", range(len(GRAPHS)))
def test_the_judge_of_the_engines_agrees_with_direct_evaluation(at: int) -> None:
    """The suite compares every engine with the semantics of these graphs; here that is compared."""
    plan, params = GRAPHS[at]
    wanted = compare(plan, params, None)
    for guards in (None, *(each for each in get_args(Placement) if each != "off")):
        pipeline = compile_loaded(pipeline_of(plan), guards=guards).pipeline
        seen = evaluate(pipeline, params)
        nodes = {name: (node.outcome, node.withheld) for name, node in seen.nodes.items()}
        assert told(seen.outcome, nodes, seen.results) == told(
            wanted.outcome, wanted.nodes, wanted.results
        )


def test_the_graphs_of_the_engines_are_a_dozen_and_say_something() -> None:
    assert len(GRAPHS) == 12
    ended = [direct(plan, complete(plan, params)) for plan, params in GRAPHS]
    assert {each.outcome for each in ended} == {"ok", "failed"}
    assert {outcome for each in ended for outcome, _ in each.nodes.values()} == {
        "ok", "failed", "skipped", "not_run"
    }  # fmt: skip
    ops = {step.op.op.__name__ for plan, _ in GRAPHS for step in plan.steps if step.op is not None}
    assert len(ops) > 0.6 * len(OPS)


# --- direct evaluation itself --------------------------------------------------------------------


def test_direct_evaluation_by_hand() -> None:
    by_name = {op.op.__name__: op for op in OPS}

    def step(number: int, name: str, /, after: tuple[int, ...] = (), **arguments: Argument) -> Step:
        op = by_name[name]
        id = f"s{number}"
        return Step(id=id, op=op, arguments=arguments, outputs=op.outputs, after=after)

    plan = Plan(
        name="hand",
        steps=(
            step(0, "given", number=Param("number"), gives=Known(value=False)),
            step(1, "count", text=Known("abc")),
            step(2, "half", number=Port(0, "result")),
            step(3, "broken", number=Port(1, "result")),
            step(4, "average", values=Many("list", (Port(2, "result"), Port(3, "result")))),
            Step(
                id="s5",
                op=None,
                arguments={"0": Port(0, "result"), "1": Port(1, "result")},
                outputs={"result": "int"},
            ),
            step(6, "claimed_even", number=Port(5, "result")),
            step(7, "nothing", after=(2,)),
        ),
    )
    ended = direct(plan, {"number": 1})
    assert [outcome for outcome, _ in ended.nodes.values()] == [
        "ok", "ok", "skipped", "failed", "not_run", "ok", "failed", "skipped"
    ]  # fmt: skip
    assert ended.nodes["s0"] == ("ok", ("result",))
    assert ended.results == {"s1_result": 3, "s5_result": 3}
    assert ended.outcome == "failed"
