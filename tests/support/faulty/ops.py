"""Ops that tell by files what they do. `folder` is one of the test's own.

begun/held.4711     the process 4711 is in the body of `held`
go.held             it may go on
"""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dagcompile import Asset, Context, op

LOG = Asset("faulty/log")

PATIENCE = 300.0
"""Seconds after which nothing is waited for any more."""


class Unreadable:
    """Pickles everywhere, and unpickles where `FAULTY_READS` is set."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (_read, ())


def _read() -> Unreadable:
    if "FAULTY_READS" not in os.environ:
        raise LookupError("not to be read here")
    return Unreadable()


def begin(folder: str, name: str) -> None:
    """Tell that a body has begun in this process."""
    begun = Path(folder, "begun")
    begun.mkdir(exist_ok=True)
    number = len(list(begun.glob(f"{name}.*")))
    (begun / f"{name}.{os.getpid()}.{number}").touch()


def hold(folder: str, name: str) -> None:
    """Tell that a body has begun, and wait until it may go on."""
    begin(folder, name)
    until = time.monotonic() + PATIENCE
    while not Path(folder, f"go.{name}").exists():
        if time.monotonic() > until:
            raise TimeoutError(f"{name} was not let go")
        time.sleep(0.01)


@op
def first(folder: str) -> int:
    hold(folder, "first")
    return 1


@op
def second(number: int, folder: str) -> int:
    hold(folder, "second")
    return number + 1


@op
def beside(folder: str) -> int:
    hold(folder, "beside")
    return 10


@op
def quick(folder: str) -> int:
    begin(folder, "quick")
    return 5


@op
def both(one: int, other: int) -> int:
    return one + other


@op
def write(number: int, folder: str, ctx: Context = Context()) -> int:
    """Write a file, whole or not at all, and wait before telling that it has."""
    begin(folder, "write")
    file = Path(folder, "written.txt")
    unfinished = file.with_suffix(f".{os.getpid()}.part")
    unfinished.write_text(f"{number}\n")
    unfinished.replace(file)
    ctx.materialize(LOG, uri=file.as_uri(), metadata={"number": number})
    hold(folder, "written")
    return number


@op
def die(number: int, folder: str, how: str) -> int:
    """End the process that runs this."""
    begin(folder, "die")
    _ENDS[how]()
    return number


@op
def drag(folder: str) -> int:
    """End the process that runs this, each time when it is let go: `drag0`, `drag1`, ..."""
    number = len(list(Path(folder, "begun").glob("drag?.*")))
    hold(folder, f"drag{number}")
    os._exit(3)


@op
def unreadable() -> Any:
    return Unreadable()


@op
def fail(number: int) -> int:
    raise ValueError(f"cannot take {number}")


def _memory() -> None:
    """Take 600 MB, and keep them until somebody notices."""
    taken: list[bytearray] = []
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if len(taken) < 30:
            taken.append(bytearray(20_000_000))
        time.sleep(0.02)


def _memory_error() -> None:
    raise MemoryError("Unable to allocate 7.45 GiB")


_ENDS: dict[str, Callable[[], object]] = {
    "exit": lambda: os._exit(3),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "memory": _memory,
    "memory error": _memory_error,
}
