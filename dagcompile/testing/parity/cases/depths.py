"""How deep guards look, where they stand by the word of their node, and what is tried again."""

from dagcompile import Guard, Retry, first_of, pipeline, sample
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import contracts, depths, flow, unsteady
from dagcompile.testing.parity.ops.flow import Numbers

_SCHEMA = Guard(depth="schema")
_SAMPLE = Guard(depth=sample(5))
_AGAIN = Guard(retry=True)
_TWICE = Retry(attempts=2, delay=0.01, on=unsteady.Away)


@pipeline
def depth_schema(size: int, wrong: int) -> int:
    """Of a list only its class is looked at, and a consumer that looks so too need not look."""
    numbers = depths.numbers.with_policy(guard=_SCHEMA)(size, wrong)
    return depths.total.with_policy(guard=_SCHEMA)(numbers)


@pipeline
def depth_schema_fails(size: int) -> int:
    """What is of another class is found at any depth."""
    return depths.length(depths.no_list.with_policy(guard=_SCHEMA)(size))


@pipeline
def depth_of_consumer(size: int, wrong: int) -> Numbers:
    """A consumer that looks deeper than its producer's guard has one of its own."""
    numbers = depths.numbers.with_policy(guard=_SCHEMA)(size, wrong)
    return Numbers(first=depths.total(numbers), second=depths.length(numbers))


@pipeline
def depth_sample(size: int, wrong: int) -> Numbers:
    """Of large values a few evenly spaced elements are looked at, the same ones everywhere."""
    numbers = depths.numbers.with_policy(guard=_SAMPLE)(size, wrong)
    table = depths.table.with_policy(guard=_SAMPLE)(size, wrong)
    return Numbers(
        first=depths.total.with_policy(guard=_SAMPLE)(numbers),
        second=depths.entries.with_policy(guard=Guard(depth=sample(7)))(table),
    )


@pipeline
def depth_passed_on(size: int, wrong: int) -> int:
    """What a first_of passes on is no better known than it was."""
    numbers = depths.numbers.with_policy(guard=_SAMPLE)(size, wrong)
    return depths.total(first_of(numbers, depths.numbers.named("other")(size, -1)))


@pipeline
def placed_by_node(number: int) -> Numbers:
    """Guards stand as each node says, whatever the build says of the others."""
    step = contracts.even.with_policy(guard=Guard(placement="steps"))(number)
    inside = contracts.even.named("inside").with_policy(guard=Guard(placement="inline"))(number)
    contracts.needs_even(step)
    contracts.needs_int.with_policy(guard=Guard(placement="steps"))(contracts.anything(number))
    return Numbers(first=contracts.needs_int.named("last")(inside), second=flow.inc(step))


@pipeline
def placed_off(number: int) -> int:
    """Where a node's guards are off, its consumers look; where theirs are, nobody does."""
    even = contracts.even.with_policy(guard=Guard(placement="off"))(number)
    contracts.needs_even(even)
    return contracts.needs_even.named("blind").with_policy(guard=Guard(placement="off"))(even)


@pipeline
def guard_retried(scratch: str) -> int:
    """An output that does not fit is a failed attempt, whatever exceptions are named."""
    made = depths.small_at_last.with_policy(retry=_TWICE, guard=_AGAIN)(scratch, "retried", 1)
    return flow.inc(made)


@pipeline
def guard_retries_spent(scratch: str) -> int:
    """The last attempt fails its node."""
    made = depths.small_at_last.with_policy(retry=_TWICE, guard=_AGAIN)(scratch, "spent", 5)
    return unsteady.calls.after(flow.one.after(made)())(scratch, "spent")


@pipeline
def guard_retried_ports(scratch: str) -> int:
    """Several outputs of which two do not fit are one failed attempt; then one is withheld."""
    halves = depths.halves_at_last.with_policy(retry=_TWICE, guard=_AGAIN)(scratch, "halves")
    depths.total(halves.right)
    return flow.inc(halves.left)


@pipeline
def guard_retried_sample(scratch: str) -> int:
    """Depth and retry of one guard."""
    both = Guard(depth="schema", retry=True)
    return unsteady.lies_at_last.with_policy(retry=Retry(attempts=2), guard=both)(scratch, "both")


CASES: tuple[Case, ...] = (
    case(depth_schema, "classes alone are looked at", size=20, wrong=3),
    case(depth_schema_fails, "a value of another class is found", lies=True, size=3),
    case(depth_of_consumer, "a deeper consumer looks itself", size=20, wrong=3),
    case(depth_sample, "a sample may miss a wrong element", size=100, wrong=3),
    case(depth_sample, "or find it", name="depth_sample_finds", size=100, wrong=99),
    case(depth_sample, "small values are seen whole", name="depth_sample_all", size=5, wrong=3),
    case(depth_passed_on, "a sample stays a sample", size=100, wrong=3),
    case(placed_by_node, "guards stand as nodes say", number=4),
    case(placed_by_node, "and fail where they stand", name="placed_by_node_fails", number=3),
    case(placed_off, "a node without guards", number=3),
    case(guard_retried, "a failed guard is tried again"),
    case(guard_retries_spent, "as often as the retry says"),
    case(guard_retried_ports, "with several outputs"),
    case(guard_retried_sample, "at the depth of the guard", lies=True),
)
