"""What is expected of values, and what comes of it."""

from dagcompile import Guard, Retry, expect, pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import contracts, expected, flow, unsteady
from dagcompile.testing.parity.ops.flow import How, Numbers

_AGAIN = Retry(attempts=3, delay=0.01)


@pipeline
def expect_of_op(number: int) -> Numbers:
    """All that is expected of a node is looked at, also when the first is not met."""
    return Numbers(first=flow.inc(expected.more(number)), second=flow.one())


@pipeline
def expect_badly(number: int) -> int:
    """A function that raises, or says neither, has crashed at any severity."""
    return flow.inc(expected.judged(number))


@pipeline
def expect_of_inputs(number: int) -> int:
    """What is expected of inputs alone is looked at before the body, once."""
    return expected.wants_positive.with_policy(retry=_AGAIN)(number)


@pipeline
def expect_of_default(number: int) -> Numbers:
    """An input that is left to its default has a value too."""
    return Numbers(
        first=expected.stepping(number, number),
        second=expected.stepping.named("still")(number),
    )


@pipeline
def expect_after_guard(number: int) -> int:
    """Where a guard fails, nothing more is expected."""
    return expected.even(number)


@pipeline
def expect_after_warning(number: int) -> int:
    """What a guard of severity warn let through is looked at."""
    return contracts.needs_int(expected.even.with_policy(guard=Guard(severity="warn"))(number))


@pipeline
def expect_of_ports(number: int) -> Numbers:
    """Of an output that is withheld nothing is expected."""
    parts = expected.halves(number)
    flow.inc.named("on_gone")(expected.maybe(parts.high))
    return Numbers(first=parts.low, second=flow.one())


@pipeline
def expect_of_gathered(number: int) -> int:
    """A container that the author wrote is what an expectation looks at."""
    expect(expected.ordered)([number, flow.one(), 3])
    listed = expected.listed([flow.inc(number), number])
    return flow.one.named("end").after(listed)()


@pipeline
def expect_of_any(number: int) -> int:
    """A value of which nothing is declared."""
    return contracts.needs_int(expected.anything(number))


@pipeline
def expect_more(number: int) -> int:
    """A node expects more than its op."""
    small = expect(expected.below, limit=5, severity="warn")
    return expected.maybe.expecting(small, expect(expected.grown)).named("small")(number)


@pipeline
def expect_of_two(left: int, right: int) -> Numbers:
    """A node that looks at two values, and others that wait for it."""
    one, two = flow.inc(left), flow.inc.named("two")(right)
    few = expect(expected.together)(one, two)
    expect(expected.together, most=1, severity="warn").named("hardly")(right=two, left=one)
    return Numbers(first=flow.one.after(few)(), second=flow.inc.named("free")(two))


@pipeline
def expect_in_order(number: int) -> int:
    """An expectation that comes after another, and looks at a param."""
    small = expect(expected.positive).named("is_positive")(number)
    even = expect(expected.is_even).after(small)(number)
    return flow.inc.after(even, small)(number)


@pipeline
def expect_of_absent(number: int, how: How) -> int:
    """A node that looks at values is skipped or not run as any other."""
    gone = flow.maybe(number, how)
    few = expect(expected.together)(gone, number)
    late = expect(expected.positive)(flow.fail(number))
    flow.inc.named("never").after(late)(number)
    return flow.inc.after(few)(number)


@pipeline
def expect_not_again(scratch: str) -> int:
    """What is not met is not tried again."""
    found = unsteady.after_failures.expecting(
        expect(expected.told, severity="warn"), expect(expected.below, limit=0)
    )
    return found.with_policy(retry=_AGAIN)(scratch, "once", 1)


CASES: tuple[Case, ...] = (
    case(expect_of_op, "all that is expected holds", number=1),
    case(expect_of_op, "some of it does not hold", name="expect_some", number=3),
    case(expect_of_op, "hardly anything of it holds", name="expect_little", number=1000),
    case(expect_badly, "a crashed expectation is an error at any severity", number=1),
    case(expect_of_inputs, "inputs are as expected", number=1),
    case(expect_of_inputs, "inputs are not as expected", name="expect_input_fails", number=-1),
    case(expect_of_default, "a default is looked at as any input", number=1),
    case(expect_after_guard, "a failed guard is enough", number=3),
    case(expect_after_warning, "a warning of a guard is not", number=3),
    case(expect_of_ports, "of several outputs", number=4),
    case(expect_of_ports, "one output is withheld", name="expect_withheld", number=5),
    case(expect_of_gathered, "lists of values are looked at", number=1),
    case(expect_of_any, "a value of any type", number=0),
    case(expect_more, "a node expects more than its op", number=7),
    case(expect_of_two, "two values are as expected", left=1, right=2),
    case(expect_of_two, "two values are not", name="expect_two_fails", left=10, right=2),
    case(expect_in_order, "one expectation after another", number=2),
    case(expect_in_order, "the second does not hold", name="expect_second_fails", number=3),
    case(expect_of_absent, "a value is withheld", number=1, how="skip"),
    case(expect_of_absent, "a value is there", name="expect_there", number=1, how="ok"),
    case(expect_not_again, "an expectation is not tried again"),
)
