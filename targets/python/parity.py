"""Generated scripts in the parity suite: their functions, run in this process."""

from collections.abc import Mapping, Sequence
from functools import partial

from dagcompile.runtime.events import Event
from dagcompile.runtime.run import execute
from dagcompile.testing.parity.observed import Observed
from dagcompile.testing.parity.runners import BuiltCase, Unrunnable, function_of, observed_of


class ScriptRunner:
    """Runs scripts, one after the other."""

    name = "script"

    def run(self, cases: Sequence[BuiltCase]) -> Mapping[str, Observed | Unrunnable]:
        """What became of each case, by its name."""
        return {case.name: _run(case) for case in cases}


def _run(case: BuiltCase) -> Observed:
    events: list[Event] = []
    pipeline = partial(function_of(case), **case.params)  # a param may be called `name`
    report = execute(
        pipeline, name=case.id, run_id=case.name, sinks=(events.append,), config=case.config
    )
    return observed_of(report, events)
