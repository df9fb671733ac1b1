"""What is used of Dask that is not public: whether the version that is installed has it."""

import ast
import inspect
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from dask.highlevelgraph import HighLevelGraph
from distributed import Client, LocalCluster
from packaging.specifiers import SpecifierSet

import benchmarks
import dagcompile
from dagcompile.runtime.dask import shim
from dagcompile.runtime.dask.cluster.warned import ClusterWarning
from dagcompile.runtime.dask.running.questions import ask
from dagcompile.runtime.dask.shim import Task, TaskRef, task_with, unlike, wanted, wants
from dagcompile.runtime.v1.dask import Graph, collection, execute

PRIVATE = {
    "dask._expr": {"HLGExpr", "LLGExpr"},
    "dask._task_spec": {"DataNode", "Dict", "GraphNode", "List", "Task", "TaskRef", "Tuple"},
}
"""All that `shim` imports of Dask's own modules."""


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Of a cluster in this process."""
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0"
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.mark.parametrize("library", ["dask", "distributed"])
def test_the_installed_version_is_one_that_the_shim_is_made_for(library: str) -> None:
    # A new version comes with a look at what is below, and a wider range.
    assert version(library) in SpecifierSet(shim.DESIGNED_FOR)


def test_a_newer_version_is_told_of() -> None:
    assert shim.newer("2026.8.1") is None
    assert shim.newer("2025.12.0") is None
    assert shim.newer("2026.10.0+3.g0b1") == (
        "dask 2026.10.0+3.g0b1 is newer than what this was tested with (>=2026.8,<2026.9)"
    )


def test_a_run_on_a_newer_version_tells_so(monkeypatch: pytest.MonkeyPatch) -> None:
    @collection
    def daily(graph: Graph) -> int:
        return graph.step("one", int)(1)

    monkeypatch.setattr(shim, "DESIGNED_FOR", ">=2024.1,<2024.2")
    with pytest.warns(ClusterWarning, match=r"dask 20.* is newer than .*<2024\.2"):
        assert execute(daily, local="threads", sinks=()).results == {"result": 1}


def test_what_the_shim_imports() -> None:
    assert imports_of(Path(shim.__file__)) == PRIVATE


def test_nobody_else_imports_of_what_is_not_public() -> None:
    files = [
        file
        for package in (dagcompile, benchmarks)
        for file in Path(package.__path__[0]).rglob("*.py")
        if file != Path(shim.__file__)
    ]
    assert len(files) > 100
    assert not {str(file): found for file in files if (found := imports_of(file))}


def test_a_task_has_what_is_read_of_it() -> None:
    task = Task(("op-1", "a"), max, 1, TaskRef("b"))
    assert (task.key, task.func, task.args, task.kwargs) == (
        ("op-1", "a"), max, (1, TaskRef("b")), {},
    )  # fmt: skip
    assert task.dependencies == {"b"}
    assert task({"b": 2}) == 2
    assert task.args[1].key == "b"
    assert shim.DataNode("d", [1]).value == [1]
    assert shim.DataNode("d", [1]).substitute({}, key="e").key == "e"
    assert shim.List(1, TaskRef("b")).args == (1, TaskRef("b"))
    assert tuple(shim.Dict({"x": 1, "y": TaskRef("b")}).args) == ("x", 1, "y", TaskRef("b"))


def test_the_keyword_that_a_task_takes_itself() -> None:
    # Should there be others, `task_with` has to know of them.
    own = inspect.signature(Task.__init__).parameters.values()
    assert [each.name for each in own if each.kind is each.KEYWORD_ONLY] == ["_data_producer"]
    assert task_with("k", dict, (), {"_data_producer": 1})() == {"_data_producer": 1}


class Untold:
    """Of which nobody can make a token."""

    def __dask_tokenize__(self) -> object:
        raise AssertionError("it was asked for a token")

    def __call__(self) -> int:
        return 7


def graphs() -> dict[str, Any]:
    tasks: dict[Any, Task] = {"a": Task("a", Untold()), "b": Task("b", min, TaskRef("a"), 9)}
    return {"dict": tasks, "layers": HighLevelGraph({"all": tasks}, {"all": set()})}


@pytest.mark.parametrize("form", ["dict", "layers"])
def test_a_graph_is_sent_without_a_token_of_each_task(client: Client, form: str) -> None:
    first, second = (client.get(unlike(graphs()[form], ["b"]), ["b"], sync=False) for _ in "12")
    assert client.gather([*first, *second]) == [7, 7]
    assert unlike(graphs()[form], ["b"])._name != unlike(graphs()[form], ["b"])._name


def test_what_is_asked_of_a_scheduler(client: Client) -> None:
    def topics(dask_scheduler: Any) -> bool:
        return "t" in dask_scheduler._broker._topics

    def heard(dask_scheduler: Any) -> bool:
        topics = dask_scheduler._broker._topics
        return "t" in topics and bool(topics["t"].subscribers)

    came = Event()
    client.subscribe_topic("t", lambda _: came.set())
    while not client.run_on_scheduler(heard):
        pass
    client.log_event("t", "told")
    assert came.wait(60)
    assert client.run_on_scheduler(topics)
    client.unsubscribe_topic("t")
    client.run_on_scheduler(shim.forget_topic, "t")
    assert not client.run_on_scheduler(topics)


def test_futures_of_keys_that_a_scheduler_has(client: Client) -> None:
    (last,) = client.get(unlike(graphs()["dict"], ["b"]), ["b"], sync=False)
    assert last.result() == 7
    again = wanted(client, ["b"])
    assert kept(client, "b") == ["b"]
    del last
    assert again["b"].result() == 7


def test_of_what_a_scheduler_has_dropped_only_what_begins_anew_is_kept(client: Client) -> None:
    # Of keys of its own: those of other tests are forgotten when their futures are collected.
    graph = {"first": Task("first", Untold()), "last": Task("last", min, TaskRef("first"), 9)}
    (last,) = client.get(unlike(graph, ["last"]), ["last"], sync=False)
    assert last.result() == 7
    futures = wanted(client, ["first", "none"])
    assert kept(client, "first", "none") == []
    assert kept(client, "first", "none", anew=["first", "none"]) == ["first"]
    assert futures["first"].result() == 7


def kept(client: Client, *keys: str, anew: Sequence[str] = ()) -> list[str]:
    """Those of `keys` that the scheduler keeps for `client`."""
    return ask(client, wants, keys, anew, client.id)


def imports_of(file: Path) -> dict[str, set[str]]:
    """What a file imports of Dask's modules, and of those of distributed, that begin with `_`."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            own = node.module.split(".")
            if own[0] in ("dask", "distributed") and any(each[:1] == "_" for each in own):
                found.setdefault(node.module, set()).update(each.name for each in node.names)
    return found
