"""The idle graph in Kedro, by its sequential runner and values in memory."""

import logging

from kedro.io import DataCatalog, MemoryDataset
from kedro.pipeline import node, pipeline
from kedro.runner import SequentialRunner

from benchmarks.children.timed import Prepared, tell
from benchmarks.subjects.graph import needs


def prepare(nodes: int) -> Prepared:
    """A pipeline of nodes that name what they take and give."""
    logging.disable()  # it tells of every node
    made = pipeline(
        [
            node(_same, list(sources), name, name=f"node_{name}")
            for name, sources in needs(nodes).items()
        ]
    )

    def run() -> object:
        return SequentialRunner().run(made, DataCatalog({"start": MemoryDataset(1)}))

    return run


def _same(value: int, other: int) -> int:
    return value


if __name__ == "__main__":
    tell(prepare)
