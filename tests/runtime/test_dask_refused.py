"""What a run is asked for that cannot be meant: refused before anything runs, by arguments and by
flags alike.
"""

from functools import partial
from typing import Any

import pytest

from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.store import STORE_VARIABLE, NoStore
from dagcompile.runtime.v1 import Run, needs_store
from dagcompile.runtime.v1 import execute as execute_script
from dagcompile.runtime.v1 import main as main_script
from dagcompile.runtime.v1.dask import Graph, collection, execute, main

RAN: list[int] = []


@collection
def daily(graph: Graph) -> Any:
    return graph.step("one", partial(RAN.append, 1))()


def script(run: Run) -> Any:
    return run.step("one", partial(RAN.append, 1))()


@pytest.fixture(autouse=True)
def _nothing_runs() -> Any:
    RAN.clear()
    yield
    assert RAN == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"local": "thread"}, "local: expected one of threads, processes, got 'thread'"),
        ({"local": 1}, "local: expected one of threads, processes, got 1"),
        ({"local": "threads", "scheduler": "tcp://127.0.0.1:1"},
         "local: is for a run without a scheduler, and one is named"),
        ({"scheduler": ""}, "scheduler: expected an address, got ''; an address is "),
        ({"wait": "x"}, "wait: expected seconds, at least 0, got 'x'"),
        ({"wait": -5}, "wait: expected seconds, at least 0, got -5"),
        ({"wait": float("nan")}, "wait: expected seconds, at least 0, got nan"),
        ({"wait": True}, "wait: expected seconds, at least 0, got True"),
        ({"max_result": "lots"}, "max_result: 'lots' is no size: write 200MB, "),
        ({"max_graph": 0}, "max_graph: 0 is no size: write 200MB, "),
    ],
)  # fmt: skip
def test_by_arguments(asked: Any, told: str) -> None:
    if not {"local", "scheduler"} & set(asked):
        asked = {"local": "threads", **asked}
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        execute(daily, **asked)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    "run", [partial(execute, daily, local="threads"), partial(execute_script, script)]
)
@pytest.mark.parametrize(
    ("asked", "kind", "told"),
    [
        ({"debug": "mutation"}, ValueError, "debug is 'mutation'; it may be: mutations"),
        ({"run_id": ""}, ValueError, "run_id: expected a name, got ''"),
        ({"run_id": 5}, ValueError, "run_id: expected a name, got 5"),
        ({"sinks": (print, 5)}, TypeError, "sinks: expected callables that take an event, got 5"),
        ({"sinks": print}, TypeError, "sinks: expected a tuple of callables, got builtin_function"),
    ],
)
def test_by_arguments_that_scripts_take_too(
    run: Any, asked: dict[str, Any], kind: type[Exception], told: str
) -> None:
    with pytest.raises(kind) as refused:
        run(**asked)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize("asked", [{"debug": "mutation"}, {"run_id": ""}])
def test_by_options_of_a_collection(asked: Any) -> None:
    with pytest.raises(ValueError, match=r"'mutation'; it may be: mutations|a name, got ''"):
        daily.with_options(**asked)


def refused(capsys: pytest.CaptureFixture[str], entry: Any, *argv: str) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        entry(argv=argv)
    assert ended.value.code == 2
    first, *lines, last = capsys.readouterr().err.splitlines()
    assert (first.partition(": ")[2], last) == ("nothing was run", "--help says what there is")
    return lines


def test_by_flags_all_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    size = "is no size: write 200MB, 1.5GB or a number of bytes"
    flags = ("--max-result", "lots", "--max-graph=0", "--wait=-5", "--run-id=", "--local=threads")
    assert sorted(refused(capsys, partial(main, daily), *flags)) == [
        f"  --max-graph: '0' {size}",
        f"  --max-result: 'lots' {size}",
        "  --run-id: expected a name, got ''",
        "  --wait: expected seconds, at least 0, got -5",
    ]
    assert refused(capsys, partial(main_script, script), "--run-id=") == [
        "  --run-id: expected a name, got ''"
    ]


def test_schedulers_that_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = refused(capsys, partial(main, daily), "--scheduler=")
    assert line.startswith("  --scheduler: expected an address, got ''; an address is what `dask s")
    assert refused(capsys, partial(main, daily), "--scheduler-file=") == [
        "  --scheduler-file: expected a file, got ''"
    ]


def test_workers_that_a_run_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dagcompile.runtime.dask.running.run.connected", None)  # none are started

    @collection
    def placed(graph: Graph) -> Any:
        return graph.step("one", partial(RAN.append, 1), workers=["alice"])()

    with pytest.raises(ClusterError) as caught:
        execute(placed, local="processes", sinks=())
    assert str(caught.value) == (
        "workers that are started for one run have no names of yours: one asks for the worker "
        "alice. Run it on a cluster whose workers are called so (--scheduler), or build it with "
        "allow_other_workers"
    )


def test_what_names_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    @collection
    @needs_store
    def kept(graph: Graph) -> Any:
        return graph.step("one", partial(RAN.append, 1))()

    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    with pytest.raises(NoStore, match=rf"by --store \(in Python store=\) or {STORE_VARIABLE}$"):
        kept()
