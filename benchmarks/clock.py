"""How things are measured: in processor time, and in turns.

What else the machine does changes how long something takes more than what it costs, and meets all
that is compared alike. How long it takes is measured where that is what is asked.
"""

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from os import environ, pathsep
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter, process_time
from typing import Any

from benchmarks.records import Spread

ROOT = Path(__file__).parent.parent


def in_turns(things: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, Spread]:
    """Seconds of this process that each thing takes, one after the other, `rounds` times after
    one that is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in things}
    for number in range(rounds + 1):
        for name, thing in things.items():
            gc.collect()
            start = process_time()
            thing()
            seconds = process_time() - start
            if number:
                taken[name].append(seconds)
    return {name: Spread(tuple(each)) for name, each in taken.items()}


def processes_in_turns(
    commands: Mapping[str, Sequence[str]], *, rounds: int, env: Mapping[str, str] | None = None
) -> dict[str, Spread]:
    """Seconds of processes from their start to their end, as `in_turns`."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            seconds = of_process(command, env=env)
            if number:
                taken[name].append(seconds)
    return {name: Spread(tuple(each)) for name, each in taken.items()}


def of_process(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> float:
    """Seconds of one process and of those that it started and waited for."""
    before = _of_children()
    _run(command, env)
    return _of_children() - before


def both_of_process(command: Sequence[str]) -> tuple[float, float]:
    """As `of_process`, and the seconds that went by meanwhile."""
    start = perf_counter()
    used = of_process(command)
    return used, perf_counter() - start


def _of_children() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def told(
    module: str,
    *arguments: object,
    python: str = sys.executable,
    env: Mapping[str, str] | None = None,
) -> Any:
    """The JSON that a module of `benchmarks.children` prints, in a process of its own.

    Raises:
        RuntimeError: it ended with an error, which is quoted.
    """
    command = [python, "-m", f"benchmarks.children.{module}", *map(str, arguments)]
    printed = _run(command, env)
    return json.loads(printed.rpartition("\n")[2])  # a library may print when it is loaded


def _run(command: Sequence[str], env: Mapping[str, str] | None) -> str:
    path = pathsep.join([str(ROOT), environ.get("PYTHONPATH", "")]).rstrip(pathsep)
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**environ, "PYTHONPATH": path, "DO_NOT_TRACK": "1", **(env or {})},
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout
