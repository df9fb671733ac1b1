"""How a run is asked to watch its values, and that it costs nothing where it is not."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Annotated, Any

import pytest

from dagcompile.runtime.dask.graph.collection import collection
from dagcompile.runtime.dask.main import main as dask_main
from dagcompile.runtime.debug import VARIABLE, UnknownDebug
from dagcompile.runtime.main import main
from dagcompile.runtime.run import execute
from dagcompile.runtime.v1 import Check, GuardFailed
from tests.runtime.debug import changing


def daily(run: Any) -> Any:
    made = run.step("make", changing.numbers)()
    change = run.step("change", changing.appends)(made)
    return run.outputs({"change": change, "shown": run.step("show", changing.looked)(made)})


def lone(run: Any) -> Any:
    return run.step("change", changing.appends)(run.step("make", changing.numbers)())


def dask_main_on_threads(pipeline: Any, *, argv: list[str]) -> int:
    return dask_main(collection(pipeline), argv=[*argv, "--local", "threads"])


TOLD = "change  changed make.result, which show uses too: [3] is new"


@pytest.mark.parametrize("entry", [main, dask_main_on_threads])
def test_a_flag_asks_for_it(entry: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry(daily, argv=["--debug", "mutations"]) == 1
    err = capsys.readouterr().err
    assert TOLD in err.splitlines()
    assert err.endswith(
        "daily failed: 2 of 3 steps succeeded\n"
        "  change failed: InputChanged: change changed make.result, which show uses too: "
        "[3] is new; let it change a copy, and hand that on\n"
    )
    assert entry(lone, argv=["--debug", "mutations"]) == 0
    told = "change  changed make.result, which nothing else uses: [3] is new"
    assert told in capsys.readouterr().err.splitlines()
    assert entry(daily, argv=[]) == 0


@pytest.mark.parametrize("entry", [main, dask_main_on_threads])
def test_so_does_the_environment(
    entry: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, "mutations")
    assert entry(daily, argv=[]) == 1
    assert TOLD in capsys.readouterr().err.splitlines()
    assert execute(daily).ended("failed") == ["change"]
    monkeypatch.setenv(VARIABLE, "1")
    with pytest.raises(SystemExit):
        entry(daily, argv=[])
    assert "  DAGCOMPILE_DEBUG is '1'; it may be: mutations" in capsys.readouterr().err
    with pytest.raises(UnknownDebug, match="is '1'; it may be: mutations"):
        execute(daily)


UNASKED = """
import sys
from dagcompile.runtime.v1 import execute
def daily(run):
    return run.guard("n", run.step("n", int)(), int)
assert execute(daily).result == 0
print(*sorted(name for name in sys.modules if name.startswith("dagcompile.runtime.debug.")))
"""


def test_a_run_that_is_not_asked_loads_nothing_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNASKED], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"


@contextmanager
def task() -> Iterator[Any]:
    """The step of the node `n` in the context of a task of Airflow."""
    pytest.importorskip("airflow.sdk")
    from airflow.sdk.execution_time.context import set_current_context

    from dagcompile.runtime.v1.airflow import Step

    instance = SimpleNamespace(try_number=1, max_tries=0, dag_id="p")
    context: Any = {"ti": instance, "run_id": "r", "params": {}}
    with set_current_context(context):
        yield Step("n")


def test_in_airflow_checks_are_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = Annotated[list[int], Check(changing.empties)]
    with task() as n:
        assert n.run(changing.numbers, returns=checked)() == {"result": {"value": []}}
    monkeypatch.setenv(VARIABLE, "mutations")
    with (
        task() as n,
        pytest.raises(Exception, match=r"ValueChanged: `.*empties` changed n\.result") as raised,
    ):
        n.run(changing.numbers, returns=checked)()
    assert isinstance(raised.value.__cause__, GuardFailed)
    with (
        task() as n,
        pytest.raises(Exception, match=r"`.*empties` changed n\.values"),
    ):
        n.run(changing.count, returns=int)(n.guard_input("values", [1], checked))
