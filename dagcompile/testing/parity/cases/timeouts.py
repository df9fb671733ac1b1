"""How long a body may take."""

from datetime import timedelta

from dagcompile import Retry, pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import flow, unsteady

_AGAIN = Retry(attempts=2)
_BRIEF = 0.1
"""Seconds within which no body here would return."""
_AMPLE = timedelta(seconds=2)
"""Time in which a body that does nothing returns on any machine."""


@pipeline
def timeout_once(scratch: str) -> int:
    """Takes too long, and then does not. Its retry names other errors only."""
    again = Retry(attempts=3, on=unsteady.Away)
    slow = unsteady.slow_at_first.with_policy(retry=again, timeout=_AMPLE)
    return flow.inc(slow(scratch, "slow", 1))


@pipeline
def timeout_always(scratch: str) -> int:
    """Takes too long each time; what does not need it is finished."""
    slow = unsteady.slow_at_first.with_policy(retry=_AGAIN, timeout=_BRIEF)
    late = slow(scratch, "slow", 9)
    flow.inc(late)
    return unsteady.calls.named("others")(scratch, "others")


@pipeline
def timeout_without_retry(scratch: str) -> int:
    """Takes too long once, which is once too often."""
    slow = unsteady.slow_at_first.with_policy(timeout=_BRIEF)(scratch, "slow", 1)
    return flow.inc(slow)


@pipeline
def timeout_swallowed(seconds: float = 2.0) -> int:
    """Catches every exception and goes on."""
    late = unsteady.stubborn.with_policy(timeout=_BRIEF)(seconds)
    return flow.inc(late)


@pipeline
def timeout_in_time(number: int = 3) -> int:
    """Returns, fails and withholds in time, as if there were no limit."""
    kept = flow.inc.with_policy(timeout=_AMPLE)(number)
    flow.fail.with_policy(timeout=_AMPLE)(number)
    flow.inc.named("on_gone")(flow.maybe.with_policy(timeout=_AMPLE)(number, "skip"))
    return kept


@pipeline
def timeout_of_its_own(number: int = 3) -> int:
    """Raises TimeoutError, which is none of the run time's: its retry does not name it."""
    again = Retry(attempts=2, on=unsteady.Away)
    return unsteady.times_out.with_policy(retry=again, timeout=_AMPLE)(number)


CASES: tuple[Case, ...] = (
    case(timeout_once, "a timeout is tried again whatever classes the retry names"),
    case(timeout_always, "a timeout is tried again as often as the retry says"),
    case(timeout_without_retry, "a timeout fails its node, and nothing else"),
    case(timeout_swallowed, "a body that swallows exceptions times out all the same"),
    case(timeout_in_time, "a body that ends in time ends as it would without a limit"),
    case(timeout_of_its_own, "a TimeoutError that a body raises is an error like others"),
)
