"""Whether the workers of a cluster can run a graph.

What a worker cannot import it cannot read either: a run would wait for it without end.
"""

import sys
from typing import Any

from dagcompile.runtime.dask import tasks
from dagcompile.runtime.dask.graph import Graph
from dagcompile.runtime.node import Body

_IMPORT = "import importlib\nimportlib.import_module(name)"
"""Run by name of a builtin, for a worker may lack dagcompile itself."""


class ClusterError(OSError):
    """The scheduler cannot be reached, or its cluster cannot run the graph or did not finish it."""


def check_environment(client: Any, graph: Graph, *, where: str) -> None:
    """Do nothing where each worker can import what the tasks of `graph` call.

    Args:
        where: the scheduler, for messages.

    Raises:
        ClusterError: one of them cannot.
    """
    problems: list[str] = []
    for module in modules_of(graph):
        answers = client.run(exec, _IMPORT, {"name": module}, on_error="return")
        problems += [
            f"worker {worker} cannot import {module}: {type(answer).__name__}: {answer}"
            for worker, answer in answers.items()
            if isinstance(answer, BaseException)
        ]
    if problems:
        listed = "".join(f"\n  {each}" for each in problems)
        raise ClusterError(
            f"the workers of {where} lack modules of the run; install their packages where the "
            f"workers run, or put them on the PYTHONPATH there{listed}"
        )


def modules_of(graph: Graph) -> list[str]:
    """The modules that a worker imports to call the functions of `graph`, in alphabetical order."""
    bodies = (each for task in graph.tasks.values() for each in task.args)
    functions = (each.fn for each in bodies if isinstance(each, Body))
    return sorted({tasks.__name__} | {each.__module__ for each in functions if _by_name(each)})


def _by_name(function: Any) -> bool:
    """Whether `function` travels as the name of its module and its own; else it does by value."""
    module = getattr(function, "__module__", None)
    if module in (None, "__main__"):
        return False
    found: Any = sys.modules.get(module)
    for part in getattr(function, "__qualname__", "").split("."):
        found = getattr(found, part, None)
    return found is function
