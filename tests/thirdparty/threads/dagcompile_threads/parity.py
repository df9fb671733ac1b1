"""How the parity suite runs what the target emits."""

from collections.abc import Mapping, Sequence
from functools import partial

from dagcompile.runtime import v1
from dagcompile.testing.parity import (
    BuiltCase,
    Event,
    Observed,
    Unrunnable,
    function_of,
    observed_of,
)
from dagcompile_threads.runtime import on_threads


class ThreadsRunner:
    """Runs modules on two threads, so that steps do wait for a place."""

    name = "threads"

    def run(self, cases: Sequence[BuiltCase]) -> Mapping[str, Observed | Unrunnable]:
        """What became of each case, by its name."""
        return {case.name: self._run(case) for case in cases}

    def _run(self, case: BuiltCase) -> Observed | Unrunnable:
        events: list[Event] = []
        pipeline = partial(on_threads(function_of(case), workers=2), **case.params)
        try:
            report = v1.execute(
                pipeline,
                name=case.id,
                run_id=case.name,
                sinks=(events.append,),
                config=case.config,
            )
        except Exception as error:  # noqa: BLE001  (one case that cannot be run stops no other)
            return Unrunnable(f"{type(error).__name__}: {error}")
        return observed_of(report, events)
