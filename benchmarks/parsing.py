"""What a scheduler takes to read a generated DAG file, beside one by hand."""

from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clock import told
from benchmarks.records import Budget, Effort, Section, Spread
from benchmarks.subjects.generated import text_of
from benchmarks.subjects.idle import idle
from benchmarks.subjects.taskflow import taskflow

TITLE = "Reading an Airflow file"
TASKS = 50


def measure(effort: Effort) -> Section:
    """Milliseconds of a file."""
    about = (
        f"A DAG of {TASKS} tasks, its file run in a fresh process that has imported `airflow.sdk`,"
        " as Airflow's processor of DAG files has, in ms of processor time. By hand: TaskFlow, with"
        " the imports of user code inside the tasks (`benchmarks/subjects/taskflow.py`)."
    )
    if find_spec("airflow") is None:
        return Section(
            title=TITLE, about=about, head=("", "ms"), rows=(), notes=("Airflow is not installed.",)
        )
    taken: dict[str, list[float]] = {"by hand": [], "generated": []}
    with TemporaryDirectory() as folder:
        hand, ours = Path(folder) / "by_hand.py", Path(folder) / "generated.py"
        hand.write_text(taskflow(TASKS))
        ours.write_text(text_of(idle(TASKS), target="airflow"))
        for _ in range(effort.processes):
            for name, file in zip(taken, (hand, ours), strict=True):
                taken[name].append(told("reading", file, env={"AIRFLOW_HOME": folder}))
    figures = {name: Spread(tuple(each)) for name, each in taken.items()}
    ratio = figures["generated"].median / figures["by hand"].median
    return Section(
        title=TITLE,
        about=about,
        head=("", "ms"),
        rows=tuple((name, str(each.per(1e-3))) for name, each in figures.items()),
        budgets=(
            Budget(what="a generated file against one by hand", limit=1.0, got=ratio, unit="times"),
        ),
    )
