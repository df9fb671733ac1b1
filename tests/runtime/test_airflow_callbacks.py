"""Callbacks that are found when they fire, by Airflow's own means of calling them."""

import asyncio
import logging
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("airflow.sdk")

from dagcompile.runtime.v1.airflow import Callback, missed


@pytest.fixture(autouse=True)
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    told: list[Any] = []
    module = ModuleType("tower")

    class Bell:
        @staticmethod
        def ring(context: Any) -> None:
            told.append(context)

    async def later(context: Any, **more: Any) -> None:
        await asyncio.sleep(0)
        told.append((context, more))

    def breaks(context: Any, **more: Any) -> None:
        told.append("breaks")
        raise ZeroDivisionError

    def leaves(context: Any) -> None:
        raise SystemExit(3)

    vars(module).update(Bell=Bell, later=later, breaks=breaks, leaves=leaves, ring=Bell.ring)
    monkeypatch.setitem(sys.modules, "tower", module)
    return told


@pytest.mark.parametrize("path", ["tower:ring", "tower:Bell.ring"])
def test_a_callback_is_told_of_the_context(path: str, calls: list[Any]) -> None:
    Callback(path)({"a": 1})
    assert calls == [{"a": 1}]


def test_an_async_one_is_run_to_its_end(calls: list[Any]) -> None:
    Callback("tower:later")({"a": 1})
    assert calls == [({"a": 1}, {})]


@pytest.mark.parametrize("name", ["breaks", "leaves", "gone"])
def test_one_that_fails_is_a_line_in_the_log(
    name: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An Airflow that was set up in this process before has switched off what it did not know.
    logger = logging.getLogger("dagcompile.callbacks")
    monkeypatch.setattr(logger, "disabled", False)
    monkeypatch.setattr(logger, "handlers", [caplog.handler])
    Callback(f"tower:{name}")({})
    assert f"callback tower:{name} failed" in caplog.text
    Callback("no_such_tower:ring")({})
    assert "callback no_such_tower:ring failed: ModuleNotFoundError" in caplog.text


def test_its_text_is_the_same_in_every_process() -> None:
    assert repr(Callback("tower:ring")) == "Callback('tower:ring')"


def fired(path: str, **given: Any) -> list[Any]:
    """What Airflow's trigger makes of a missed deadline."""
    from airflow.triggers.callback import CallbackTrigger

    told = {"call": path, **given, "context": {"dag_run": {}}}
    trigger = CallbackTrigger(f"{missed.__module__}.{missed.__qualname__}", told)

    async def run() -> list[Any]:
        return [each async for each in trigger.run()]

    return [each.payload["state"].value for each in asyncio.run(run())]


def test_a_missed_deadline_calls_functions_of_either_kind(calls: list[Any]) -> None:
    more = {"channel": "#a", "call": "tower:breaks"}
    assert fired("tower:later", kwargs=more) == ["running", "success"]
    assert fired("tower:ring") == ["running", "success"]
    assert calls == [({"dag_run": {}}, more), {"dag_run": {}}]


def test_what_it_raises_is_the_failure_that_airflow_shows(calls: list[Any]) -> None:
    assert fired("tower:breaks", kwargs={"channel": "#a"}) == ["running", "failed"]
    assert calls == ["breaks"]


def test_nothing_of_the_authors_is_imported_before_it_fires() -> None:
    script = (
        "import sys\n"
        "from dagcompile.runtime.v1.airflow import Callback, missed\n"
        "from airflow.sdk import AsyncCallback\n"
        "Callback('this:s'); AsyncCallback(missed, kwargs={'call': 'this:s'})\n"
        "assert 'this' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
