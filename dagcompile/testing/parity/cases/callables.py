"""Every kind of callable that may be an op."""

from dagcompile import Retry, first_of, op, pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import flow, later
from dagcompile.testing.parity.ops.flow import How, Numbers


@pipeline
def async_ops(number: int) -> Numbers:
    """Coroutines of ops, and of a plain function that is wrapped where it is used."""
    soon = later.soon(number)
    fetched = op(later.fetched)(soon)
    ends = later.ends([soon, fetched])
    last = flow.add(ends.first, ends.last)
    return Numbers(first=last, second=fetched)


@pipeline
def async_ends(number: int, how: How) -> int:
    """A coroutine that fails, withholds or is cancelled is an op that does."""
    again = Retry(attempts=2, on=ValueError)
    soon = later.soon.with_policy(retry=again)(number, how)
    only = later.ends([number])
    later.cancelled(number)
    flow.inc.named("withheld")(only.last)
    return first_of(soon, flow.inc.named("other")(only.first))


@pipeline
def kinds_of_callables(number: int) -> int:
    """Methods of classes, and objects that have a name at module level as ops."""
    doubled = op(later.Meter.doubled)(number)
    halved = op(later.Meter.halved)(number)
    tripled = later.tripled(number)
    cached = later.cached(number)
    named = [later.ahead(number), later.behind(number), later.negated(number)]
    absolute = op(abs)(named[2])
    return flow.total([doubled, halved, tripled, cached, absolute, later.same(number), *named])


CASES: tuple[Case, ...] = (
    case(async_ops, "an async op gives what its coroutine returns", number=1),
    case(async_ends, "a coroutine's error is its node's", number=1, how="fail"),
    case(async_ends, "a coroutine may withhold", name="async_withheld", number=1, how="skip"),
    case(kinds_of_callables, "an op is whatever can be called and imported", number=3),
)
