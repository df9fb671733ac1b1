"""Generated Dask modules in the parity suite: on threads, and on worker processes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from dagcompile.runtime.dask.running.run import execute
from dagcompile.runtime.events import Event
from dagcompile.testing.parity.observed import Observed
from dagcompile.testing.parity.runners import BuiltCase, Unrunnable, function_of, observed_of


class ThreadsRunner:
    """Runs graphs on threads of this process."""

    name = "dask-threads"

    def run(self, cases: Sequence[BuiltCase]) -> Mapping[str, Observed | Unrunnable]:
        """What became of each case, by its name."""
        return {case.name: _run(case, local="threads") for case in cases}


class DistributedRunner:
    """Runs graphs on one cluster of two worker processes."""

    name = "dask-distributed"

    def run(self, cases: Sequence[BuiltCase]) -> Mapping[str, Observed | Unrunnable]:
        """What became of each case, by its name."""
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # any port, or it warns
        ) as cluster:
            address = cluster.scheduler_address
            return {case.name: _run(case, scheduler=address) for case in cases}


def _run(case: BuiltCase, **where: Any) -> Observed:
    events: list[Event] = []
    pipeline = partial(function_of(case), **case.params)  # a param may be called `name`
    where |= {"sinks": (events.append,), "config": case.config}
    report = execute(pipeline, run_id=case.name, **where)
    return observed_of(report, events)
