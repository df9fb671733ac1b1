"""Pipelines whose steps tell where, when and how often they ran: a line each in a file."""

import os
import sys
import time
from pathlib import Path
from typing import Annotated

from dagcompile import Check, Retry, first_of, op, pipeline


def note(log: str, name: str) -> str:
    """Add a line of `name` and the name of this worker to a file; gives the latter."""
    from distributed import get_worker

    try:
        worker = str(get_worker().name)
    except ValueError:  # a thread of no worker
        worker = "-"
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(descriptor, f"{name} {worker}\n".encode())
    finally:
        os.close(descriptor)
    return worker


def noted(value: str) -> bool:
    """A check that tells where it looks at what `ran` gave: `log name`."""
    log, _, name = value.rpartition(" ")
    note(log, f"guard:{name}")
    return True


Ran = Annotated[str, Check(noted)]


@op
def ran(log: str, name: str) -> Ran:
    note(log, name)
    return f"{log} {name}"


def waiting(gate: str) -> None:
    """Keep a worker at work until there is a file."""
    while not Path(gate).exists():
        time.sleep(0.01)


@op
def joined(log: str, parts: list[str]) -> int:
    note(log, "joined")
    return len(parts)


def asks(**options: object) -> dict[str, dict[str, object]]:
    return {"dask": options}


@pipeline
def spread(log: str) -> int:
    """Steps that need a GPU, steps that are tied to a worker, and steps that are free."""
    gpu = ran.with_policy(targets=asks(resources={"GPU": 1}))
    tied = ran.with_policy(targets=asks(workers=["big"]))
    parts = [gpu.named(f"gpu{each}")(log, f"gpu{each}") for each in range(4)]
    parts += [tied.named(f"tied{each}")(log, f"tied{each}") for each in range(4)]
    return joined(log, parts)


@pipeline(targets=asks(nodes={"workers": ["big"]}))
def tied(log: str) -> int:
    """All on one worker, but for a step that says otherwise."""
    free = ran.with_policy(targets=asks(workers=["small"]))
    first = first_of(ran.named("a")(log, "a"), ran.named("b")(log, "b"))
    return joined(log, [first, free.named("free")(log, "free")])


RANKED = {"low": -5, "none": None, "high": 10, "top": 20, "middle": 5}


@pipeline(targets=asks(nodes={"workers": ["big"]}))
def ranked(log: str) -> int:
    """Steps that could all go first."""
    parts = []
    for name, priority in RANKED.items():
        body = ran if priority is None else ran.with_policy(targets=asks(priority=priority))
        parts.append(body.named(name)(log, name))
    return joined(log, parts)


@op
def fails(log: str) -> str:
    note(log, "fails")
    raise ValueError("not today")


@pipeline(retry=Retry(attempts=2, delay=0.01))
def failing(log: str) -> int:
    """A step that fails in each of two attempts, and one beside it."""
    return joined(log, [ran.named("beside")(log, "beside"), fails(log)])


@op(targets=asks(pure=True, resources={"GPU": 1}))
def loaded(log: str, gate: str, day: int) -> list[int]:
    note(log, "loaded")
    sys.stdout.write(f"loading {day}\n")
    waiting(gate)
    return [day, day + 1]


@op(targets=asks(pure=True, workers="small"))
def breaks(log: str) -> str:
    note(log, "breaks")
    raise ValueError("not today")


@op(targets=asks(workers="big"))
def follows(log: str, text: str) -> str:
    return text


@pipeline
def broken(log: str) -> str:
    """A step that runs share and that fails, on another worker than what follows it."""
    return follows(log, breaks(log))


@op
def scaled(log: str, values: list[int], alpha: float) -> float:
    note(log, "scaled")
    return alpha * sum(values)


@pipeline
def swept(log: str, gate: str, alpha: float = 1.0, day: int = 1) -> float:
    """What is loaded hangs on the day alone."""
    return scaled(log, loaded(log, gate, day), alpha)
