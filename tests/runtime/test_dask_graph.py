"""The keys of a graph: which there are, what they are called, what they compute on threads."""

import re
from pathlib import Path
from threading import get_ident
from typing import Annotated, Any

import pytest
from dask import base
from dask.delayed import Delayed
from dask.delayed import delayed as delayed_by_dask
from dask.utils import key_split

from dagcompile.runtime.events import Event
from dagcompile.runtime.report import Report
from dagcompile.runtime.v1 import Bounds, Check, Maybe, Retry
from dagcompile.runtime.v1.dask import Graph, delayed, execute, gather
from tests.runtime import bodies
from tests.runtime.telling import told


def run(pipeline: Any, **settings: Any) -> Report:
    return execute(pipeline, local="threads", sinks=settings.pop("sinks", ()), **settings)


def graph_of(pipeline: Any, **params: Any) -> Graph:
    graph = Graph(pipeline="p", run="r")
    graph.close(pipeline(graph, **params))
    return graph


def names(graph: Graph) -> set[str]:
    """The keys without the token of the run."""
    return {
        key.removesuffix(f"-{graph.token}") if isinstance(key, str) else f"{key[1]} of {key[0]}"
        for key in graph.tasks
    }


def chain(graph: Graph, *, number: int = 1) -> Any:
    one = graph.step("one", bodies.same)(number)
    one = graph.guard("one", one, int)
    two = graph.step("two", bodies.add)(one, right=2)
    graph.step("three", bodies.same, after=["one"])(number)
    return two


def test_the_keys_of_a_graph() -> None:
    assert names(graph_of(chain)) == {
        "one", "guard:one", "two", "three", "done:one", "done:three", "outputs:p",
    }  # fmt: skip


def test_the_part_before_the_token_groups_the_dashboard() -> None:
    for key in graph_of(chain).tasks:
        assert isinstance(key, str)
        assert key_split(key) == key.rpartition("-")[0]


def test_keys_are_the_same_for_a_run_and_shared_by_no_two() -> None:
    def keys(run_id: str, name: str = "p") -> set[Any]:
        made = delayed(chain, run_id=run_id, name=name)
        return set(made.dask)

    assert keys("r1") == keys("r1")
    assert not keys("r1") & keys("r2")
    assert not keys("r1") & keys("r1", "q")
    assert not set(delayed(chain).dask) & set(delayed(chain).dask)


def test_an_id_that_is_used_twice() -> None:
    graph = Graph(pipeline="p", run="r")
    graph.step("one", bodies.same)(1)
    with pytest.raises(ValueError, match="two tasks of p have the key 'one-"):
        graph.step("one", bodies.same)(2)


HOSTILE = [
    "x", "guard:x", "done:x", "outputs:p", "guard::x", ":x", "::x", "guard:guard:x", "p", "é x",
    "x-0", "", "done:", "('x', 'y')",
]  # fmt: skip


def test_ids_never_meet_the_keys_beside_nodes() -> None:
    def hostile(graph: Graph) -> Any:
        made = {}
        for number, node in enumerate(HOSTILE):
            made[node] = graph.step(node, bodies.same)(number)
            graph.guard(node, made[node], int)
        for node in HOSTILE:
            graph.step(f"after {node}", bodies.same, after=[node])(made[node])
        return graph.outputs(made)

    report = run(hostile)
    assert report.results == {node: number for number, node in enumerate(HOSTILE)}
    assert set(report.nodes) == {*HOSTILE, *(f"after {node}" for node in HOSTILE)}


def test_a_delayed_is_a_dask_collection() -> None:
    made = delayed(chain, number=5)
    assert isinstance(made, Delayed)
    assert base.is_dask_collection(made)
    assert made.compute(scheduler="threads") == {"result": 7}
    assert base.compute(made, made, scheduler="sync") == ({"result": 7}, {"result": 7})
    (optimized,) = base.optimize(made)
    assert optimized.compute(scheduler="threads") == {"result": 7}


def test_a_delayed_can_be_drawn() -> None:
    pytest.importorskip("graphviz", reason="only graphviz draws graphs")
    assert "guard:one" in str(delayed(chain).visualize(filename=None))


def test_embedded_in_other_dask_code() -> None:
    def length(results: dict[str, Any]) -> int:
        return len(results)

    assert delayed_by_dask(length)(delayed(chain)).compute(scheduler="threads") == 1


@pytest.mark.parametrize(
    "value", [[1, 2, 3], (1, 2), [[1], [2]], [], {"a": 1}, [("a", "b")], "one", ("one", "two")]
)
def test_literal_arguments_are_what_they_are(value: Any) -> None:
    def literal(graph: Graph) -> Any:
        one = graph.step("one", bodies.same)(value)
        two = graph.step("two", bodies.same)(value=value)
        three = graph.step("three", bodies.hostile)(
            value, gather([one, value]), value, args=gather({"a": value, "b": one}), kwargs=value
        )
        four = graph.step("four", bodies.same)(gather([value]))
        five = graph.step("five", bodies.same)(graph.guard_input("five.x", value, type(value)))
        return graph.outputs(
            {"1": one, "2": two, "3": three, "4": four, "5": five, "6": value, "7": gather((one,))}
        )

    report = run(literal)
    args = {"a": value, "b": value}
    assert report.results == {
        "1": value,
        "2": value,
        "3": [value, [value, value], value, args, value, 0],
        "4": [value],
        "5": value,
        "6": value,
        "7": (value,),
    }


def test_gathered_values_keep_their_container_however_nested() -> None:
    def nested(graph: Graph) -> Any:
        one = graph.step("one", bodies.same)(1)
        return graph.step("all", bodies.same)(
            gather({"a": gather([one, gather((one, 2))]), 3: gather([one]), ("k", "l"): one})
        )

    assert run(nested).result == {"a": [1, (1, 2)], 3: [1], ("k", "l"): 1}


def test_a_token_in_a_container_skips() -> None:
    def nested(graph: Graph) -> Any:
        one = graph.step("one", bodies.withhold)()
        two = graph.step("two", bodies.same)(gather([1, gather({"a": one})]))
        return graph.step("three", bodies.same)(two)

    report = run(nested)
    assert [each.outcome for each in report.nodes.values()] == ["ok", "skipped", "skipped"]
    assert report.results == {}


def test_ports_with_the_names_of_a_tuples_methods() -> None:
    def ports(graph: Graph) -> Any:
        sides = graph.step("split", bodies.split, ports=("count", "index"))(5)
        sides = graph.guard("split", sides, {"count": int, "index": Maybe[int]})
        skipped = graph.step("skipped", bodies.same)(sides.index)
        first = graph.first_of("first", skipped, sides.index, sides.count)
        graph.step("same_port_again", bodies.same)(sides.count)
        return graph.outputs({"count": sides.count, "index": sides.index, "first": first})

    report = run(ports)
    assert report.results == {"count": 5, "first": 5}
    assert report.nodes["split"].withheld == ("index",)
    assert report.nodes["skipped"].outcome == "skipped"


def test_outcomes_are_those_of_a_script() -> None:
    def mixed(graph: Graph) -> Any:
        failed = graph.step("failed", bodies.fail)(1)
        lost = graph.step("lost", bodies.same)(failed)
        judged = graph.step("judged", bodies.same)(1)
        judged = graph.guard("judged", judged, str)
        graph.step("after_judged", bodies.same, after=["judged"])(1)
        needs = graph.step("needs", bodies.same)(judged)
        warned = graph.step("warned", bodies.same, returns=str, severity="warn")(1)
        inline = graph.step("inline", bodies.same, returns=str)(1)
        withheld = graph.step("withheld", bodies.withhold)()
        graph.step("runs", bodies.same, after=["withheld"])(1)
        skipped = graph.step("skipped", bodies.same)(withheld)
        graph.step("after_skipped", bodies.same, after=["skipped"])(1)
        graph.first_of("none", skipped, withheld)
        graph.first_of("broken", 1, failed)
        graph.first_of("judged_first", judged, 1)
        graph.step("checked", bodies.same)(graph.guard_input("checked.value", warned, str))
        graph.step("exits", bodies.exit_well)()
        return graph.outputs({"lost": lost, "judged": judged, "warned": warned, "inline": inline,
                              "needs": needs})  # fmt: skip

    events: list[Event] = []
    report = run(mixed, sinks=(events.append,))
    assert {name: node.outcome for name, node in report.nodes.items()} == {
        "failed": "failed", "lost": "not_run", "judged": "failed", "after_judged": "not_run",
        "needs": "not_run", "warned": "ok", "inline": "failed", "withheld": "ok", "runs": "ok",
        "skipped": "skipped", "after_skipped": "skipped", "none": "skipped", "broken": "not_run",
        "judged_first": "not_run", "checked": "failed", "exits": "failed",
    }  # fmt: skip
    assert list(report.nodes) == list(graph_of(mixed).nodes)
    assert report.results == {"warned": 1}
    assert told(events, "judged") == [
        "started judged#1", "returned judged", "guard judged.result fail", "failed judged",
    ]  # fmt: skip
    assert told(events, "lost") == told(events, "none") == []
    assert told(events, "checked") == ["guard checked.value fail", "failed checked"]
    assert events[0]["event"] == "run_started"
    assert events[-1]["event"] == "run_finished"
    assert report.nodes["judged"].judged
    assert {each["event"] for each in events} <= {
        "run_started", "started", "failed", "returned", "guard", "run_finished",
    }  # fmt: skip


@pytest.mark.parametrize("checking", [bodies.crash, bodies.leave])
def test_a_check_that_crashes(checking: Any) -> None:
    def crashing(graph: Graph) -> Any:
        one = graph.step("one", bodies.same)(1)
        return graph.guard("one", one, Annotated[int, Check(checking)], severity="warn")

    assert run(crashing).nodes["one"].outcome == "failed"


def test_retries_and_input_guards_that_speak_once(tmp_path: Path) -> None:
    def flaky(graph: Graph) -> Any:
        retry = Retry(attempts=3, on=bodies.Unavailable)
        folder = graph.guard_input("n.folder", str(tmp_path), Annotated[str, Bounds(min_length=1)])
        return graph.step("n", bodies.third_time, retry=retry)(folder)

    events: list[Event] = []
    assert run(flaky, sinks=(events.append,)).result == 3
    assert told(events, "n") == [
        "guard n.folder pass", "started n#1", "retrying n#1", "started n#2", "retrying n#2",
        "started n#3", "returned n",
    ]  # fmt: skip


def test_done_keys_stand_only_where_nothing_else_waits() -> None:
    def wide(graph: Graph) -> Any:
        one = graph.step("one", bodies.same)(1)
        two = graph.step("two", bodies.same)(one)
        graph.step("leaf", bodies.same)(two)
        graph.step("after", bodies.same, after=["two"])(1)
        return one

    done = {name for name in names(graph_of(wide)) if name.startswith("done:")}
    assert done == {"done:two", "done:leaf", "done:after"}


def test_user_values_pass_through_untouched() -> None:
    def touching(graph: Graph) -> Any:
        one = graph.step("one", bodies.touchy, returns=bodies.Touchy)(3)
        two = graph.first_of("two", one)
        return graph.step("three", bodies.touch)(two)

    assert run(touching).result == 3


@pytest.mark.parametrize(
    "body", [bodies.lock, bodies.numbers, bodies.unreadable, bodies.error_as_value]
)
def test_on_threads_any_value_will_do(body: Any) -> None:
    def passing(graph: Graph) -> Any:
        return graph.step("two", bodies.process)(graph.step("one", body)())

    assert run(passing).outcome == "ok"


@pytest.mark.parametrize(
    "body", [bodies.fail_unspeakably, bodies.fail_wordily, bodies.fail_with_surrogates,
             bodies.recurse]
)  # fmt: skip
def test_hard_exceptions_fail_their_node(body: Any) -> None:
    def failing(graph: Graph) -> Any:
        return graph.step("one", body)()

    report = run(failing)
    assert report.nodes["one"].outcome == "failed"
    assert "bodies.py" in str(report.nodes["one"].error.record["traceback"])  # type: ignore[union-attr]


def test_events_of_many_threads_come_one_at_a_time() -> None:
    def wide(graph: Graph) -> Any:
        parts = [graph.step(f"n{each}", bodies.same, returns=int)(each) for each in range(200)]
        return graph.step("total", bodies.total)(gather(parts))

    inside: set[int] = set()
    overlaps: list[int] = []
    events: list[Event] = []

    def sink(event: Event) -> None:
        inside.add(get_ident())
        overlaps.append(len(inside))
        events.append(event)
        inside.discard(get_ident())

    assert run(wide, sinks=(sink,)).result == sum(range(200))
    assert set(overlaps) == {1}
    for each in range(200):
        assert told(events, f"n{each}") == [
            f"started n{each}#1", f"returned n{each}", f"guard n{each}.result pass",
        ]  # fmt: skip


def test_an_interrupt_ends_the_run() -> None:
    def interrupted(graph: Graph) -> Any:
        return graph.step("one", bodies.interrupt)()

    with pytest.raises(KeyboardInterrupt):
        run(interrupted)


def test_a_ref_has_no_private_ports() -> None:
    graph = Graph(pipeline="p", run="r")
    ref = graph.step("one", bodies.same)(1)
    with pytest.raises(AttributeError, match="_private"):
        ref._private  # noqa: B018


def test_names_of_keys_are_plain_text() -> None:
    for key in graph_of(chain).tasks:
        assert re.fullmatch(r"[a-z:]+-r[0-9a-f]{11}0", str(key))
