"""The DAG of `idle` as a careful author writes it for Airflow."""

from benchmarks.subjects.graph import needs

HEAD = """\
from datetime import UTC, datetime

from airflow.sdk import Param, dag, get_current_context, task
"""

FIRST = """

@task
def s0():
    from benchmarks.subjects import idle

    start = get_current_context()["params"]["start"]
    return idle.same(start, start)
"""

TASK = """

@task
def {name}(value, other):
    from benchmarks.subjects import idle

    return idle.same(value, other)
"""

DAG = """

@dag(
    schedule=None,
    start_date=datetime(2000, 1, 1, tzinfo=UTC),
    catchup=False,
    params={"start": Param(type="integer")},
)
def idle():
"""


def taskflow(tasks: int) -> str:
    """The text of the file."""
    graph = needs(tasks)
    del graph["s0"]
    wiring = ["    s0_ = s0()"]
    wiring += [
        f"    {name}_ = {name}({first}_, {second}_)" for name, (first, second) in graph.items()
    ]
    parts = [HEAD, FIRST, *(TASK.format(name=name) for name in graph), DAG]
    return "".join(parts) + "\n".join(wiring) + "\n\n\nidle()\n"
