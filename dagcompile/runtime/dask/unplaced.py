"""What steps ask for that threads of one process cannot give: it is refused, and never forgotten.

Dask's own schedulers for threads and processes of one machine look at no annotation.
"""

from collections.abc import Iterator, Mapping

from dagcompile.runtime.dask.environment import ClusterError
from dagcompile.runtime.dask.needs import Needs

_SHOWN = 5
"""Nodes of which a message tells."""


def check_threads(needs: Mapping[str, Needs]) -> None:
    """Do nothing where threads of this process can run what asks for `needs`.

    Raises:
        ClusterError: a step asks for resources, workers or a priority.
    """
    found = [f"{node} asks for {' and '.join(each)}" for node, each in _asked(needs)]
    if found:
        told = "; ".join(found[:_SHOWN])
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise ClusterError(
            f"threads of one process have neither workers nor priorities: {told}{more}. Run it on"
            " worker processes (--local processes) or on a cluster (--scheduler), or build it"
            " without these options of Dask"
        )


def _asked(needs: Mapping[str, Needs]) -> Iterator[tuple[str, list[str]]]:
    for node, each in needs.items():
        said = each.of_worker()
        if each.priority:
            said.append(f"priority {each.priority}")
        if said:
            yield node, said
