"""What steps ask for that threads of one process, or workers of one run, cannot give: it is
refused, and never forgotten.

Dask's own schedulers for threads and processes of one machine look at no annotation.
"""

from collections.abc import Iterator, Mapping
from typing import assert_never

from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.dask.cluster.places import Given, Listening, Place, Processes, Threads
from dagcompile.runtime.dask.graph.needs import Needs

_HERE = frozenset({"127.0.0.1"})
"""What all workers of this machine are known by: their host."""

_SHOWN = 5
"""Nodes of which a message tells."""


def check_place(place: Place, needs: Mapping[str, Needs]) -> None:
    """Do nothing where `place` may have what is asked for; a cluster of the caller's always may.

    Raises:
        ClusterError: what is started for the run cannot have it.
    """
    match place:
        case Threads():
            _check_threads(needs)
        case Processes():
            _check_processes(needs)
        case Listening() | Given():
            pass
        case _:
            assert_never(place)


def _check_threads(needs: Mapping[str, Needs]) -> None:
    """Do nothing where threads of this process can run what asks for `needs`.

    Raises:
        ClusterError: a step asks for resources, workers or a priority.
    """
    found = [f"{node} asks for {' and '.join(each)}" for node, each in _asked(needs)]
    if found:
        raise ClusterError(
            f"threads of one process have neither workers nor priorities: {_listed(found)}. Run it"
            " on worker processes (--local processes) or on a cluster (--scheduler), or build it"
            " without these options of Dask"
        )


def _check_processes(needs: Mapping[str, Needs]) -> None:
    """Do nothing where workers that are started for the run can run what asks for `needs`.

    Raises:
        ClusterError: a step asks for workers by names or addresses, which these do not have.
    """
    found = [
        f"{node} asks for the worker {' or '.join(each.workers)}"
        for node, each in needs.items()
        if each.workers and not each.allow_other_workers and _HERE.isdisjoint(each.workers)
    ]
    if found:
        raise ClusterError(
            f"workers that are started for one run have no names of yours: {_listed(found)}. Run it"
            " on a cluster whose workers are called so (--scheduler), or build it with"
            " allow_other_workers"
        )


def _listed(found: list[str]) -> str:
    told = "; ".join(found[:_SHOWN])
    return f"{told}; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else told


def _asked(needs: Mapping[str, Needs]) -> Iterator[tuple[str, list[str]]]:
    for node, each in needs.items():
        said = each.of_worker()
        if each.priority:
            said.append(f"priority {each.priority}")
        if said:
            yield node, said
