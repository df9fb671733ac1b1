"""How long a body may take, and what becomes of one that takes longer."""

import asyncio
import gc
import re
import signal
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dagcompile import op
from dagcompile.runtime.events import Event
from dagcompile.runtime.frames import release
from dagcompile.runtime.retry import Retry
from dagcompile.runtime.timeout import GRACE, StepTimeout, within
from dagcompile.runtime.v1 import execute
from tests.runtime import bodies
from tests.runtime.bodies import Loop
from tests.runtime.lateness import timed_out
from tests.runtime.telling import run_to, told

AMPLE = 60.0
"""A time that nothing here takes."""


def test_a_body_in_time_gives_its_value() -> None:
    value = object()
    assert within(AMPLE, lambda: value, node="n") is value


def test_a_body_in_time_raises_its_error_where_the_author_wrote_it() -> None:
    run = run_to([])
    run.step("n", bodies.fail, timeout=AMPLE)()
    _, first, *_ = run.nodes["n"].traceback.splitlines()
    assert "bodies.py" in first
    assert isinstance(run.nodes["n"].error, ValueError)


@pytest.mark.parametrize("swallows", [NotImplementedError, Exception, BaseException])
def test_a_body_that_takes_too_long_is_stopped(swallows: type[BaseException]) -> None:
    body = Loop(swallows=swallows)
    error, seconds = timed_out(body, body.begun.is_set, node="load")
    assert str(error) == f"load did not return within its timeout of {seconds:g} s"
    assert body.stopped.wait(AMPLE)


def looping() -> None:
    Loop()()


async def sleeping() -> None:
    await asyncio.sleep(2)


async def awaiting() -> None:
    await asyncio.gather(asyncio.sleep(2))
    await sleeping()


async def busy() -> None:
    looping()


@pytest.mark.parametrize(
    ("body", "functions"),
    [
        (looping, ["looping", "__call__"]),
        (sleeping, ["sleeping", "sleep"]),
        (awaiting, ["awaiting"]),
        (op(awaiting), ["awaiting"]),
        (busy, ["busy", "looping", "__call__"]),
    ],
)
def test_a_timeout_tells_where_the_body_was(body: Any, functions: list[str]) -> None:
    for seconds in (0.2, 0.6, 1.8):  # until it has come so far
        run = run_to([])
        run.step("n", body, timeout=seconds)()
        first, *rest, last = run.nodes["n"].traceback.splitlines()
        assert first == "Traceback (most recent call last):"
        assert last.startswith("dagcompile.runtime.timeout.StepTimeout: n did not return")
        frames = [line for line in rest if line.startswith("  File ")]
        if body is busy:  # what runs a coroutine stands above it
            frames = [line for line in frames if "asyncio" not in line]
        if [line.rpartition(" in ")[2] for line in frames] == functions:
            break
    assert [line.rpartition(" in ")[2] for line in frames] == functions
    assert Path(__file__).name in frames[0]


def test_a_timeout_holds_nothing_of_a_body_that_ran_on() -> None:
    value = bodies.Touchy(1)
    kept = weakref.ref(value)
    gate = threading.Event()
    threads: list[threading.Thread] = []

    def body(held: Any) -> None:
        threads.append(threading.current_thread())
        while not gate.is_set():
            with suppress(BaseException):
                gate.wait()

    error, _ = timed_out(partial(body, value), lambda: bool(threads))
    release(error)
    gate.set()
    threads[0].join(AMPLE)
    del value
    assert error.__traceback__ is not None
    assert kept() is None


def _held() -> bool:
    """Some tenths of a second in one call that holds the interpreter's lock."""
    return re.fullmatch(r"(a+)+", "a" * 23 + "b") is None


def _held_and_fails() -> None:
    _held()
    raise ValueError


@pytest.mark.parametrize("body", [_held, _held_and_fails])
def test_a_body_that_nobody_could_stop_has_not_ended_in_time(body: Callable[[], Any]) -> None:
    begin = time.monotonic()
    _held()
    assert time.monotonic() - begin > 0.02
    with pytest.raises(StepTimeout, match=r"^n did not return within its timeout of 0\.01 s$"):
        within(0.01, body, node="n")


def test_no_body_returns_in_no_time() -> None:
    for _ in range(20):
        with pytest.raises(StepTimeout):
            within(1e-9, int, node="n")


def test_a_timeout_is_an_error_by_time_as_python_knows_it() -> None:
    with pytest.raises(TimeoutError):
        within(0.01, Loop(), node="n")


def test_a_body_that_waits_in_one_call_runs_on_and_is_not_heeded() -> None:
    begun, gate, done = threading.Event(), threading.Event(), threading.Event()

    def blocked() -> str:
        _wait(gate)
        done.set()
        return "too late"

    def _wait(gate: threading.Event) -> None:
        while not gate.is_set():
            try:
                begun.set()
                gate.wait()
            except BaseException:  # noqa: BLE001  (as a call that cannot be interrupted)
                continue

    begin = time.monotonic()
    _, seconds = timed_out(blocked, begun.is_set)
    assert time.monotonic() - begin >= seconds + GRACE
    gate.set()
    assert done.wait(AMPLE)


def test_a_body_sees_the_variables_of_its_context_and_changes_none() -> None:
    variable: ContextVar[str] = ContextVar("variable", default="unset")
    variable.set("caller")

    def body() -> str:
        seen = variable.get()
        variable.set("body")
        return seen

    assert within(AMPLE, body, node="n") == "caller"
    assert variable.get() == "caller"


@pytest.mark.parametrize(
    ("body", "raised"),
    [(bodies.interrupt, KeyboardInterrupt), (bodies.generator_exit, GeneratorExit),
     (bodies.exit_well, SystemExit), (bodies.panic, bodies.Panic)],
)  # fmt: skip
def test_whatever_a_body_raises_is_raised(body: Any, raised: type[BaseException]) -> None:
    with pytest.raises(raised):
        within(AMPLE, body, node="n")


def test_an_interrupt_of_the_run_stops_the_body() -> None:
    body = Loop()
    timer = threading.Timer(0.05, signal.pthread_kill, (threading.get_ident(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        within(AMPLE, body, node="n")
    assert body.stopped.wait(AMPLE)
    timer.join()


def test_a_time_beyond_the_clock_is_none(capfd: pytest.CaptureFixture[str]) -> None:
    assert within(1e300, int, node="n") == 0
    assert capfd.readouterr().err == ""


def test_stopped_threads_say_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    body = Loop()
    timed_out(body, body.begun.is_set)
    assert body.stopped.wait(AMPLE)
    assert capfd.readouterr() == ("", "")


def test_many_bodies_at_the_edge_of_their_time_end_one_way_or_the_other() -> None:
    ended = {"value": 0, "timeout": 0}
    for _ in range(200):
        try:
            assert within(0.001, lambda: time.sleep(0.001), node="n") is None
            ended["value"] += 1
        except StepTimeout:
            ended["timeout"] += 1
    assert sum(ended.values()) == 200
    assert not [each for each in threading.enumerate() if not each.is_alive()]


def _returns(value: Any) -> Any:
    return lambda: value


def _raises(value: Any) -> Any:
    def body() -> None:
        kept = value
        raise ValueError(type(kept).__name__)

    return body


@pytest.mark.parametrize("make", [_returns, _raises])
def test_nothing_is_kept_of_a_body_that_has_ended(make: Callable[[Any], Any]) -> None:
    gc.disable()
    try:
        value = bodies.Touchy(1)
        kept = weakref.ref(value)
        with suppress(ValueError):
            within(AMPLE, make(value), node="n")
        del value
        assert kept() is None
    finally:
        gc.enable()


def test_a_timeout_is_tried_again_whatever_classes_are() -> None:
    events: list[Event] = []
    calls: list[int] = []

    def body() -> int:
        calls.append(1)
        if len(calls) < 3:
            Loop()()
        return len(calls)

    retry = Retry(attempts=3, on=bodies.Unavailable)
    for seconds in (0.2, 2.0, 20.0):  # until the third one has ended in time
        events.clear()
        calls.clear()
        value = run_to(events).step("n", body, retry=retry, timeout=seconds)()
        if value == 3:
            break
    assert value == 3
    assert told(events) == [
        "started n#1", "retrying n#1", "started n#2", "retrying n#2", "started n#3", "returned n",
    ]  # fmt: skip
    error: Any = events[1]["error"]
    assert error["type"] == "dagcompile.runtime.timeout.StepTimeout"
    assert error["message"] == f"n did not return within its timeout of {seconds:g} s"


def test_a_run_tells_which_node_took_too_long() -> None:
    def pipeline(run: Any) -> Any:
        return run.step("slow", Loop(), timeout=0.02)()

    report = execute(pipeline, sinks=())
    assert isinstance(report.nodes["slow"].error, StepTimeout)
    assert report.nodes["slow"].reason == (
        "StepTimeout: slow did not return within its timeout of 0.02 s"
    )
