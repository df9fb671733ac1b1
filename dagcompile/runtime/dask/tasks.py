"""What runs inside a Dask task. Module-level functions with small arguments, so that a task
pickles by reference and no worker needs more than this module and the user's.

A task never raises for what a node did: it hands on a `Missing`, so that independent branches
finish on every scheduler, threads included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.contracts import accept_all, check_all, check_body, judge_of
from dagcompile.runtime.dask.channel import channel
from dagcompile.runtime.dask.transfer import CannotTravel, check_travel
from dagcompile.runtime.debug import Debug
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.events import Log, error_record
from dagcompile.runtime.expectations import Expectation, meet
from dagcompile.runtime.guarding import guarded
from dagcompile.runtime.node import (
    ENDS_RUN,
    UNGUARDED,
    Body,
    Types,
    attempt,
    calling,
    withheld_ports,
)
from dagcompile.runtime.tokens import Missing, Outcome, outcome_for
from dagcompile.runtime.verdict import Severity

if TYPE_CHECKING:
    from dagcompile.runtime.debug.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What every task of a node has to know of it."""

    node: str
    run: str
    pipeline: str
    debug: Debug | None = None
    watch: "Watch | None" = None
    """What watches this task; where it is None and `debug` is not, that of the run."""

    def log(self) -> Log:
        """Where this node's events go, on the worker that runs it."""
        watch = self.watch
        if watch is None and self.debug is not None:
            from dagcompile.runtime.debug.watch import watch_of

            watch = watch_of(self.run)
        return Log(run=self.run, pipeline=self.pipeline, sinks=channel(self.run), watch=watch)

    def ended(
        self,
        log: Log,
        outcome: Outcome,
        *,
        withheld: Sequence[str] = (),
        error: BaseException | None = None,
    ) -> None:
        """Tell the client how the node ended; not one of the run's events."""
        if not log.sinks:
            return
        fields: dict[str, Any] = {"node": self.node, "outcome": outcome, "withheld": list(withheld)}
        if error is not None:
            fields["error"] = error_record(error)
        log.emit("outcome", fields)


def call(  # noqa: PLR0917  (Dask passes a task's arguments by position)
    spec: Spec,
    body: Body,
    args: Sequence[Any],
    kwargs: dict[str, Any],
    guards: Sequence[Missing | None],
    after: Sequence[Outcome],
    expects: Sequence[Expectation],
) -> Any:
    """Run a node's body, unless its inputs say that it is not to run."""
    log = spec.log()
    outcome = outcome_for((*args, *kwargs.values(), *guards), after)
    if outcome != "ok":
        return _stop(spec, log, outcome)
    plain, named, failure = accept_all(
        tuple(args), kwargs, node=spec.node, expects=expects, log=log
    )
    if failure is not None:
        return failed(spec, log, failure)
    try:
        value = attempt(
            calling(body, plain, named, node=spec.node),
            node=spec.node,
            retry=body.retry,
            timeout=body.timeout,
            judge=judge_of(body, node=spec.node, expects=expects, log=log),
            writes=body.tells,
            log=log,
        )
    except ENDS_RUN:
        raise
    except BaseException as error:  # noqa: BLE001  (a task never raises for its node)
        return failed(spec, log, error)
    try:
        check_travel(value, node=spec.node)
    except CannotTravel as error:
        log.failed(spec.node, error)
        return failed(spec, log, error)
    withheld = withheld_ports(value, body.ports)
    if not body.judged:
        log.returned(spec.node, withheld=withheld)
    spec.ended(log, "ok", withheld=withheld)
    if not body.judged and (body.returns is not UNGUARDED or expects):
        unmet = check_body(value, body, node=spec.node, expects=expects, log=log)
        return value if unmet is None else failed(spec, log, unmet)
    return value


def guard(  # noqa: PLR0917  (Dask passes a task's arguments by position)
    spec: Spec,
    value: Any,
    types: Types,
    severity: Severity,
    depth: Depth,
    ports: Sequence[str],
    expects: Sequence[Expectation],
) -> Missing | None:
    """Check what a node returned; gives a token where it has failed by it, else None."""
    if isinstance(value, Missing) and value._why != "withheld":
        return None
    log = spec.log()
    failure = check_all(
        value,
        types,
        node=spec.node,
        severity=severity,
        depth=depth,
        expects=expects,
        ports=ports,
        log=log,
    )
    return None if failure is None else failed(spec, log, failure)


def expectation(
    spec: Spec,
    expected: Expectation,
    guards: Sequence[Missing | None],
    after: Sequence[Outcome],
) -> Missing | None:
    """A node that only looks at values; gives a token where it did not pass, else None."""
    log = spec.log()
    outcome = outcome_for((*expected.inputs.values(), *guards), after)
    if outcome != "ok":
        return _stop(spec, log, outcome)
    log.started(spec.node, attempt=1)
    failure = meet([expected], lambda _: None, node=spec.node, log=log)
    if failure is not None:
        return failed(spec, log, failure)
    log.returned(spec.node)
    spec.ended(log, "ok")
    return None


def looking(expectation: Expectation, inputs: dict[str, Any]) -> Expectation:
    """`expectation` with the values of inputs that it looks at."""
    return expectation(**inputs)


def first_of(
    spec: Spec, values: Sequence[Any], guards: Sequence[Missing | None], after: Sequence[Outcome]
) -> Any:
    """The first of `values` that is there."""
    log = spec.log()
    there = [each for each in values if not isinstance(each, Missing)]
    lost = [
        each for each in values if isinstance(each, Missing) and each._why in ("failed", "not_run")
    ]
    outcome = outcome_for((*lost, *guards), after)
    if outcome == "ok" and not there:
        outcome = "skipped"
    if outcome != "ok":
        return _stop(spec, log, outcome)
    log.started(spec.node, attempt=1)
    log.returned(spec.node)
    spec.ended(log, "ok")
    return there[0]


def pending(value: Any, annotation: Any, subject: str, severity: Severity, depth: Depth) -> Any:
    """`value` as an input that its consumer checks."""
    return guarded(value, annotation, subject=subject, severity=severity, depth=depth)


def port(value: Any, name: str) -> Any:
    """One of a node's several outputs."""
    return getattr(value, name)


def outcome_of(value: Any, guarded_: Missing | None) -> Outcome:
    """How the node that gave `value` ended, for those ordered after it."""
    for each in (guarded_, value):
        if isinstance(each, Missing) and each._why != "withheld":
            return each._why
    return "ok"


def collect(
    spec: Spec,
    outputs: dict[str, Any],
    guards: dict[str, Sequence[Missing | None]],
    done: Sequence[Outcome],  # noqa: ARG001  (to be waited for)
) -> dict[str, Any]:
    """The pipeline's outputs that are there, once everything has ended, which is told."""
    spec.log().emit("collected", {})
    return {
        name: value
        for name, value in outputs.items()
        if outcome_for((value, *guards[name])) == "ok"
    }


def _stop(spec: Spec, log: Log, outcome: Outcome) -> Missing:
    spec.ended(log, outcome)
    return Missing(spec.node, "not_run" if outcome == "not_run" else "skipped")


def failed(spec: Spec, log: Log, error: BaseException) -> Missing:
    """The token of a node that failed by `error`, which the client is told."""
    spec.ended(log, "failed", error=error)
    return Missing(spec.node, "failed")
