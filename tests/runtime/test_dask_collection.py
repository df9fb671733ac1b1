"""One run as a Dask collection: what users of Dask expect of one."""

import inspect
import pickle
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import dask
import pytest
from dask import base
from dask.delayed import Delayed, delayed
from dask.highlevelgraph import HighLevelGraph
from dask.utils import key_split

from dagcompile.runtime.dask.graph.collection import Pipeline
from dagcompile.runtime.v1 import Maybe, RunFailed
from dagcompile.runtime.v1.dask import Graph, collection, execute, gather
from tests.runtime import bodies

distributed = pytest.importorskip("distributed")


@collection
def chain(graph: Graph, *, number: int = 1) -> Any:
    one = graph.step("one", bodies.same)(number)
    one = graph.guard("one", one, int)
    two = graph.step("two", bodies.add)(one, right=2)
    graph.step("three", bodies.same, after=["one"])(number)
    return two


@collection(name="placed-chain")
def placed(graph: Graph, *, number: int = 1) -> Any:
    """Steps that ask for something, between others that do not."""
    one = graph.step("one", bodies.same, priority=5)(number)
    one = graph.guard("one", one, int)
    two = graph.step("two", bodies.add)(one)
    three = graph.step("three", bodies.add, priority=5)(two, right=1)
    return graph.step("four", bodies.total)(gather([one, two, three]))


@collection
def broken(graph: Graph) -> Any:
    lost = graph.step("lost", bodies.fail)(1)
    other = graph.step("other", bodies.fail)(2)
    judged = graph.step("judged", bodies.same)(1)
    judged = graph.guard("judged", judged, str)
    below = graph.step("below", bodies.total)(gather([lost, other, judged]))
    graph.step("beside", bodies.same)(1)
    return graph.step("last", bodies.same)(below)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0"
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        yield client


@pytest.fixture(params=["threads", "sync", "processes", "distributed"])
def scheduler(request: pytest.FixtureRequest, client: Any) -> Any:
    return client if request.param == "distributed" else request.param


@pytest.mark.parametrize(("pipeline", "value"), [(chain, 7), (placed, 18)])
def test_it_is_computed_by_every_scheduler(pipeline: Any, value: int, scheduler: Any) -> None:
    made = pipeline(number=5)
    assert isinstance(made, Delayed)
    assert base.is_dask_collection(made)
    assert made.compute(scheduler=scheduler) == value
    assert made.persist(scheduler=scheduler).compute(scheduler=scheduler) == value


@pytest.mark.parametrize("pipeline", [chain, placed])
def test_two_runs_in_one_graph(pipeline: Any, scheduler: Any) -> None:
    one, two = pipeline(number=1), pipeline(number=2)
    apart = [each.compute(scheduler="sync") for each in (one, two)]
    assert list(base.compute(one, two, scheduler=scheduler)) == apart
    assert len(set(apart)) == 2


@pytest.mark.parametrize("pipeline", [chain, placed])
def test_it_can_be_a_part_of_other_dask_code(pipeline: Any, scheduler: Any) -> None:
    both = delayed(bodies.total)([pipeline(number=1), pipeline(number=2), 10])
    again = delayed(bodies.add)(both, right=pipeline(number=3))
    parts = sum(pipeline(number=each).compute(scheduler="sync") for each in (1, 2, 3))
    assert again.compute(scheduler=scheduler) == parts + 10


@pytest.mark.parametrize("pipeline", [chain, placed])
def test_fusion_changes_nothing(pipeline: Any, scheduler: Any) -> None:
    with dask.config.set({"optimization.fuse.delayed": True, "optimization.fuse.active": True}):
        made = pipeline(number=5)
        (optimized,) = base.optimize(made)
        value = pipeline(number=5).compute(scheduler="sync")
        assert optimized.compute(scheduler=scheduler) == made.compute(scheduler=scheduler) == value


@pytest.mark.parametrize("pipeline", [chain, placed])
def test_it_can_be_drawn(pipeline: Any) -> None:
    pytest.importorskip("graphviz", reason="only graphviz draws graphs")
    for optimize in (False, True):
        drawn = str(pipeline().visualize(filename=None, optimize_graph=optimize))
        assert "guard:same" in drawn


def test_what_a_pipeline_returns() -> None:
    @collection
    def several(graph: Graph) -> Any:
        sides = graph.step("split", bodies.split, ports=("count", "index"))(5)
        sides = graph.guard("split", sides, {"count": int, "index": Maybe[int]})
        return graph.outputs({"count": sides.count, "index": sides.index})

    @collection
    def withheld(graph: Graph) -> Any:
        return graph.step("one", bodies.withhold)()

    assert several().compute(scheduler="sync") == {"count": 5}
    assert withheld().compute(scheduler="sync") is None


def test_a_failure_is_raised_once_everything_has_ended(scheduler: Any) -> None:
    with pytest.raises(RunFailed) as raised:
        broken().compute(scheduler=scheduler)
    report = raised.value.report
    assert set(report.ended("failed")) == {"lost", "other", "judged"}
    assert report.ended("not_run") == ["last"]
    assert report.nodes["lost"].reason == "ValueError: cannot take 1"
    assert "bodies.py" in report.nodes["other"].traceback
    assert report.nodes["judged"].judged
    text = str(raised.value)
    assert text.startswith("broken failed\n  lost failed: ValueError: cannot take 1\n")
    notes = "\n".join(raised.value.__notes__)
    assert "lost, where it failed:\nTraceback" in notes
    again = pickle.loads(pickle.dumps(raised.value))
    assert (str(again), again.__notes__) == (text, raised.value.__notes__)


def test_a_failure_below_which_there_is_nothing_is_raised() -> None:
    @collection
    def beside(graph: Graph) -> Any:
        graph.step("lost", bodies.fail)(1)
        judged = graph.step("judged", bodies.same)(1)
        graph.guard("judged", judged, str)
        return graph.step("fine", bodies.same)(3)

    with pytest.raises(RunFailed) as raised:
        beside().compute(scheduler="threads")
    assert set(raised.value.report.nodes) == {"lost", "judged"}


def test_of_very_long_messages_tokens_carry_the_ends() -> None:
    @collection
    def loud(graph: Graph) -> Any:
        one = graph.step("one", bodies.fail_wordily)()
        return graph.step("two", bodies.same)(one)

    with pytest.raises(RunFailed) as raised:
        loud().compute(scheduler="sync")
    assert len(pickle.dumps(raised.value)) < 40_000


def test_the_dashboard_groups_by_op(client: Any) -> None:
    @collection(name="rows-2-go")
    def rows(graph: Graph) -> Any:
        made = [graph.step(f"n{each}", bodies.same)(each) for each in range(20)]
        made = [graph.guard(f"n{at}", each, int) for at, each in enumerate(made)]
        return graph.step("sum", bodies.total)(gather(made))

    before = client.run_on_scheduler(groups)
    made = rows()
    token = made.key.rpartition("-")[2]
    future = client.compute(made)
    assert future.result() == sum(range(20))  # while it is there, so are the groups
    assert client.run_on_scheduler(groups) - before == {
        f"same-{token}", f"guard:same-{token}", f"total-{token}", "rows",
    }  # fmt: skip
    prefixes = client.run_on_scheduler(lambda dask_scheduler: set(dask_scheduler.task_prefixes))
    assert {"same", "guard:same", "total", "rows"} <= prefixes
    assert not {each for each in prefixes if each.startswith("n1")}


def groups(dask_scheduler: Any) -> set[str]:
    return set(dask_scheduler.task_groups)


def test_annotations_reach_the_scheduler(client: Any) -> None:
    @collection
    def slow(graph: Graph) -> Any:
        one = graph.step("one", bodies.slowly, priority=7)(1)
        one = graph.guard("one", one, int)
        elsewhere = graph.step(
            "two", bodies.same, workers=["nobody"], allow_other_workers=True, priority=-3
        )
        return elsewhere(one)

    made = slow()
    assert isinstance(made.dask, HighLevelGraph)
    layers: dict[str, Any] = made.dask.layers  # type: ignore[assignment]  # materialized ones
    said = {key_split(key): each.annotations or {} for each in layers.values() for key in each}
    priorities_said = {name: notes.get("priority") for name, notes in said.items()}
    assert priorities_said == {"slowly": 7, "guard:slowly": 7, "same": -3, "slow": None}
    assert said["same"]["workers"] == ["nobody"]
    assert all("retries" not in notes for notes in said.values())
    future = client.compute(made)
    priorities: dict[str, set[int]] = {}
    end = time.monotonic() + 60
    while not priorities and time.monotonic() < end:  # the graph comes when it has been read
        priorities = client.run_on_scheduler(priorities_of, run=made.key.rpartition("-")[2])
    assert future.result() == 1
    assert priorities == {"one": {-7}, "two": {3}}


def priorities_of(dask_scheduler: Any, run: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for key, task in dask_scheduler.tasks.items():
        if isinstance(key, tuple) and run in key[0]:
            found.setdefault(key[1], set()).add(task.priority[0])
    return found


def test_layers_depend_on_each_other_in_no_circle() -> None:
    @collection
    def woven(graph: Graph) -> Any:
        made: Any = 0
        for number in range(6):
            placed = {"priority": 1} if number % 2 else {}
            made = graph.step(f"n{number}", bodies.same, **placed)(made)  # type: ignore[arg-type]
        return made

    made = woven()
    made.dask.validate()
    assert len(made.dask.layers) == 7
    assert made.compute(scheduler="threads") == 0


def test_it_has_the_name_the_words_and_the_params_of_its_function() -> None:
    @collection(name="daily-delays")
    def daily_delays(graph: Graph, *, day: date, top: int = 5) -> Any:
        """What it does."""
        return graph.step("n", bodies.same)([day, top])

    assert daily_delays.name == "daily-delays"
    assert vars(daily_delays)["__name__"] == "daily_delays"
    assert daily_delays.__doc__ == "What it does."
    assert list(inspect.signature(daily_delays).parameters) == ["day", "top"]
    assert daily_delays(day=date(2013, 1, 1)).key.startswith("daily-delays-r")
    with pytest.raises(TypeError, match="the params of daily-delays are given by name"):
        daily_delays(date(2013, 1, 1))  # type: ignore[call-arg]


def test_options_are_those_of_a_run_and_stay() -> None:
    named = chain.with_options(run_id="r1")
    assert named(number=2).key == named.with_options(debug=None)(number=2).key
    assert named().key != named.with_options(run_id="r2")().key
    assert chain().key != chain().key


def test_it_travels_by_its_name() -> None:
    assert pickle.loads(pickle.dumps(chain)) is chain
    named = pickle.loads(pickle.dumps(chain.with_options(run_id="r1")))
    assert isinstance(named, Pipeline)
    assert named(number=2).key == chain.with_options(run_id="r1")(number=2).key


def test_execute_takes_nothing_else() -> None:
    def bare(graph: Graph) -> Any:
        return graph.step("n", bodies.same)(1)

    with pytest.raises(TypeError, match=r"no pipeline of a generated Dask module; .*@collection"):
        execute(bare, local="threads")


def test_an_op_may_have_a_param_of_any_name() -> None:
    @collection
    def odd(graph: Graph) -> Any:
        return graph.step("n", bodies.named_oddly)(1, _data_producer=2, key=3, func=4)

    assert odd().compute(scheduler="threads") == [1, 2, 3, 4]
