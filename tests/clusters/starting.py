"""A pipeline of `faulty` on a cluster, by its command line."""

from pathlib import Path
from typing import Any

from clusters import Cluster, Started, write_dask

from dagcompile.authoring.pipelines import Pipeline


def start(pipeline: Pipeline[..., Any], cluster: Cluster, folder: Path, *arguments: str) -> Started:
    """A run of `pipeline`, whose param `folder` is where its module is too."""
    file = write_dask(pipeline, folder)
    return Started(file, "--scheduler", cluster.address, "--folder", str(folder), *arguments)
