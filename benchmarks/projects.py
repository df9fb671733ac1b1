"""A project of many pipelines: all of it built, and what a build or a check of it costs after that.

Every figure is of whole processes, from the start of the command to its end.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from benchmarks.clock import of_process
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
    with TemporaryDirectory() as folder:
        taken = _taken(Path(folder), pipelines, rounds=max(2, effort.processes // 5))
    full, same = taken[_FULL], taken[_SAME]
    one = taken[_ONE].less(same).times(full).per(1 / pipelines)
    return Section(
        title="Many pipelines",
        about=f"A project of {pipelines} pipelines of ten steps, each in a module of its own, "
        f"built for {' and '.join(TARGETS)} (`benchmarks/subjects/many.py`): whole processes, in "
        "seconds of processor time. *Share* is of all compiled in one process, in the same round.",
        head=("", "s", "s a hundred pipelines", "share"),
        rows=tuple(
            (
                name,
                str(each),
                shown(each.per(pipelines / 100).median),
                shown(each.times(full).median),
            )
            for name, each in taken.items()
        ),
        budgets=(
            Budget(
                what="a check of what did not change, a hundred pipelines",
                limit=0.5,
                got=taken[_CHECK].per(pipelines / 100).median,
                unit="s",
            ),
            Budget(
                what="what one pipeline that changed adds, of its part where all are compiled",
                limit=25.0,
                got=one.median,
                unit="times",
            ),
        ),
        notes=(f"Of each command {shown(_idle().median)} s are its start, until all is loaded.",),
    )


def _taken(folder: Path, pipelines: int, *, rounds: int) -> dict[str, Spread]:
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
    samples: dict[str, list[float]] = {name: [] for name in turns}
    for counted in range(rounds + 1):
        for name, (before, command) in turns.items():
            before()
            seconds = of_process([*_COMMAND, "--project", str(folder), *command])
            samples[name] += [seconds] if counted else []
    return {name: Spread(tuple(each)) for name, each in samples.items()}


def _share(taken: Spread, full: Spread) -> str:
    return f"{100 * taken.times(full).median:.0f} %"


def _idle() -> Spread:
    """Seconds until everything is loaded that a build needs."""
    load = "import dagcompile.project\nfrom dagcompile.target import found_targets\nfound_targets()"
    return Spread(tuple(of_process([sys.executable, "-c", load]) for _ in range(3)))


def _nothing() -> None:
    """Nothing changes before the command."""
