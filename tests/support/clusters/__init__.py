"""A Dask cluster of a test's own: `dask scheduler` and `dask worker`, on this machine.

    def test_it(cluster: Cluster, tmp_path: Path) -> None:
        file = write_dask(daily_delays, tmp_path)
        run = Started(file, "--scheduler", cluster.address, "--day", "2013-01-30")
        assert run.ended().status == 0

The servers listen on loopback alone, on ports that were free, each in a process group of its own
that ends with the test's process, whatever becomes of that.
"""

from clusters.cluster import Cluster
from clusters.commands import Ended, Started, load_dask, write_dask
from clusters.inside import Command, Said
from clusters.odd import other, without_dagcompile
from clusters.told import Told, soon

__all__ = [
    "Cluster",
    "Command",
    "Ended",
    "Said",
    "Started",
    "Told",
    "load_dask",
    "other",
    "soon",
    "without_dagcompile",
    "write_dask",
]
