"""What is known of a generated function without running it."""

import inspect
from functools import partial
from typing import Any

import pytest

from dagcompile.runtime.dask.graph.graph import Graph
from dagcompile.runtime.debug.uses import Tracer
from dagcompile.runtime.run import Run
from dagcompile.runtime.v1 import gather
from dagcompile.runtime.v1.dask import gather as gather_refs
from dagcompile.runtime.wiring import Wiring, wiring_of
from tests.runtime import bodies
from tests.runtime.configured import Cutoff, Open, daily


def test_nodes_are_in_order_and_configs_by_node() -> None:
    wiring = wiring_of(daily)
    assert wiring.nodes == ["load", "clean", "either", "prepare.shop"]
    assert wiring.configs == {
        "clean": Cutoff(max_delay=300, label="b"),
        "prepare.shop": Open(Size=2),
    }


@pytest.mark.parametrize("gathering", [gather, gather_refs])
def test_nothing_is_called_and_every_value_has_every_port(gathering: Any) -> None:
    def pipeline(run: Any, *, number: int) -> Any:
        split = run.step("split", bodies.fail, ports=("count", "index"))(number)
        split = run.guard("split", split, {"count": int, "index": int})
        both = gathering([split.count, gathering({"a": split.index}), number])
        total = run.step("total", bodies.fail, retry=None, after=["split"])(
            run.guard_input("total.value", both, list[int]), right=1
        )
        return run.outputs({"total": total, "either": run.first_of("either", total, after=[])})

    wiring = wiring_of(partial(pipeline, number=3))
    assert wiring.nodes == ["split", "total", "either"]
    assert wiring.ops == {"split": "fail", "total": "fail"}
    assert wiring.guarded == {"split": 2}


@pytest.mark.parametrize("taker", [Wiring, Tracer])
@pytest.mark.parametrize("engine", [Run, Graph])
def test_it_takes_every_call_that_generated_code_makes(engine: type, taker: type) -> None:
    taken = {"close", "delayed", "here", "key", "port"}  # what a graph has for itself
    calls = [name for name, _ in inspect.getmembers(engine, inspect.isfunction) if name[0] != "_"]
    for name in set(calls) - taken:
        theirs = inspect.signature(getattr(engine, name)).parameters.values()
        ours = inspect.signature(getattr(taker, name)).parameters
        positional = [
            each.name for each in theirs if each.kind is not inspect.Parameter.KEYWORD_ONLY
        ]
        assert [each for each in positional if each not in ours] == [], name
        keywords = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in ours.values())
        assert keywords or all(each.name in ours for each in theirs), name


def test_a_config_that_cannot_be_made_is_told_as_it_is() -> None:
    def pipeline(run: Any) -> Any:
        return run.step("n", bodies.same)(run.config("n", Cutoff(max_delay=-1)))

    with pytest.raises(ValueError, match="max_delay"):
        wiring_of(pipeline)
