"""A step that runs where nobody gives what it asks of its worker: it fails, and is not run without.

Who computes a collection chooses the scheduler then, and those of Dask for one machine look at no
annotation.
"""

from dagcompile.runtime.dask.running.channel import this_worker


class NoWorker(RuntimeError):
    """A step asks for something of a worker, and runs on none."""


def misplaced(node: str, asks: str) -> NoWorker | None:
    """Why `node` is not to run here, which asks for `asks`; None on a worker of a cluster, for its
    scheduler has seen to that.
    """
    if this_worker() is not None:
        return None
    return NoWorker(
        f"{node} asks for {asks}, which Dask's schedulers of one machine do not know, and would "
        "run without. Compute the collection on a cluster that has it: with a distributed Client, "
        "not by scheduler='threads', 'processes' or 'sync'; or build it without these options of "
        "Dask"
    )
