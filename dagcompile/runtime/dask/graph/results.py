"""What the last key of a graph holds: what the pipeline returns, once everything has ended."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dagcompile.runtime.dask.graph.scope import Scope, failures_in
from dagcompile.runtime.dask.running.channel import this_worker
from dagcompile.runtime.dask.values.sizes import size_or_guess
from dagcompile.runtime.events import Event, RemoteError
from dagcompile.runtime.report import NodeReport, Report, RunFailed
from dagcompile.runtime.tokens import Missing, outcome_for


class Collected:
    """The outputs on the worker that holds them for a client, which asks how large they are.

    Args:
        values: the outputs, by name.
        sizes: the bytes of each; they are counted if None.
    """

    __slots__ = ("sizes", "values")

    def __init__(self, values: dict[str, Any], sizes: dict[str, int] | None = None) -> None:
        self.values = values
        if sizes is None:
            sizes = {name: size_or_guess(value) for name, value in values.items()}
        self.sizes = sizes

    def __reduce__(self) -> tuple[Any, ...]:
        return Collected, (self.values, self.sizes)

    def __sizeof__(self) -> int:
        # What Dask says of the value, which for classes that it does not know is next to nothing.
        return sum(self.sizes.values())


def values_of(collected: dict[str, Any] | Collected) -> dict[str, Any]:
    """The outputs, wherever they were collected."""
    return collected.values if isinstance(collected, Collected) else collected


def collect(
    outputs: dict[str, Any],
    guards: dict[str, Sequence[Missing | None]],
    leaves: Sequence[Missing | None],
) -> dict[str, Any] | Collected:
    """The pipeline's outputs that are there, once everything has ended; with their sizes on a
    worker.
    """
    values = there(outputs, guards, leaves)
    return values if this_worker() is None else Collected(values)


def there(
    outputs: dict[str, Any],
    guards: dict[str, Sequence[Missing | None]],
    leaves: Sequence[Missing | None],  # noqa: ARG001  (to be waited for)
) -> dict[str, Any]:
    """The pipeline's outputs that are there, once everything has ended."""
    return {
        name: value
        for name, value in outputs.items()
        if outcome_for((value, *guards[name])) == "ok"
    }


class Result:
    """What the pipeline returns, once everything has ended, to those who get no report.

    Args:
        single: the name of the only output, or None where the result is a dict of several.
    """

    __slots__ = ("scope", "single")

    def __init__(self, scope: Scope, single: str | None) -> None:
        self.scope = scope
        self.single = single

    def __reduce__(self) -> tuple[Any, ...]:
        return Result, (self.scope, self.single)

    @property
    def __name__(self) -> str:
        """What Dask shows of it."""
        return self.scope.pipeline

    def __call__(
        self,
        outputs: dict[str, Any],
        guards: dict[str, Sequence[Missing | None]],
        leaves: Sequence[Missing | None],
    ) -> Any:
        ends = (*outputs.values(), *(each for many in guards.values() for each in many), *leaves)
        if failures := dict(failures_in(ends)):
            lost = [each._node for each in ends if type(each) is Missing and each._why == "not_run"]
            raise _run_failed(self.scope, failures, lost)
        results = there(outputs, guards, leaves)
        return results if self.single is None else results.get(self.single)


def _run_failed(scope: Scope, failures: Mapping[str, Event], lost: Iterable[str]) -> RunFailed:
    nodes = {
        node: NodeReport(outcome="failed", error=RemoteError(record))
        for node, record in failures.items()
    }
    nodes |= {node: NodeReport(outcome="not_run") for node in lost if node not in nodes}
    report = Report(
        pipeline=scope.pipeline, run=scope.run, nodes=nodes, results={}, known="failures"
    )
    error = RunFailed(report)
    for node, ended in nodes.items():
        if ended.traceback:
            error.add_note(f"{node}, where it failed:\n{ended.traceback}")
    return error
