"""What guards say, and what comes of it."""

from dagcompile import Guard, Retry, pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import contracts, flow, unsteady
from dagcompile.testing.parity.ops.flow import Numbers

_WARN = Guard(severity="warn")


@pipeline
def guard_error(number: int) -> Numbers:
    """One port of a node is not what it says: the node fails, and with it the other port."""
    pair = contracts.pair(number)
    good = flow.inc.named("on_good")(pair.good)
    bad = flow.inc.named("on_bad")(pair.bad)
    return Numbers(first=good, second=bad)


@pipeline
def guard_pass(number: int) -> Numbers:
    """Checks that hold, with params and names."""
    return Numbers(
        first=contracts.tens(number), second=contracts.needs_even(contracts.even(number))
    )


@pipeline
def guard_warn(number: int) -> int:
    """A value that is not what it says goes on, and its consumers look for themselves."""
    odd = contracts.even.with_policy(guard=_WARN)(number)
    contracts.needs_even(odd)
    contracts.needs_even.named("lenient").with_policy(guard=_WARN)(odd)
    return contracts.needs_int(odd)


@pipeline
def guard_any(number: int) -> int:
    """A value of which nothing is known is looked at where something is asked of it."""
    open_ = contracts.anything(number)
    contracts.sees(open_)
    return contracts.needs_even(contracts.needs_int(open_))


@pipeline
def guard_any_fails(text: str) -> str:
    """The same, with a value that does not fit: only the consumer that asks fails."""
    open_ = contracts.anything_else(text)
    flow.inc.named("below")(contracts.needs_int(open_))
    return contracts.sees(open_)


@pipeline
def guard_two_inputs(left: int, right: int) -> int:
    """Two inputs with a check each: both are told of."""
    return contracts.needs_both(left, right)


@pipeline
def guard_gathered(number: int) -> Numbers:
    """A container that the author wrote is looked at where it arrives."""
    one, two = contracts.number(number), contracts.anything.named("open")(number)
    listed = contracts.needs_list([one, two])
    table = contracts.needs_table({"one": one, "a key": two})
    return Numbers(first=listed, second=table)


@pipeline
def guard_crash(number: int) -> Numbers:
    """A check that raises fails its node, whatever its severity."""
    crashed = contracts.crashing(number)
    lenient = contracts.crashing.named("lenient").with_policy(guard=_WARN)(number)
    return Numbers(first=crashed, second=lenient)


@pipeline
def guard_undecided(number: int) -> int:
    """A check that says neither True nor False has crashed."""
    return contracts.undecided_(number)


@pipeline
def guard_many(count: int) -> int:
    """More is wrong than can be told: so many are listed, the rest is counted."""
    contracts.readings(count)
    return flow.one()


@pipeline
def guard_lie() -> int:
    """A node returns what its type does not allow, to a consumer and to none."""
    contracts.lie.named("unused")()
    return flow.inc(contracts.lie())


@pipeline
def guard_lie_warn() -> str:
    """A lie that is only warned of goes on as it is."""
    return contracts.sees(contracts.lie.with_policy(guard=_WARN)())


@pipeline
def guard_undeclared_skip() -> int:
    """A node withholds an output that does not allow it."""
    return flow.inc(flow.undeclared())


@pipeline
def guard_undeclared_warn(number: int) -> int:
    """The same, only warned of: what needs it is skipped, and a failure still beats that."""
    gone = flow.undeclared.with_policy(guard=_WARN)()
    skipped = flow.inc(gone)
    late = flow.fail(flow.inc.named("slow")(flow.inc.named("slower")(number)))
    flow.inc.named("alone")(gone)
    return flow.add(skipped, late)


@pipeline
def guard_any_skip(number: int) -> int:
    """A node withholds an output that no guard looks at, and a failure beats the skip."""
    skipped = contracts.needs_int(contracts.any_skip())
    late = flow.fail(flow.inc.named("slow")(flow.inc.named("slower")(number)))
    return flow.inc.named("end")(flow.add(skipped, late))


@pipeline
def guard_undeclared_beaten(number: int) -> int:
    """A node withholds what it must not: a failure or, without guards, a skip that one beats."""
    skipped = flow.inc(flow.undeclared())
    late = flow.fail(flow.inc.named("slow")(flow.inc.named("slower")(number)))
    return flow.inc.named("end")(flow.add(skipped, late))


@pipeline
def guard_maybe_any(number: int) -> Numbers:
    """An output of which nothing is known may be withheld: there is nothing to look at."""
    given = contracts.maybe_anything(number)
    gone = contracts.maybe_anything.named("gone")(0)
    contracts.sees(given)
    return Numbers(
        first=contracts.needs_int(given), second=contracts.needs_int.named("on_gone")(gone)
    )


@pipeline
def guard_beside_withheld(number: int) -> Numbers:
    """One port is withheld and the other is wrong: the node has failed."""
    ports = contracts.doubtful(number)
    return Numbers(first=flow.inc.named("on_gone")(ports.gone), second=ports.wrong)


@pipeline
def guard_not_due(number: int) -> int:
    """The inputs of a node that does not run are not looked at."""
    skipped = flow.inc(flow.maybe(number, "skip"))
    first = contracts.needs_both.named("not_skipped")(contracts.anything(number), skipped)
    contracts.needs_int.after(flow.fail(number))(contracts.anything_else("no number"))
    return first


@pipeline
def guard_once(scratch: str) -> int:
    """The inputs of a node that is tried again are looked at once."""
    again = Retry(attempts=3, delay=0.01)
    text = contracts.anything_else(scratch)
    return unsteady.after_failures.with_policy(retry=again)(text, "once", 2)


@pipeline
def guard_after(number: int) -> int:
    """A node ordered after one whose guard fails is not run."""
    return flow.one.after(contracts.even(number))()


CASES: tuple[Case, ...] = (
    case(guard_error, "a failed guard fails its node and all its ports", number=3),
    case(guard_pass, "checks with params and names hold", number=20),
    case(guard_pass, "a check is told of by its name", name="guard_named", number=-2),
    case(guard_warn, "a warning lets the value on and its consumers check it", number=3),
    case(guard_any, "a consumer checks what its producer did not promise", number=4),
    case(guard_any_fails, "a consumer that refuses its input fails alone", lies=True, text="four"),
    case(guard_two_inputs, "every input that does not fit is told", left=1, right=100),
    case(guard_gathered, "lists and dicts of values are checked", number=99),
    case(guard_crash, "a crashed check is an error at any severity", number=1),
    case(guard_undecided, "a check without an answer has crashed", number=1),
    case(guard_many, "violations are listed up to a number, then counted", count=30),
    case(guard_lie, "a value of another type fails its node", lies=True),
    case(guard_lie_warn, "a value of another type that is only warned of goes on", lies=True),
    case(guard_undeclared_skip, "an output that may not be withheld fails"),
    case(guard_undeclared_warn, "one that is only warned of is withheld", number=1),
    case(guard_undeclared_beaten, "a skip without guards is beaten by a failure", number=1),
    case(guard_any_skip, "an output of any type may be withheld", number=1),
    case(guard_maybe_any, "there is no verdict on a value of any type", number=4),
    case(guard_beside_withheld, "a wrong port beside a withheld one", lies=True, number=1),
    case(guard_not_due, "inputs of nodes that do not run are not checked", number=1),
    case(guard_once, "inputs are checked once, not once an attempt"),
    case(guard_after, "what comes after a failed guard is not run", number=3),
)
