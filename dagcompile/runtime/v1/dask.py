"""Version 1 of the interface between generated Dask modules and the run time."""

from dagcompile.runtime.extras import needs

with needs("dask", "dask", "distributed"):
    from dagcompile.runtime.dask.graph.collection import collection
    from dagcompile.runtime.dask.graph.graph import Graph
    from dagcompile.runtime.dask.graph.refs import gather
    from dagcompile.runtime.dask.main import main
    from dagcompile.runtime.dask.running.run import execute

__all__ = ["Graph", "collection", "execute", "gather", "main"]
