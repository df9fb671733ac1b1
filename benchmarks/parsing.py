"""What a scheduler takes to read a generated DAG file, beside the same DAG otherwise."""

import sys
from importlib.util import find_spec
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from benchmarks.clock import ROOT, told
from benchmarks.records import Budget, Effort, Section, Spread
from benchmarks.subjects import yaml_dag
from benchmarks.subjects.generated import text_of
from benchmarks.subjects.idle import idle
from benchmarks.subjects.taskflow import taskflow

TITLE = "Reading an Airflow file"
TASKS = (10, 100, 1_000)

OTHERS = ROOT / ".venv-bench-airflow" / "bin" / "python"
"""Airflow with the peers, which want other versions of much than we do."""

INSIDE, TOP, AGAIN = "by hand, imports in tasks", "by hand, imports at the top", "by hand, again"
OURS = "generated"
KEDRO, FACTORY = "kedro-airflow's file", "dag-factory's loader"

NOISE = (
    "The limit of a budget is what nine of ten reads of the file by hand stay under, measured"
    " against one more read of the same file in the same round: what differs by less is not told"
    " apart. kedro-airflow's file imports kedro, dag-factory's loader the functions of the tasks."
)


def measure(effort: Effort) -> Section:
    """Milliseconds of a file."""
    about = (
        "A DAG file, read in a fresh process that has loaded what DAG files import of Airflow, by"
        " the loader of its processor of DAG files, in ms of processor time; what Python has"
        " compiled of it is kept. By hand: TaskFlow (`benchmarks/subjects/taskflow.py`), once with"
        " the imports of user code in the tasks and once at the top, where they cost little here:"
        " the module is of four lines. *Times* is against the faster by hand, in the same round."
    )
    if find_spec("airflow") is None:
        note = "Airflow is not installed."
        return Section(title=TITLE, about=about, head=("", "ms"), rows=(), notes=(note,))
    rows: list[tuple[str, ...]] = []
    budgets: list[Budget] = []
    for tasks in TASKS:
        figures = _figures(tasks, rounds=effort.processes * (1 if tasks >= 1_000 else 3))
        hand = min((figures[each] for each in (INSIDE, TOP)), key=lambda each: each.median)
        rows += [
            (f"{tasks:,}", name, str(each.per(1e-3)), str(each.times(hand)))
            for name, each in figures.items()
            if name != AGAIN
        ]
        budgets.append(_budget(tasks, figures[OURS].times(hand), figures))
    missing = [] if OTHERS.exists() else ["The others were not there: `make bench` installs them."]
    return Section(
        title=TITLE,
        about=about,
        head=("tasks", "", "ms", "times"),
        rows=tuple(rows),
        budgets=tuple(budgets),
        notes=(NOISE, *missing),
    )


def _budget(tasks: int, got: Spread, figures: dict[str, Spread]) -> Budget:
    noise = figures[AGAIN].times(figures[INSIDE])
    return Budget(
        what=f"a generated file of {tasks:,} tasks against the faster by hand",
        limit=max(1.0, quantiles(noise.samples, n=10)[-1]),
        got=got.median,
        unit="times",
    )


def _figures(tasks: int, *, rounds: int) -> dict[str, Spread]:
    with TemporaryDirectory() as folder:
        files = _files(tasks, Path(folder))
        python = str(OTHERS) if OTHERS.exists() else sys.executable
        env = {"AIRFLOW_HOME": folder}
        taken = told("reading", rounds, *files.values(), python=python, env=env)
    return {name: Spread(tuple(each)) for name, each in zip(files, taken, strict=True)}


def _files(tasks: int, folder: Path) -> dict[str, Path]:
    texts = {
        INSIDE: taskflow(tasks),
        OURS: text_of(idle(tasks), target="airflow"),
        TOP: taskflow(tasks, imports="top"),
        AGAIN: taskflow(tasks),
    }
    files = {name: folder / f"file_{number}.py" for number, name in enumerate(texts)}
    for name, file in files.items():
        file.write_text(texts[name])
    if OTHERS.exists():
        files[KEDRO], files[FACTORY] = folder / "kedro_dag.py", folder / "factory_dag.py"
        told("kedro_dag", tasks, files[KEDRO], python=str(OTHERS))
        yaml_dag.write(tasks, files[FACTORY])
    return files
