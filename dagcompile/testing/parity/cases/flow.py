"""Which nodes run, which are skipped and which are not run."""

from dagcompile import Retry, pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import flow, values
from dagcompile.testing.parity.ops.flow import How, Numbers


@pipeline
def chain(start: int = 1) -> int:
    """One after the other."""
    first = flow.inc(start)
    second = flow.inc.named("second")(first)
    return flow.inc.named("third.and-last")(second)


@pipeline
def diamond(start: int) -> int:
    """Two ways to one end."""
    top = flow.inc(start)
    left = flow.scale.named("left")(top)
    right = flow.scale.named("right")(top, config=flow.Scale(factor=10, offset=-1))
    return flow.add(left, right)


@pipeline
def both_ports(number: int) -> int:
    """Both outputs of a node are used, and its second one twice."""
    halves = flow.halve(number)
    return flow.total([halves.low, halves.high, halves.high])


@pipeline
def one_port_withheld(number: int) -> Numbers:
    """One output goes on, the other does not."""
    sides = flow.divide(number, "left")
    left = flow.inc.named("on_left")(sides.left)
    right = flow.inc.named("on_right")(sides.right)
    flow.inc.named("below_right")(right)
    return Numbers(first=left, second=right)


@pipeline
def single_withheld(number: int, how: How) -> int:
    """The only output of a node is withheld."""
    return flow.inc(flow.maybe(number, how))


@pipeline
def withheld_in_fan_in(number: int) -> int:
    """One of the values that are put into a list is withheld."""
    sides = flow.divide(number, "right")
    return flow.total([flow.one(), sides.left, sides.right])


@pipeline
def transitive_skip(number: int) -> int:
    """A skip is handed on; what needs none of it runs."""
    gone = flow.maybe(number, "skip")
    far = flow.inc.named("far")(flow.inc.named("near")(gone))
    flow.inc.named("beside")(number)
    return flow.add(far, number)


@pipeline
def transitive_failure(number: int) -> Numbers:
    """A failure is handed on; the independent branch finishes."""
    lost = flow.fail(number)
    below = flow.inc.named("below")(lost)
    flow.inc.named("far_below")(below)
    other = flow.inc.named("other")(number)
    return Numbers(first=flow.inc.named("more")(other), second=below)


@pipeline
def failure_beats_skip(number: int) -> int:
    """One input is skipped early, the other fails late."""
    skipped = flow.inc.named("skipped")(flow.maybe(number, "skip"))
    late = flow.fail(flow.inc.named("slow")(flow.inc.named("slower")(number)))
    return flow.inc.named("end")(flow.add(skipped, late))


@pipeline
def failure_beats_withheld(number: int) -> int:
    """A withheld port and a failed node meet in one list."""
    gone = flow.maybe(number, "skip")
    lost = flow.inc.named("unreached")(flow.fail(number))
    return flow.total([gone, lost])


@pipeline
def after_ok(number: int) -> int:
    """Ordered after a node that ran."""
    before = flow.inc(number)
    return flow.one.after(before)()


@pipeline
def after_skipped(number: int) -> int:
    """Ordered after a node that was skipped."""
    before = flow.inc(flow.maybe(number, "skip"))
    return flow.inc.named("end")(flow.one.after(before)())


@pipeline
def after_withheld(number: int) -> int:
    """Ordered after a node that ran and withheld what it had."""
    before = flow.maybe(number, "skip")
    sides = flow.divide(number, "none")
    return flow.one.after(before, sides.left)()


@pipeline
def after_failed(number: int) -> int:
    """Ordered after a node that failed, with an input that is skipped."""
    gone = flow.inc(flow.maybe(number, "skip"))
    before = flow.fail(number)
    return flow.scale.after(before)(gone)


@pipeline
def after_not_run(number: int) -> int:
    """Ordered after a node that was not run."""
    before = flow.inc(flow.fail(number))
    return flow.one.after(before)()


@pipeline
def none_is_a_value(how: How) -> bool:
    """None goes on; only SKIP withholds."""
    flow.inc.after(flow.quiet())(1)
    return flow.is_none(flow.maybe_none(how))


@pipeline
def wrong_ports(number: int) -> Numbers:
    """A node gives other outputs than it has."""
    plain = flow.wrong_ports(number)
    other = flow.other_ports(number)
    return Numbers(first=flow.inc.named("low")(plain.low), second=other.high)


@pipeline
def passed_on(number: int = 7) -> Numbers:
    """A param and a literal are returned."""
    flow.inc(number)
    return Numbers(first=number, second=2)


@pipeline
def effects_only(number: int) -> None:
    """Nothing is returned."""
    flow.inc(number)


@pipeline
def names(  # noqa: PLR0917  (as many as there are words to be wary of)
    run: int, graph: int, step: int, dag: int, ds: int, ti: int, self: int, task: int
) -> int:
    """Params and nodes named like what generated code uses, or like no variable can be."""
    kept = flow.inc.named("class")(run)
    flow.inc.named("None")(kept)
    flow.inc.named("run")(graph)
    flow.inc.named("1-st node.of-2")(step)
    flow.inc.named("dag")(dag)
    flow.inc.named("ds")(ds)
    flow.inc.named("flow")(ti)
    flow.inc.named("execute")(task)
    return flow.inc.named("int")(self)


@pipeline
def hostile_errors() -> int:
    """Errors that do not pickle, or say what breaks terminals and databases."""
    flow.raises.named("unpicklable")("unpicklable")
    flow.raises.named("text")("text")
    flow.raises.named("long")("long")
    flow.raises.named("group")("group")
    return flow.one()


@pipeline
def leaving() -> int:
    """Ops that end their process or their task, some of them tried again: only their node fails."""
    again = Retry(attempts=2, delay=0.01)
    flow.inc.named("below")(flow.leaves(None))
    flow.leaves.named("zero").with_policy(retry=again)(0)
    flow.leaves.named("said")("enough")
    flow.raises.with_policy(retry=again)("cancelled")
    return flow.one()


@pipeline(name='na\u00efve ../{{ ds }} "p"')
def odd_ids(size: int) -> int:
    """Ids that are no names of files, variables or tasks, of values too large for a message."""
    ids = ("../../esc", "na\u00efve-\u7801", 'a b"c', "{{ x }}", "n" * 300)
    return values.measure_all([values.large.named(each)(size) for each in ids])


CASES: tuple[Case, ...] = (
    case(chain, "values go down a chain of nodes with dotted ids"),
    case(diamond, "two branches meet, one of them with a config of its own", start=3),
    case(both_ports, "both outputs of a NamedTuple arrive", number=7),
    case(one_port_withheld, "only what needs the withheld port is skipped", number=7),
    case(single_withheld, "a withheld output skips its consumer", number=1, how="skip"),
    case(
        single_withheld,
        "the same output, when it is given",
        name="single_given",
        number=1,
        how="ok",
    ),
    case(withheld_in_fan_in, "a withheld element skips the node that takes the list", number=2),
    case(transitive_skip, "a skip is handed on and fails nothing", number=1),
    case(transitive_failure, "independent branches finish after a failure", number=1),
    case(failure_beats_skip, "a node whose inputs are skipped and failed is not run", number=1),
    case(failure_beats_withheld, "the same in a list, for a node not run", number=1),
    case(after_ok, "a node runs after one that ran", number=1),
    case(after_skipped, "a node after a skipped one is skipped", number=1),
    case(after_withheld, "a node after one that withheld its ports runs", number=1),
    case(
        after_failed, "a node after a failed one is not run, though an input is skipped", number=1
    ),
    case(after_not_run, "a node after one that was not run is not run", number=1),
    case(none_is_a_value, "None is a value", how="ok"),
    case(
        none_is_a_value,
        "an optional that is withheld is not None",
        name="none_withheld",
        how="skip",
    ),
    case(wrong_ports, "a node that returns other ports than it has fails", number=1),
    case(passed_on, "outputs that no node makes"),
    Case(
        name="names",
        title="nodes and params may have any name",
        pipeline=names,
        params=dict.fromkeys(("run", "graph", "step", "dag", "ds", "ti", "self", "task"), 1),
    ),
    case(leaving, "an op that ends its process fails its node alone"),
    case(odd_ids, "ids of any text keep their values apart", name="odd_ids", size=60_000),
    case(hostile_errors, "any error is told as it is"),
    case(effects_only, "a pipeline that returns nothing", number=1),
)
