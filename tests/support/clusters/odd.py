"""Workers that are not as the others of their cluster."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagcompile
from clusters.cluster import Cluster
from clusters.told import soon


@contextmanager
def other(cluster: Cluster, *path: Path | str, python: str = sys.executable) -> Iterator[str]:
    """While open, `cluster` has a worker that finds packages in `path` alone; gives its address."""
    joined = os.pathsep.join(str(each) for each in path if str(each))
    cluster.start("odd", environment={"PYTHONPATH": joined, "PYTHONSAFEPATH": "1"}, python=python)
    try:
        cluster.ready()
        with cluster.client() as client:
            yield cluster.addresses(client)["odd"]
    finally:
        cluster.workers.pop("odd").stop()
        with cluster.client() as client:
            soon(lambda: "odd" not in cluster.addresses(client))


def without_dagcompile(folder: Path) -> Path:
    """A folder that takes this repository, which is installed editable, off the path again."""
    folder.mkdir(exist_ok=True)
    root = str(Path(dagcompile.__file__).parents[1])
    lines = ("import sys", f"sys.path[:] = [each for each in sys.path if each != {root!r}]", "")
    (folder / "sitecustomize.py").write_text("\n".join(lines))
    return folder
