"""A project of many pipelines: all of it built, and what a build or a check of it costs after that.

Every figure is of whole processes, from the start of the command to its end.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from benchmarks.clock import both_of_process, of_process
from benchmarks.records import FULL, Budget, Effort, Section, Spread, shown
from benchmarks.subjects.many import TEAM, flow_file, write_project

TARGETS = ("airflow", "python")
_MANY, _FEWER = 500, 100
_COMMAND = [sys.executable, "-m", "dagcompile.cli"]

_FULL = "all is compiled, in one process, `--no-cache --jobs 1`"
_APART = "all is compiled, in as many processes as pay, `--no-cache`"
_FIRST = "the first build"
_SAME = "a build, nothing changed"
_CHECK = "a check, nothing changed"
_ONE = "a build, one pipeline changed"
_TEAM = f"a build, a module of {TEAM} pipelines changed"
_ALL = "a build, a module of all pipelines changed"


def measure(effort: Effort) -> Section:
    """Seconds of commands in a project."""
    pipelines = _MANY if effort == FULL else _FEWER
    load = _load()
    with TemporaryDirectory() as folder:
        used, passed = _taken(Path(folder), pipelines, rounds=max(2, effort.processes // 5))
    return Section(
        title="Many pipelines",
        about=f"A project of {pipelines} pipelines of ten steps, each in a module of its own, "
        f"built for {' and '.join(TARGETS)} (`benchmarks/subjects/many.py`): whole processes, in "
        "seconds of processor time, and in seconds that went by. *Share* is of all compiled in one "
        "process, in the same round.",
        head=("", "processor s", "share", "s that went by", "share"),
        rows=tuple(
            (
                name,
                str(used[name]),
                shown(used[name].times(used[_FULL]).median),
                str(passed[name]),
                shown(passed[name].times(passed[_FULL]).median),
            )
            for name in used
        ),
        budgets=tuple(_budgets(used, pipelines)),
        notes=(
            f"Of each command {shown(_idle().median)} s are its start, until all is loaded.",
            f"Load of {os.cpu_count()} processors: {shown(load)} before, {shown(_load())} after.",
        ),
    )


def _budgets(used: Mapping[str, Spread], pipelines: int) -> Iterator[Budget]:
    """Of processor time alone: what goes by beside it is the say of what else the machine does."""
    yield Budget(
        what="a check of what did not change, a hundred pipelines",
        limit=0.5,
        got=used[_CHECK].per(pipelines / 100).median,
        unit="s",
    )
    yield Budget(
        what="a build of one pipeline that changed, of one of none",
        limit=2.0,
        got=used[_ONE].times(used[_SAME]).median,
        unit="times",
    )


def _taken(
    folder: Path, pipelines: int, *, rounds: int
) -> tuple[dict[str, Spread], dict[str, Spread]]:
    """Of each command the processor time, and the time that went by."""
    write_project(folder, pipelines, TARGETS)
    number = 0

    def changed(name: str, line: str) -> Callable[[], None]:
        def change() -> None:
            nonlocal number
            number += 1
            file = folder / name
            lines = file.read_text().splitlines()
            lines = [f"{line}{number})" if each.startswith(line) else each for each in lines]
            file.write_text("\n".join([*lines, ""]))

        return change

    def fresh() -> None:
        rmtree(folder / "generated", ignore_errors=True)
        rmtree(folder / ".dagcompile_cache", ignore_errors=True)

    build = ["build", "--format", "json"]
    turns: dict[str, tuple[Callable[[], None], list[str]]] = {
        _FULL: (fresh, [*build, "--no-cache", "--jobs", "1"]),
        _APART: (fresh, [*build, "--no-cache"]),
        _FIRST: (fresh, build),
        _SAME: (_nothing, build),
        _CHECK: (_nothing, ["check"]),
        _ONE: (changed(flow_file(7), "TOP = int("), build),
        _TEAM: (changed("company/team_1/ops.py", "LARGEST = Decimal("), build),
        _ALL: (changed("company/kinds.py", "    largest: Decimal = Decimal("), build),
    }
    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in turns}
    for counted in range(rounds + 1):
        for name, (before, command) in turns.items():
            before()
            both = both_of_process([*_COMMAND, "--project", str(folder), *command])
            samples[name] += [both] if counted else []
    used = {name: Spread(tuple(each for each, _ in both)) for name, both in samples.items()}
    passed = {name: Spread(tuple(each for _, each in both)) for name, both in samples.items()}
    return used, passed


def _load() -> float:
    """Processes that ran or waited for a processor in the last minute, on average."""
    return os.getloadavg()[0]


def _idle() -> Spread:
    """Seconds until everything is loaded that a build needs."""
    load = "import dagcompile.project\nfrom dagcompile.target import found_targets\nfound_targets()"
    return Spread(tuple(of_process([sys.executable, "-c", load]) for _ in range(3)))


def _nothing() -> None:
    """Nothing changes before the command."""
