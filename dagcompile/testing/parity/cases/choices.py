"""The join of branches: `first_of` in all that can become of its items."""

from itertools import product
from typing import get_args

from dagcompile import first_of, pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import flow
from dagcompile.testing.parity.ops.flow import How


@pipeline
def either(left: How, right: How) -> int:
    """Each item is present, skipped or not run."""
    one = flow.inc.named("left")(flow.maybe.named("try_left")(10, left))
    two = flow.inc.named("right")(flow.maybe.named("try_right")(20, right))
    return flow.inc.named("end")(first_of(one, two))


@pipeline
def either_port(left: How, right: How) -> int:
    """Each item is present, withheld or failed."""
    one = flow.maybe.named("left")(10, left)
    two = flow.maybe.named("right")(20, right)
    return first_of.named("pick")(one, two)


@pipeline
def choice_after(how: How) -> int:
    """A choice that waits for a node which may be skipped."""
    before = flow.inc(flow.maybe(1, how))
    return first_of.named("pick").after(before)(flow.one(), 5)


@pipeline
def choice_of_many(number: int) -> int:
    """The first of a port, a list, a param and a literal."""
    sides = flow.divide(number, "none")
    whole = flow.total([sides.left, sides.right])
    return first_of.named("pick")(sides.left, whole, number, 99)


@pipeline
def first_of_literal(start: int) -> int:
    """Picks the literal, for the only node is skipped."""
    return first_of(flow.inc(flow.maybe(start, "skip")), 7)


CASES: tuple[Case, ...] = (
    case(first_of_literal, "a choice of a skipped node and a literal", start=1),
    *(
        case(either, f"first_of({a}, {b})", name=f"either_{a}_{b}", left=a, right=b)
        for a, b in product(get_args(How), repeat=2)
    ),
    *(
        case(either_port, f"first_of({a}, {b}), ports", name=f"port_{a}_{b}", left=a, right=b)
        for a, b in (("skip", "ok"), ("skip", "skip"), ("fail", "skip"), ("ok", "fail"))
    ),
    case(choice_after, "a choice after a node that ran", name="choice_after_ok", how="ok"),
    case(
        choice_after,
        "a choice after a skipped node is skipped",
        name="choice_after_skip",
        how="skip",
    ),
    case(
        choice_after,
        "a choice after a node not run is not run",
        name="choice_after_fail",
        how="fail",
    ),
    case(choice_of_many, "the first that is there, in argument order", number=3),
)
