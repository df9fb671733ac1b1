"""When a body is tried again."""

from dagcompile import Retry, pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import flow, unsteady

_SOON = Retry(attempts=3, delay=0.01)


@pipeline
def retry_success(scratch: str) -> int:
    """Fails twice, then succeeds."""
    steady = unsteady.after_failures.with_policy(retry=_SOON)(scratch, "steady", 2)
    return flow.inc(steady)


@pipeline
def retry_exhausted(scratch: str) -> int:
    """Fails more often than it is tried."""
    gone = unsteady.after_failures.with_policy(retry=_SOON)(scratch, "gone", 5)
    flow.inc(gone)
    return unsteady.calls.named("others")(scratch, "others")


@pipeline
def retry_only_on(scratch: str) -> int:
    """Is tried again for some classes of errors and their subclasses, and for no others."""
    again = Retry(attempts=9, delay=0.01, on=unsteady.Away)
    return unsteady.ever_worse.with_policy(retry=again)(scratch, "worse")


@pipeline
def retry_not_on(scratch: str) -> int:
    """Is not tried again, for its error is of none of the classes."""
    again = Retry(attempts=3, delay=0.01, on=(unsteady.LongAway, ValueError))
    return unsteady.after_failures.with_policy(retry=again)(scratch, "other", 1)


@pipeline
def retry_then_withheld(scratch: str) -> int:
    """Fails once, then withholds."""
    gone = unsteady.withheld_at_last.with_policy(retry=_SOON)(scratch, "gone")
    return flow.inc(gone)


@pipeline
def retry_not_for_guards(scratch: str) -> int:
    """Fails once, then returns what its guard refuses."""
    lies = unsteady.lies_at_last.with_policy(retry=_SOON)(scratch, "lies")
    return flow.inc(lies)


@pipeline
def retry_slower(scratch: str) -> int:
    """Waits longer each time, up to a limit."""
    backoff = Retry(attempts=4, delay=0.01, backoff=2.0, max_delay=0.03, jitter=0.5)
    return unsteady.after_failures.with_policy(retry=backoff)(scratch, "slow", 3)


@pipeline(retry=_SOON)
def retry_of_a_pipeline(scratch: str) -> int:
    """Steps that say nothing of retries have those of their pipeline; one says its own."""
    steady = unsteady.after_failures(scratch, "steady", 2)
    unsteady.after_failures.named("once").with_policy(retry=Retry(attempts=1))(scratch, "once", 1)
    return flow.inc(steady)


CASES: tuple[Case, ...] = (
    case(retry_success, "a body is tried again until it succeeds"),
    case(retry_exhausted, "a body is tried as often as its retry says"),
    case(retry_only_on, "only errors of the given classes are tried again"),
    case(retry_not_on, "an error of another class is final"),
    case(retry_then_withheld, "the attempt that withholds is the last"),
    case(retry_not_for_guards, "a guard failure is not tried again", lies=True),
    case(retry_of_a_pipeline, "a pipeline's retry is that of the nodes that do not say their own"),
    case(retry_slower, "backoff, a longest wait and jitter change no events"),
)
