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

from dagcompile.runtime.dask.running.threads import DaemonThreads
from dagcompile.runtime.v1.dask import Graph, collection, execute, gather

SCRIPT = """
    import signal, sys, time
    from dagcompile.runtime.v1.dask import Graph, collection, main

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it

    def wait() -> None:
        print("begun", file=sys.stderr, flush=True)
        time.sleep(300)

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
        _, err = child.communicate(timeout=150)  # half of what the body takes
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


def test_threads_are_kept_for_the_calls_of_a_run_and_end_with_it() -> None:
    before = set(threading.enumerate())
    with DaemonThreads(2) as pool:
        one = [pool.submit(threading.get_ident).result(60) for _ in range(50)]
        own = set(threading.enumerate()) - before
        assert len(set(one)) <= len(own) <= 2
        assert all(each.daemon for each in own)
    for each in own:
        each.join(60)
    assert not own & set(threading.enumerate())


def test_no_call_waits_for_another() -> None:
    met = threading.Barrier(5)
    with DaemonThreads(1) as pool:
        pool.submit(int).result(60)
        waiting = [pool.submit(met.wait) for _ in range(5)]
        assert {each.result(60) for each in waiting} == set(range(5))
