"""What checks say beyond yes and no, named types, and secrets."""

from dagcompile import pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import checking, flow


@pipeline
def check_measures(first: int, second: int) -> int:
    """Checks measure what they pass, and say of what they do not pass why."""
    return checking.total(checking.numbers(first, second))


@pipeline
def check_inside(first: int, second: int) -> int:
    """A check of elements says why at its place."""
    checking.lows(first, second)
    return flow.one()


@pipeline
def check_of_named(first: int, second: int) -> int:
    """A type that is more than a named one is looked at beyond it."""
    return checking.whole(checking.numbers(first, second))


@pipeline
def secret_leaks(text: str) -> int:
    """What a check says of a secret is not told, passed or not."""
    checking.leaks(text)
    checking.breaks(text)
    return checking.opens(checking.hides(text))


@pipeline
def secret_inside(text: str) -> int:
    """A record is told of without its secret."""
    checking.signed("ann", text)
    checking.signed.named("short")("ann", "short")
    return flow.one()


CASES: tuple[Case, ...] = (
    case(check_measures, "what passing checks measured is told", first=2, second=3),
    case(check_measures, "why a check fails is told", name="check_fails", first=1, second=3),
    case(check_inside, "an element that does not pass has its words", first=3, second=30),
    case(check_of_named, "a named type is one of the types that are more", first=2, second=4),
    case(secret_leaks, "a secret is not told", text="a long secret"),
    case(secret_inside, "a secret in a record is not told", text="a long secret"),
)
