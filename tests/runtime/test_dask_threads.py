"""Threads of a run on Dask: an interrupted process ends, and the settings of Dask hold."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import dask

from dagcompile.runtime.v1.dask import Graph, collection, execute, gather

SCRIPT = """
    import signal, sys, time
    from dagcompile.runtime.v1.dask import Graph, collection, main

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it

    def wait() -> None:
        print("begun", file=sys.stderr, flush=True)
        time.sleep(60)

    @collection
    def daily(graph: Graph):
        return graph.step("one", wait)()

    raise SystemExit(main(daily))
"""

told: ContextVar[str] = ContextVar("told", default="")


def test_an_interrupted_process_does_not_wait_for_the_body(tmp_path: Path) -> None:
    file = tmp_path / "daily.py"
    file.write_text("\n".join(line[4:] for line in SCRIPT.splitlines()))
    child = subprocess.Popen(
        [sys.executable, str(file), "--quiet", "--local", "threads"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    assert child.stderr.readline() == "begun\n"
    child.send_signal(signal.SIGINT)
    try:
        _, err = child.communicate(timeout=30)  # half of what the body takes
    finally:
        child.kill()
    assert child.returncode == 130
    assert err == "daily was interrupted in one, after 0 steps\n"


def where() -> str:
    return f"{told.get()} {threading.current_thread().name}"


def ran(**settings: Any) -> set[str]:
    @collection
    def wide(graph: Graph) -> Any:
        return gather([graph.step(f"n{each}", where)() for each in range(20)])

    token = told.set("context")
    try:
        with dask.config.set(**settings):
            result = execute(wide, local="threads", sinks=()).result
    finally:
        told.reset(token)
    return set(result)


def test_a_body_sees_the_context_of_the_one_who_runs_it() -> None:
    assert {each.split()[0] for each in ran()} == {"context"}


def test_the_pool_of_the_settings_is_taken() -> None:
    with ThreadPoolExecutor(1, thread_name_prefix="mine") as pool:
        assert {each.split()[-1] for each in ran(pool=pool)} == {"mine_0"}
