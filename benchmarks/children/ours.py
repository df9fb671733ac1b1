"""The idle graph by what dagcompile generates.

python -m benchmarks.children.ours NODES ROUNDS script|dask on|off
"""

import sys

from benchmarks.children.timed import Prepared, tell
from benchmarks.subjects.generated import function_of
from benchmarks.subjects.idle import idle
from dagcompile.ir.records import Placement
from dagcompile.runtime.v1 import execute


def prepare(nodes: int) -> Prepared:
    """A run of the whole graph."""
    how, guards = sys.argv[3:5]
    placement: Placement | None = "off" if guards == "off" else None
    if how == "script":
        script = function_of(idle(nodes), target="python", guards=placement)
        return lambda: execute(script, sinks=(), start=1)
    from dagcompile.runtime.v1 import dask

    graph = function_of(idle(nodes), target="dask", guards=placement)
    return lambda: dask.execute(graph, local="threads", sinks=(), start=1)


if __name__ == "__main__":
    tell(prepare)
