"""Version 1 of the interface between generated Dask modules and the run time."""

from dagcompile.runtime.extras import needs

with needs("dask", "dask", "distributed"):
    from dagcompile.runtime.dask.graph import Graph, gather
    from dagcompile.runtime.dask.main import main
    from dagcompile.runtime.dask.run import delayed, execute

__all__ = ["Graph", "delayed", "execute", "gather", "main"]
