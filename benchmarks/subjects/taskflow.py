"""The DAG of `idle` as a careful author writes it for Airflow: user code is imported in each task,
or once at the top of the file.
"""

from typing import Literal, TypeAlias

from benchmarks.subjects.graph import needs

Place: TypeAlias = Literal["inside", "top"]

HEAD = """\
from datetime import UTC, datetime

from airflow.sdk import Param, dag, get_current_context, task
"""

TOP = "\nfrom benchmarks.subjects import steps\n"
INSIDE = "    from benchmarks.subjects import steps\n\n"

FIRST = """

@task
def s0():
{imports}    start = get_current_context()["params"]["start"]
    return steps.same(start, start)
"""

TASK = """

@task
def {name}(value, other):
{imports}    return steps.same(value, other)
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


def taskflow(tasks: int, *, imports: Place = "inside") -> str:
    """The text of the file."""
    graph = needs(tasks)
    del graph["s0"]
    inside = INSIDE if imports == "inside" else ""
    wiring = ["    s0_ = s0()"]
    wiring += [
        f"    {name}_ = {name}({first}_, {second}_)" for name, (first, second) in graph.items()
    ]
    parts = [
        HEAD,
        TOP if imports == "top" else "",
        FIRST.format(imports=inside),
        *(TASK.format(name=name, imports=inside) for name in graph),
        DAG,
    ]
    return "".join(parts) + "\n".join(wiring) + "\n\n\nidle()\n"
