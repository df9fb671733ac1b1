"""Bodies of nodes for the tests of the run time, where a worker process can import them."""

import asyncio
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from dagcompile.runtime.v1 import SKIP


class Model(BaseModel):
    text: str


class Sides(NamedTuple):
    """Ports with the names of a tuple's own methods."""

    count: Any
    index: Any


@dataclass
class Record:
    text: str = "x"
    parts: dict[str, Any] = field(default_factory=dict)


def record(size: int) -> Record:
    return Record("x" * size)


def model(size: int) -> Any:
    return Model(text="x" * size)


class Unavailable(Exception):
    """Worth another attempt."""


class Unspeakable(Exception):
    """Has no text."""

    def __str__(self) -> str:
        raise RuntimeError("no text")


class Wordy(Exception):
    """Takes two arguments and keeps one, so that it does not unpickle."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)


@dataclass(eq=False)
class Touchy:
    """Cannot be compared, tested for truth or counted."""

    number: int

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("compared")

    def __bool__(self) -> bool:
        raise RuntimeError("tested for truth")

    def __len__(self) -> int:
        raise RuntimeError("counted")


class Unreadable:
    """Pickles, and does not unpickle."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (_refuse, ())


def _refuse() -> None:
    raise LookupError("not to be read")


class Loop:
    """A body that goes on until it is told to stop, and notes what stopped it."""

    def __init__(self, *, swallows: type[BaseException] = NotImplementedError) -> None:
        self.swallows = swallows
        self.begun = threading.Event()
        self.stopped = threading.Event()

    def __call__(self) -> None:
        end = time.monotonic() + 60.0
        try:
            self.begun.set()
            while time.monotonic() < end:
                try:
                    time.sleep(0.005)
                except self.swallows:
                    return
        finally:
            self.stopped.set()


def same(value: Any) -> Any:
    return value


def add(left: int, right: int = 1) -> int:
    return left + right


def total(numbers: Any) -> int:
    return sum(numbers.values() if isinstance(numbers, dict) else numbers)


def hostile(self: Any, node: Any, fn: Any, *, args: Any, kwargs: Any, value: Any = 0) -> Any:
    return [self, node, fn, args, kwargs, value]


def named_oddly(value: Any, *, _data_producer: Any, key: Any, func: Any) -> Any:
    return [value, _data_producer, key, func]


def split(number: int) -> Sides:
    return Sides(count=number, index=SKIP)


def neither(number: int) -> Sides:
    return Sides(count=SKIP, index=SKIP)


def unsplit(number: int) -> Any:
    return (number, number)


def withhold(number: Any = 0) -> Any:
    return SKIP


def fail(number: Any = 0) -> Any:
    raise ValueError(f"cannot take {number}")


def fail_unspeakably(number: Any = 0) -> Any:
    raise Unspeakable


def fail_wordily(number: Any = 0) -> Any:
    raise Wordy("a", "b")


def fail_with_surrogates(number: Any = 0) -> Any:
    raise ValueError("half \udc80 a character, and 2**70 is", 2**70)


def exit_well(number: Any = 0) -> Any:
    sys.exit(0)


class Panic(BaseException):
    """As extension modules raise it."""


def panic(number: Any = 0) -> Any:
    raise Panic("index out of bounds")


def cancel(number: Any = 0) -> Any:
    raise asyncio.CancelledError


def generator_exit(number: Any = 0) -> Any:
    raise GeneratorExit


def append(items: list[int]) -> list[int]:
    items.append(1)
    return items


def interrupt(number: Any = 0) -> Any:
    raise KeyboardInterrupt


def refuse(text: str) -> None:
    raise ValueError(text)


def recurse(number: Any = 0) -> Any:
    return recurse(number)


def lock(number: Any = 0) -> Any:
    return threading.Lock()


def numbers(number: Any = 0) -> Any:
    return (each for each in range(3))


def closure(number: int) -> Any:
    return lambda: number


def unreadable(number: Any = 0) -> Any:
    return Unreadable()


def touchy(number: int) -> Touchy:
    return Touchy(number)


def touch(value: Touchy) -> int:
    return value.number


def error_as_value(number: Any = 0) -> Any:
    return ValueError("a value")


def die(number: Any = 0) -> Any:
    os._exit(3)


def process(number: Any = 0) -> int:
    return os.getpid()


def slowly(number: Any = 0) -> Any:
    time.sleep(0.3)
    return number


_BUSY: list[int] = []


def busy_thread() -> int:
    """How many calls of this run at once in this process."""
    _BUSY.append(1)
    time.sleep(0.2)
    busy = len(_BUSY)
    _BUSY.pop()
    return busy


def linger() -> None:
    time.sleep(30)


def third_time(folder: str) -> int:
    """Succeeds when called for the third time with this folder."""
    calls = len(list(Path(folder).iterdir())) + 1
    Path(folder, str(calls)).touch()
    if calls < 3:
        raise Unavailable(f"call {calls}")
    return calls


def positive(value: int) -> bool:
    return value > 0


def crash(value: Any) -> bool:
    raise LookupError("a check that crashes")


def leave(value: Any) -> bool:
    sys.exit(0)


def time_out(number: Any = 0) -> Any:
    from airflow.sdk.exceptions import AirflowTaskTimeout

    raise AirflowTaskTimeout("too long")


def terminate(number: Any = 0) -> Any:
    from airflow.sdk.exceptions import AirflowTaskTerminated

    raise AirflowTaskTerminated("stopped")
