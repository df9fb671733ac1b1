"""The same steps that do nothing, run by dagcompile's files and by other libraries."""

import sys
from pathlib import Path

from benchmarks.clock import ROOT, told
from benchmarks.records import Budget, Effort, Section, Spread

NODES = 200
ROUNDS = 5
"""Processes of each, in turns."""

OTHERS = str(ROOT / ".venv-bench" / "bin" / "python")
"""Peers have an environment of their own: they and ours want different versions of the same."""

RUN: dict[str, tuple[str, int, tuple[str, ...], str]] = {
    "script, guards off": ("ours", 50, ("script", "off"), sys.executable),
    "script, guards on": ("ours", 50, ("script", "on"), sys.executable),
    "Hamilton": ("hamilton_graph", 20, (), OTHERS),
    "Dask threads, tuples by hand": ("plain_dask", 20, (), sys.executable),
    "Dask threads, generated, guards off": ("ours", 20, ("dask", "off"), sys.executable),
    "Dask threads, generated, guards on": ("ours", 20, ("dask", "on"), sys.executable),
    "Kedro, SequentialRunner": ("kedro_graph", 5, (), OTHERS),
    "Dagster, execute_in_process": ("dagster_graph", 2, (), OTHERS),
}
"""Module of `children`, runs in one process, further arguments, interpreter."""


def measure(effort: Effort) -> Section:
    """Microseconds a node."""
    known = {name: each for name, each in RUN.items() if Path(each[3]).exists()}
    taken: dict[str, list[float]] = {name: [] for name in known}
    for _ in range(min(ROUNDS, effort.processes)):
        for name, (module, runs, arguments, python) in known.items():
            taken[name] += told(module, NODES, runs, *arguments, python=python)
    figures = {name: Spread(tuple(each)) for name, each in taken.items()}
    least = figures["script, guards off"].median
    ours, hand = figures["Dask threads, generated, guards off"], figures[DASK]
    missing = [name for name in RUN if name not in known]
    return Section(
        title="The same graph elsewhere",
        about=(
            f"{NODES} steps that do nothing, each of two inputs, in one process: the run alone, its"
            " graph made before, in µs of processor time a node. These libraries do different"
            " things around a step; the figures say what a step costs there, not which is better."
        ),
        head=("", "µs a node", "times the script"),
        rows=tuple(
            (name, str(each), f"{each.median / least:,.1f}") for name, each in figures.items()
        ),
        budgets=(
            Budget(
                what="the generated Dask graph, guards off, against one by hand",
                limit=1.05,
                got=ours.median / hand.median,
                unit="times",
            ),
        ),
        notes=tuple(f"{each} was not there: `make bench` installs it." for each in missing),
    )


DASK = "Dask threads, tuples by hand"
