"""Steps that are pure: what runs share, and what each of them tells of it."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

import dask
import pytest

from dagcompile import SKIP
from dagcompile.runtime.events import Event
from dagcompile.runtime.report import RunFailed
from dagcompile.runtime.v1 import Check, Retry, expect
from dagcompile.runtime.v1.dask import Graph, collection, execute, gather

CALLS: Counter[str] = Counter()
_ONE = threading.Lock()


@pytest.fixture(autouse=True)
def none_called() -> None:
    CALLS.clear()


def called(name: str) -> None:
    with _ONE:
        CALLS[name] += 1


def load(day: int) -> list[int]:
    called("load")
    return [day, day + 1]


def scale(values: list[int], alpha: float) -> float:
    called("scale")
    return alpha * sum(values)


class Parts(NamedTuple):
    low: int
    high: int


def split(values: list[int]) -> Parts:
    called("split")
    return Parts(min(values), max(values))


def either(values: list[int]) -> Parts:
    called("either")
    return Parts(min(values), SKIP)


def total(values: list[int]) -> int:
    called("total")
    return sum(values)


def one(number: int) -> int:
    called("one")
    return number


def flaky(day: int) -> int:
    called("flaky")
    if CALLS["flaky"] < 2:
        raise OSError("not yet")
    return day


def broken(day: int) -> list[int]:
    called("broken")
    raise ValueError(f"no {day}")


def seen(value: object) -> bool:
    called("guard")
    return True


def refused(value: object) -> bool:
    called("refused")
    return False


Seen = Annotated[list[int], Check(seen)]
Refused = Annotated[list[int], Check(refused)]


@collection
def sweep(graph: Graph, *, day: int = 1, alpha: float = 1.0) -> float:
    values = graph.step("load", load, pure=True)(day)
    values = graph.guard("load", values, Seen)
    return graph.step("scale", scale)(values, alpha)


def computed(*pipelines: Any) -> tuple[Any, ...]:
    untyped: Any = dask
    found: tuple[Any, ...] = untyped.compute(*pipelines, scheduler="threads")
    return found


def test_what_runs_share_is_computed_once() -> None:
    alphas = (0.5, 1.0, 1.5)
    assert computed(*[sweep(alpha=alpha) for alpha in alphas]) == (1.5, 3.0, 4.5)
    assert CALLS == {"load": 1, "guard": 1, "scale": 3}


def test_what_takes_something_else_is_another() -> None:
    assert computed(sweep(day=1), sweep(day=2), sweep(day=2)) == (3.0, 5.0, 5.0)
    assert CALLS == {"load": 2, "guard": 2, "scale": 3}


def test_nothing_is_shared_that_is_not_pure() -> None:
    @collection
    def plain(graph: Graph, *, alpha: float = 1.0) -> float:
        return graph.step("scale", scale)(graph.step("load", load)(1), alpha)

    assert computed(plain(alpha=1.0), plain(alpha=2.0)) == (3.0, 6.0)
    assert CALLS["load"] == 2


def test_a_pure_step_below_a_run_is_of_the_run() -> None:
    @collection
    def below(graph: Graph) -> int:
        return graph.step("total", total, pure=True)(graph.step("load", load)(1))

    @collection
    def later(graph: Graph) -> int:
        graph.step("load", load)(1)
        return graph.step("total", total, pure=True, after=["load"])([1])

    assert computed(below(), below(), later(), later()) == (3, 3, 1, 1)
    assert CALLS["total"] == 4


def test_what_is_not_to_be_told_from_another_is_of_the_run() -> None:
    @collection
    def held(graph: Graph) -> bool:
        return graph.step("held", seen, pure=True)(lock)

    lock = threading.Lock()
    assert computed(held(), held()) == (True, True)
    assert CALLS["guard"] == 2


def chained(graph: Graph, *, day: int = 1) -> Any:
    """Ports, gathers, inputs that are guarded, order and expectations, all of them pure."""
    values = graph.step("load", load, pure=True)(day)
    values = graph.guard("load", values, list[int], expects=[expect(len, name="some")])
    parts = graph.step("split", split, pure=True, ports=("low", "high"), after=["load"])(values)
    both = gather([parts.low, parts.high])
    checked = graph.guard_input("total.values", both, Seen)
    added = graph.step("total", total, pure=True, unless_failed=["split"])(checked)
    first = graph.first_of("first", added, parts.low)
    graph.step("one", one)(first)
    return graph.outputs({"low": parts.low, "total": added, "first": first})


def test_what_stands_between_pure_steps_is_shared_too() -> None:
    pipeline = collection(chained)
    expected = {"low": 1, "total": 3, "first": 3}
    assert computed(pipeline(), pipeline(), pipeline(day=1)) == (expected,) * 3
    assert CALLS == {"load": 1, "split": 1, "guard": 1, "total": 1, "one": 3}


def told(pipeline: Callable[..., Any], run_id: str, **params: Any) -> tuple[Any, list[Event]]:
    events: list[Event] = []
    report = execute(pipeline, run_id=run_id, local="threads", sinks=(events.append,), **params)
    return report, events


def plainly(event: Event) -> Any:
    """An event as it is in every run."""
    kept = {name: each for name, each in event.items() if name not in ("run", "time")}
    verdict: Any = kept.get("verdict")
    return kept if verdict is None else {**kept, "verdict": {**verdict, "seconds": 0}}


def test_a_run_tells_the_same_whether_or_not_it_is_pure() -> None:
    def without(graph: Graph, *, day: int = 1) -> Any:
        step = graph.step
        graph.step = lambda *args, **options: step(  # type: ignore[method-assign, assignment]
            *args, **{name: each for name, each in options.items() if name != "pure"}
        )
        return chained(graph, day=day)

    report, events = told(collection(chained), "a", day=2)
    plain, expected = told(collection(name="chained")(without), "b", day=2)
    assert report.results == plain.results
    assert report.nodes == plain.nodes
    by_node = [sorted(map(plainly, each), key=_node) for each in (events, expected)]
    assert by_node[0] == by_node[1]
    assert {each["run"] for each in events} == {"a"}
    order = [each["node"] for each in events if each["event"] == "returned"]
    assert order == ["load", "split", "total", "first", "one"]


def _node(event: dict[str, object]) -> str:
    return str(event.get("node", ""))


def test_a_failure_is_told_by_all_that_waited_for_it() -> None:
    @collection
    def failing(graph: Graph, *, alpha: float = 1.0) -> float:
        values = graph.step("broken", broken, pure=True, retry=Retry(attempts=2))(3)
        return graph.step("scale", scale)(values, alpha)

    for each in (failing(alpha=1.0), failing(alpha=2.0)):
        with pytest.raises(RunFailed, match="broken") as caught:
            computed(each)
        assert "no 3" in "".join(caught.value.__notes__)
    assert CALLS == {"broken": 4}


def test_attempts_are_those_of_the_step_that_runs_share() -> None:
    @collection
    def trying(graph: Graph, *, alpha: float = 1.0) -> float:
        value = graph.step("flaky", flaky, pure=True, retry=Retry(attempts=3, on=OSError))(3)
        return graph.step("one", one)(value)

    report, events = told(trying, "a")
    assert report.results == {"result": 3}
    assert [each["event"] for each in events if each.get("node") == "flaky"] == [
        "started", "retrying", "started", "returned",
    ]  # fmt: skip
    assert CALLS == {"flaky": 2, "one": 1}


def test_a_guard_that_fails_fails_in_every_run() -> None:
    @collection
    def guarded(graph: Graph, *, alpha: float = 1.0) -> float:
        values = graph.step("load", load, pure=True)(1)
        values = graph.guard("load", values, Refused)
        return graph.step("scale", scale, pure=True)(values, alpha)

    for run in ("a", "b"):
        report, events = told(guarded, run)
        outcomes = {node: each.outcome for node, each in report.nodes.items()}
        assert outcomes == {"load": "failed", "scale": "not_run"}
        assert [each["event"] for each in events if each.get("node") == "load"] == [
            "started", "returned", "guard", "failed",
        ]  # fmt: skip


def test_what_is_withheld_is_withheld_of_all() -> None:
    @collection
    def skipping(graph: Graph) -> Any:
        parts = graph.step("either", either, pure=True, ports=("low", "high"))([1, 2])
        graph.step("one", one, pure=True)(parts.high)
        return parts.low

    for run in ("a", "b"):
        report, _ = told(skipping, run)
        assert report.results == {"result": 1}
        assert report.nodes["either"].withheld == ("high",)
        assert report.nodes["one"].outcome == "skipped"
    assert "one" not in CALLS


def test_a_run_that_watches_values_shares_none() -> None:
    watched = sweep.with_options(debug="mutations")
    assert computed(watched(), watched()) == (3.0, 3.0)
    assert CALLS["load"] == 2


def test_what_all_nodes_are_given_and_one_is_not() -> None:
    @collection(pure=True)
    def shared(graph: Graph) -> float:
        values = graph.step("load", load)(1)
        return graph.step("scale", scale, pure=False)(values, 1.0)

    assert computed(shared(), shared()) == (3.0, 3.0)
    assert CALLS == {"load": 1, "scale": 2}


def test_a_large_param_is_shared_too() -> None:
    @collection
    def summed(graph: Graph, *, values: list[int], alpha: float = 1.0) -> float:
        added = graph.step("total", total, pure=True)(values)
        return graph.step("scale", scale)(gather([added]), alpha)

    large = list(range(200_000))
    runs = [summed(values=list(large)), summed(values=large, alpha=2.0), summed(values=[1])]
    whole = float(sum(large))
    assert computed(*runs) == (whole, 2 * whole, 1.0)
    assert CALLS["total"] == 2
