"""Ops that print and log, and wait for files. Workers of the tests import this module."""

# ruff: noqa: T201  (printing is what is tested)

import io
import logging
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

from dagcompile import Asset, Context, op, pipeline

LOG = logging.getLogger("shop.talking")
FLOOD = 100_000
TURNS = 20
WROTE = Asset("wrote", uri="file:///wrote")


def await_file(folder: Path, name: str) -> None:
    """Until there is a file of this name, which a test makes."""
    for _ in range(30_000):
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


def saying() -> None:
    print("a word")


def redirecting(folder: Path) -> str:
    """What it has printed to a stream of its own, while another begins."""
    with redirect_stdout(io.StringIO()) as kept:
        (folder / "redirected").touch()
        await_file(folder, "begun")
        print("hello")
    return kept.getvalue()


def waiting(folder: Path) -> Path:
    await_file(folder, "redirected")
    return folder


def beginning(folder: Path) -> None:
    (folder / "begun").touch()


def untouched() -> bool:
    """Whether nothing of ours is in place of methods of streams and loggers of this process."""
    methods = [logging.Logger.isEnabledFor, logging.Logger.callHandlers]
    methods += [method for each in (sys.stdout, sys.stderr) for method in vars(each).values()]
    return all(type(each) is io.TextIOWrapper for each in (sys.stdout, sys.stderr)) and not any(
        "dagcompile" in str(getattr(method, "__module__", "")) for method in methods
    )


class Both(NamedTuple):
    one: int
    other: int


@pipeline
def broken(number: int) -> Both:
    """Fails in one branch."""
    return Both(after(failing(number)), apart())
