"""Whether a cluster can run a graph: looked at before the run, told in one message.

Dask says little of what is wrong, and late: what a worker cannot import it cannot read, a task
whose resources nobody has waits without end, and other versions show in odd errors.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from dagcompile.runtime.dask.cluster.asking import answers, bounded, here
from dagcompile.runtime.dask.cluster.findings import (
    broken_imports,
    other_code,
    other_run_time,
    outdated_code,
)
from dagcompile.runtime.dask.cluster.imports import imported_by
from dagcompile.runtime.dask.cluster.modules import modules_of
from dagcompile.runtime.dask.cluster.unmet import remedy_of, unmet
from dagcompile.runtime.dask.cluster.uploading import CannotUpload, uploaded
from dagcompile.runtime.dask.cluster.versions import differing, remedy
from dagcompile.runtime.dask.cluster.warned import warn
from dagcompile.runtime.dask.graph.graph import Graph
from dagcompile.runtime.dask.running.questions import NoAnswer

JOIN = 10.0
"""Seconds in which a scheduler has to have the workers that a graph needs."""


_LOOK = 0.1
"""Seconds between two looks at the workers."""


class ClusterError(OSError):
    """The scheduler cannot be reached, or its cluster cannot run the graph or did not finish it."""


def check_environment(
    client: Any, graph: Graph, *, where: str, wait: float | None = None, upload: bool = False
) -> None:
    """Do nothing where the cluster can run `graph`. Warns of what may matter.

    Args:
        client: of the cluster.
        where: the scheduler, for messages.
        wait: seconds in which there have to be the workers that it needs; `JOIN` if None.
        upload: whether the packages of the run are sent where they are not as they are here.

    Raises:
        ClusterError: it cannot: says why, on which hosts, and what to do.
    """
    _await_needs(client, graph, where=where, wait=JOIN if wait is None else wait)
    modules = modules_of(graph)
    others = imported_by(modules)
    try:
        _check_versions(client, modules, where=where)
        ask = uploaded if upload else answers
        said = ask(client, modules, others=others)
    except CannotUpload as error:
        raise ClusterError(
            f"the cluster of {where} cannot be sent what the run uses: {error}"
        ) from error
    except NoAnswer as error:
        raise ClusterError(
            f"the cluster of {where} cannot be asked what it has: {error}"
        ) from error
    workers = workers_of(client)
    own = here(modules, others=others)
    problem = other_run_time(own, said, workers) or broken_imports(said, workers)
    if problem is not None:
        raise ClusterError(f"the cluster of {where} {problem}")
    for each in (*other_code(own, said, workers), *outdated_code(said, workers)):
        warn(each)


def workers_of(client: Any) -> Mapping[str, Any]:
    """What the scheduler knows of each of its workers, by address, in the order of their names."""
    known = client.scheduler_info(n_workers=-1)["workers"]  # else it tells of five alone
    return dict(sorted(known.items(), key=lambda each: str(each[1]["name"])))


def _await_needs(client: Any, graph: Graph, *, where: str, wait: float) -> None:
    """Until each node has a worker that has what it needs, if it needs any."""
    give_up = time.monotonic() + wait
    while graph.needs and (lines := unmet(graph.needs, workers := workers_of(client))):
        if time.monotonic() > give_up:
            raise ClusterError(
                f"no worker of {where} has what these steps need, after {wait:g} seconds"
                f"{''.join(lines)}\n{remedy_of(graph.needs, workers)}, or, where some are on their "
                "way, wait longer with --wait SECONDS"
            )
        time.sleep(_LOOK)


def _check_versions(client: Any, modules: Sequence[str], *, where: str) -> None:
    libraries = {each.partition(".")[0] for each in modules} - {"dagcompile"}
    asked = bounded(client, lambda: client.get_versions(packages=sorted(libraries)))
    found = list(differing(asked, libraries))
    workers = workers_of(client)
    if broken := [each for each in found if each.breaks]:
        lines = "".join(f"\n  {each.line(workers)}" for each in broken)
        raise ClusterError(
            f"the cluster of {where} has other versions, which may not read what this process "
            f"writes{lines}\n{remedy(broken)}"
        )
    for each in found:
        warn(f"{each.line(workers)}: values may not be read there as they were written")
