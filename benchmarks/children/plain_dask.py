"""The idle graph in Dask by hand, on its threads."""

import dask.threaded

from benchmarks.children.timed import Prepared, tell
from benchmarks.subjects.graph import needs
from benchmarks.subjects.idle import same


def prepare(nodes: int) -> Prepared:
    """A graph of tuples, which is the least that Dask takes."""
    body = same.__wrapped__
    graph = {name: (body, *sources) for name, sources in needs(nodes).items()} | {"start": 1}
    return lambda: dask.threaded.get(graph, f"s{nodes - 1}")


if __name__ == "__main__":
    tell(prepare)
