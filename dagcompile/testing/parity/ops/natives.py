"""What operators of Airflow are given to call, and what stands in for them elsewhere."""

import time
from dataclasses import dataclass
from datetime import date

from dagcompile import SKIP, Maybe, op
from dagcompile.testing.parity.ops.flow import Broken
from dagcompile.testing.parity.ops.unsteady import Away, count_call


@dataclass(frozen=True)
class Answer:
    """What a job says of itself."""

    day: date
    rows: dict[str, int]


@op
def environment(number: int) -> dict[str, str]:
    """What a job is to know; one text looks like a template."""
    return {"NUMBER": str(number), "ODD": "{{ ds }}"}


@op
def printed(env: dict[str, str]) -> int:
    """What a job in a shell prints."""
    return int(env["NUMBER"]) + len(env["ODD"])


@op
def given(number: int) -> dict[str, int]:
    """The keyword arguments of a call."""
    return {"number": number}


def answer_json(number: int) -> dict[str, object]:
    """An answer as plain JSON."""
    return {"day": "2024-02-29", "rows": {"a": number}}


@op
def answered(op_kwargs: dict[str, int]) -> Answer:
    """The same, as a value."""
    return Answer(date(2024, 2, 29), {"a": op_kwargs["number"]})


@op
def rows(answer: Answer) -> int:
    """What is in an answer."""
    return answer.rows["a"] + answer.day.day


def ready() -> bool:
    """What a sensor waits for."""
    return True


@op
def passed() -> None:
    """Nothing to wait for."""


def text() -> str:
    """No number."""
    return "many"


@op
def lied() -> int:
    """The same, whatever it says."""
    return "many"  # type: ignore[return-value]


def raises() -> None:
    """Fails."""
    raise Broken("out of order")


@op
def failed() -> int:
    """The same."""
    raise Broken("out of order")


def none() -> None:
    """Gives nothing."""


@op
def withheld() -> Maybe[int]:
    """The same."""
    return SKIP


@op
def counting(scratch: str) -> dict[str, str]:
    """Where calls are counted."""
    return {"scratch": scratch}


def third(scratch: str) -> int:
    """Fails twice."""
    call = count_call(scratch, "third")
    if call < 3:
        raise Away(f"call {call}")
    return call


@op
def third_time(op_kwargs: dict[str, str]) -> int:
    """The same."""
    return third(op_kwargs["scratch"])


def sleep() -> None:
    """Takes longer than it may."""
    time.sleep(30)


@op
def slept() -> int:
    """The same."""
    time.sleep(30)
    return 0
