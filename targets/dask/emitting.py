"""A module whose function adds the keys of one run to a graph."""

from dagcompile.target import StraightModule
from dagcompile.targets.dask.settings import of_all, of_nodes

_MODULE = StraightModule(
    runtime="dagcompile.runtime.v1.dask",
    variable="graph",
    type="Graph",
    template="dask/graph.py.j2",
    folder="dask",
    suffix="_dask",
    holds="references",
    guards="steps",
    decorator="collection",
    of_all=of_all,
    of_nodes=of_nodes,
)

emit = _MODULE.emit
