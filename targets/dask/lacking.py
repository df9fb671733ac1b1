"""What of Dask cannot be asked for, and why: for the documentation, and for who asks."""

from collections.abc import Mapping
from typing import Final

LACKING: Final[Mapping[str, str]] = {
    "retries": "they are the op's `Retry`, on every scheduler; Dask's own are immediate, and would"
    " multiply with it",
    "timeout": "it is the op's `timeout`, on every target",
    "fuse": "keys are not fused: each stands for a node, by which it is told of",
    "annotations": "the annotations that there are have options by their names",
    "key": "keys are made of the op, of the run and of the node",
    "actor": "a node gives a value; an object that lives on a worker has no place in a graph that"
    " other targets run too",
}
"""What an author may look for, and why it is not there or what is there instead."""
