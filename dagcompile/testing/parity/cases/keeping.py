"""Outputs that are kept in the store, and what is told of them."""

from decimal import Decimal

from dagcompile import Guard, Retry, expect, pipeline, stage
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import expected, flow, keeping

_SOON = Retry(attempts=3, delay=0.01)


@pipeline
def kept(start: int) -> dict[int, Decimal]:
    """A value is written by its declared type."""
    return keeping.totals(start)


@pipeline
def kept_ports(number: int) -> int:
    """Outputs by name, one of them said where it is used."""
    made = keeping.parts.keeping({"result": keeping.TOTALS})(number)
    return made.result


@pipeline
def kept_where_used(number: int) -> int:
    """An op is said to keep its output where it is used, and another asset than it says."""
    first = flow.inc.keeping(keeping.REST)(number)
    return keeping.positive.keeping(keeping.TOTALS)(first)


@pipeline
def kept_refused(number: int) -> int:
    """What a guard refuses is not kept."""
    return flow.inc(keeping.positive(number))


@pipeline
def kept_warned(number: int) -> int:
    """What a guard only warns of is kept by what it is."""
    warns = Guard(severity="warn")
    return flow.one.after(keeping.wrong.with_policy(guard=warns)(number))()


@pipeline
def kept_unwritable() -> int:
    """What cannot be written fails its node."""
    warns = Guard(severity="warn")
    return flow.inc(flow.one.after(keeping.unwritable.with_policy(guard=warns)())())


@pipeline
def kept_retried(scratch: str) -> int:
    """Only the attempt that succeeds keeps something."""
    return keeping.after_failures.with_policy(retry=_SOON)(scratch, "kept", 2)


@pipeline
def kept_guard_retried(scratch: str) -> int:
    """What is refused in an attempt is not kept, and what another gives is."""
    again = keeping.sometime_positive.with_policy(retry=_SOON, guard=Guard(retry=True))
    return again(scratch, "kept", 1)


@pipeline
def kept_expected(number: int) -> int:
    """What is not as expected is not kept."""
    wanted = keeping.positive.expecting(expect(expected.below, limit=5))
    return flow.inc(wanted(number))


@pipeline
def kept_and_told(number: int) -> int:
    """What a body tells stands before what is kept."""
    return flow.inc(keeping.logs(number))


@pipeline
def kept_withheld() -> int:
    """Nothing is kept of what is withheld, or of a node that is skipped."""
    return keeping.positive(keeping.withheld())


@pipeline
def kept_in_stage(number: int) -> int:
    """Nodes of a stage keep their outputs, each its own."""
    with stage("both"):
        first = keeping.positive(number)
        second = keeping.logs(first)
    return flow.inc(second)


@pipeline
def kept_unguarded(number: int) -> int:
    """Where no guard stands, what is returned is kept."""
    return keeping.positive.with_policy(guard=Guard(placement="off"))(number)


CASES: tuple[Case, ...] = (
    case(kept, "a kept output is written by its type", start=3),
    case(kept_ports, "of several outputs those are kept that are named and there", number=3),
    case(kept_where_used, "an op is said to keep its output where it is used", number=3),
    case(kept_refused, "what a guard refuses is not kept", number=-1, lies=True),
    case(kept_warned, "what a guard warns of is kept", number=1, lies=True),
    case(kept_unwritable, "what cannot be written fails its node", lies=True),
    case(kept_retried, "a failed attempt keeps nothing"),
    case(kept_guard_retried, "an attempt whose value is refused keeps nothing"),
    case(kept_expected, "what is as expected is kept", name="kept_expected_small", number=3),
    case(kept_expected, "what is not as expected is not kept", number=7),
    case(kept_and_told, "a body tells of an asset before its output is kept", number=3),
    case(kept_withheld, "nothing is kept of what is not there"),
    case(kept_in_stage, "nodes of a stage keep their outputs", number=3),
    case(kept_unguarded, "an output without a guard is kept", number=3),
)
