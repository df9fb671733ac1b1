"""A coroutine is run to its end, whatever thread it comes out in."""

import asyncio
import threading
from contextvars import ContextVar
from types import CoroutineType
from typing import Any

import pytest

from dagcompile.runtime.coroutines import awaited
from dagcompile.runtime.events import Event
from dagcompile.runtime.node import attempt, settle
from dagcompile.runtime.retry import Retry
from dagcompile.runtime.run import Run
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.v1 import SKIP
from tests.runtime.bodies import Sides
from tests.runtime.telling import log_to, told

PLACE: ContextVar[str] = ContextVar("PLACE", default="")


async def given(value: Any) -> Any:
    await asyncio.sleep(0)
    return value


async def raising(error: BaseException) -> int:
    await asyncio.sleep(0)
    raise error


def test_it_gives_what_the_coroutine_returns() -> None:
    assert awaited(given(3)) == 3


def test_it_has_a_thread_of_its_own_where_a_loop_runs() -> None:
    async def here() -> tuple[str, str]:
        return threading.current_thread().name, PLACE.get()

    async def outside() -> tuple[str, str]:
        PLACE.set("outside")
        return awaited(here())

    name, place = asyncio.run(outside())
    assert name.startswith("dagcompile_async")
    assert place == "outside"


@pytest.mark.parametrize(
    "error", [ValueError("a"), asyncio.CancelledError("b"), SystemExit(3), KeyboardInterrupt()]
)
def test_what_it_raises_is_raised(error: BaseException) -> None:
    with pytest.raises(type(error)) as raised:
        awaited(raising(error))
    assert raised.value is error


def test_what_it_raises_is_raised_where_a_loop_runs() -> None:
    async def outside() -> None:
        awaited(raising(ValueError("a")))

    with pytest.raises(ValueError, match="a"):
        asyncio.run(outside())


def test_a_node_settles_with_the_value_of_its_coroutine() -> None:
    assert settle(given(3), node="n", ports=()) == 3
    assert isinstance(settle(given(SKIP), node="n", ports=()), Missing)
    sides = settle(given(Sides(1, SKIP)), node="n", ports=("count", "index"))
    assert sides[0] == 1
    assert isinstance(sides[1], Missing)


def test_a_coroutine_is_tried_again() -> None:
    events: list[Event] = []
    errors: list[BaseException] = [ValueError("a")]

    async def body() -> int:
        if errors:
            raise errors.pop()
        return 3

    value = attempt(
        lambda: settle(body(), node="n", ports=()),
        node="n",
        retry=Retry(attempts=2),
        log=log_to(events),
    )
    assert value == 3
    assert told(events) == ["started n#1", "retrying n#1", "started n#2"]


def test_a_step_of_an_async_function_is_like_any_other() -> None:
    run = Run(log_to([]))
    step: Any = run.step("n", given)
    assert step(3) == 3
    assert isinstance(run.step("m", raising)(asyncio.CancelledError()), Missing)
    assert (run.nodes["n"].outcome, run.nodes["m"].outcome) == ("ok", "failed")


def test_an_ordinary_value_is_no_coroutine() -> None:
    waiting = given(1)
    assert type(waiting) is CoroutineType
    waiting.close()
    assert settle([waiting], node="n", ports=()) == [waiting]
