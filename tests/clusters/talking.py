"""Ops that print and log, and wait for files. Workers of the tests import this module."""

# ruff: noqa: T201  (printing is what is tested)

import logging
import sys
import time
from pathlib import Path
from typing import NamedTuple

from dagcompile import Asset, Context, op, pipeline

LOG = logging.getLogger("shop.talking")
FLOOD = 100_000
TURNS = 20
WROTE = Asset("wrote", uri="file:///wrote")


def await_file(folder: Path, name: str) -> None:
    """Until there is a file of this name, which a test makes."""
    for _ in range(6_000):
        if (folder / name).exists():
            return
        time.sleep(0.01)
    raise TimeoutError(f"nobody made {name}")


@op(writes=[WROTE])
def chat(folder: Path, ctx: Context = Context()) -> int:
    print("three rows")
    LOG.info("four %s", "rows")
    LOG.debug("not to be heard")
    sys.stderr.write("five rows\n")
    ctx.materialize(WROTE, metadata={"rows": 3})
    await_file(folder, "go")
    return 3


@op
def after(number: int) -> int:
    print("the end")
    return number


@pipeline
def chatting(folder: Path) -> int:
    """Says something and waits."""
    return after(chat(folder))


@op
def flood(folder: Path) -> int:
    for number in range(FLOOD):
        print("line", number)
    (folder / "flooded").touch()
    await_file(folder, "go")
    return FLOOD


@pipeline
def flooding(folder: Path) -> int:
    """Says very much."""
    return flood(folder)


@op
def failing(number: int) -> int:
    print("about to fail")
    return 1 // number


@op
def apart() -> int:
    return 1


def taking_turns(folder: Path, name: str) -> str:
    """Says a line and waits for the other, which does likewise."""
    for turn in range(TURNS):
        print(name, turn)
        (folder / f"{name}{turn}").touch()
        for other in "ab":
            await_file(folder, f"{other}{turn}")
    return name


class Both(NamedTuple):
    one: int
    other: int


@pipeline
def broken(number: int) -> Both:
    """Fails in one branch."""
    return Both(after(failing(number)), apart())
