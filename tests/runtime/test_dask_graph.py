"""The keys of a graph: which there are, what they are called, what they compute on threads."""

import pickle
import re
import subprocess
import sys
from pathlib import Path
from threading import get_ident
from typing import Annotated, Any

import pytest
from dask.delayed import Delayed
from dask.utils import key_split

from dagcompile.runtime.dask.graph.keys import Keys
from dagcompile.runtime.dask.graph.scope import Scope
from dagcompile.runtime.dask.running.channel import topic_of
from dagcompile.runtime.dask.shim import TaskRef
from dagcompile.runtime.events import Event
from dagcompile.runtime.expectations import expect
from dagcompile.runtime.report import Report
from dagcompile.runtime.v1 import Bounds, Check, Maybe, Retry, sample
from dagcompile.runtime.v1.dask import Graph, collection, execute, gather
from tests.runtime import bodies
from tests.runtime.telling import told


def run(pipeline: Any, **settings: Any) -> Report:
    return execute(
        collection(pipeline), local="threads", sinks=settings.pop("sinks", ()), **settings
    )


def graph_of(pipeline: Any, **params: Any) -> Graph:
    graph = Graph(Scope("p", "r", None, None))
    graph.close(pipeline(graph, **params))
    return graph


def names(graph: Graph) -> set[Any]:
    """The keys without the token of the run."""
    token = f"-{graph.keys.token}"
    return {
        key.removesuffix(token) if isinstance(key, str) else (key[0].removesuffix(token), *key[1:])
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
        ("same", "one"), ("guard:same", "one"), ("add", "two"), ("same", "three"), "p",
    }  # fmt: skip


def test_what_stands_before_the_token_groups_the_dashboard() -> None:
    def shown(graph: Graph) -> Any:
        sides = graph.step("split", bodies.split, ports=("count", "index"))(5)
        graph.step("plain", lambda: 1, after=["split"])()
        graph.step("_1", type("_1", (), {"__call__": lambda _: 1})())()
        return graph.first_of("either", sides.index, sides.count)

    keys = [*graph_of(chain).tasks, *graph_of(shown).tasks]
    assert [key_split(key) for key in keys] == [
        "same", "guard:same", "add", "same", "p",
        "split", "ended:split", "lambda", "op_1", "port:split", "port:split", "first_of", "p",
    ]  # fmt: skip


def test_keys_are_the_same_for_a_run_and_shared_by_no_two() -> None:
    def keys(run_id: str, name: str = "p", **params: Any) -> set[Any]:
        return set(collection(name=name)(chain).with_options(run_id=run_id)(**params).dask)

    assert keys("r1") == keys("r1") == keys("r1", number=1)
    assert not keys("r1") & keys("r2")
    assert not keys("r1") & keys("r1", "q")
    assert not keys("r1") & keys("r1", number=2)
    assert not set(collection(chain)().dask) & set(collection(chain)().dask)


def test_a_run_that_is_told_of_shares_no_key_with_one_that_is_not() -> None:
    pipeline = collection(chain).with_options(run_id="r1")
    told, _ = pipeline.graph({}, topic=topic_of)
    assert not set(told.tasks) & set(pipeline().dask)


PROBE = """
from tests.runtime import bodies
from dagcompile.runtime.v1.dask import collection
@collection
def daily(graph, *, names: frozenset[str], table: dict[str, set[int]]):
    one = graph.step("one", bodies.same)([names, table])
    return graph.guard("one", one, list)
names, table = frozenset(map(str, range(50))), {"a": set(range(50)), "b": {3}}
print(*daily.with_options(run_id="r")(names=names, table=table).dask)
"""


def test_the_keys_of_a_run_are_the_same_in_every_process() -> None:
    said = set()
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": "."}
        command = [sys.executable, "-c", PROBE]
        done = subprocess.run(command, env=environment, capture_output=True, check=True)
        said.add(done.stdout)
    assert len(said) == 1


def test_every_token_has_a_digit() -> None:
    for number in range(300):
        assert re.fullmatch(r"r[0-9a-f]{11}0", Keys("p", number).token)


def test_an_id_that_is_used_twice() -> None:
    graph = Graph(Scope("p", "r", None, None))
    graph.step("one", bodies.same)(1)
    with pytest.raises(ValueError, match="two nodes of p have the id 'one'"):
        graph.step("one", bodies.add)(2, right=1)


def test_what_waits_is_a_guard_a_leaf_or_a_small_key() -> None:
    def wide(graph: Graph) -> Any:
        one = graph.step("one", bodies.same)(1)
        one = graph.guard("one", one, int)
        two = graph.step("two", bodies.same)(one)
        graph.step("leaf", bodies.same)(two)
        graph.step("after", bodies.same, after=["one", "two"])(1)
        return one

    graph = graph_of(wide)
    ended = {key[1] for key in names(graph) if key[0].startswith("ended:")}
    assert ended == {"two"}
    assert [key[1] for key in graph.leaves] == ["leaf", "after"]
    assert {node: call.gives for node, call in graph.nodes.items()} == {
        "one": "value", "two": "value", "leaf": "ending", "after": "ending",
    }  # fmt: skip


def test_a_task_is_its_ops_arguments_and_a_small_callable() -> None:
    graph = graph_of(chain)
    two: Any = graph.tasks[graph.keys.of("add", "two")]
    one = graph.keys.of("same", "one")
    guard = graph.keys.of("same", "one", kind="guard:")
    assert (two.args, two.kwargs) == ((TaskRef(one), TaskRef(guard)), {"right": 2})
    assert len(pickle.dumps(two)) < 700
    text = pickle.dumps(graph.tasks)
    assert b"tests.runtime.bodies" in text
    assert b"def add" not in text


def test_every_task_pickles_as_what_it_is() -> None:
    def every(graph: Graph) -> Any:
        sides = graph.step("split", bodies.split, ports=("count", "index"))(5)
        sides = graph.guard("split", sides, {"count": int, "index": Maybe[int]}, depth=sample(2))
        first = graph.first_of("first", sides.index, sides.count)
        graph.expectation("seen", expect(bodies.positive)(value=first))
        return graph.step("last", bodies.same, after=["seen"])(
            graph.guard_input("last.value", gather([first]), list[int])
        )

    for made in (collection(every), collection(every).with_options(debug="mutations")):
        one = made()
        again = Delayed(one.key, pickle.loads(pickle.dumps(dict(one.dask))))
        assert again.compute(scheduler="threads") == one.compute(scheduler="threads") == [5]


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


@pytest.mark.parametrize("body", [bodies.interrupt, bodies.generator_exit])
@pytest.mark.parametrize("timeout", [None, 60.0])
def test_an_op_that_raises_what_would_end_dask_fails_its_node(body: Any, timeout: Any) -> None:
    def two(graph: Graph) -> Any:
        graph.step("one", body, timeout=timeout)()
        return graph.step("other", bodies.same)(1)

    report = run(two)
    assert report.results == {"result": 1}
    assert report.nodes["one"].outcome == "failed"
    assert "dagcompile/runtime" not in report.nodes["one"].traceback


def test_where_dask_computes_in_the_main_thread_an_interrupt_is_one() -> None:
    @collection
    def interrupted(graph: Graph) -> Any:
        return graph.step("one", bodies.interrupt)()

    with pytest.raises(KeyboardInterrupt):
        interrupted().compute(scheduler="sync")


def test_a_ref_has_no_private_ports() -> None:
    graph = Graph(Scope("p", "r", None, None))
    ref = graph.step("one", bodies.same)(1)
    with pytest.raises(AttributeError, match="_private"):
        ref._private  # noqa: B018
