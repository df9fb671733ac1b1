"""Nodes that begin, succeed and fail as one."""

from dagcompile import Guard, Retry, expect, first_of, pipeline, stage
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import (
    assets,
    checking,
    contracts,
    expected,
    flow,
    staged,
    unsteady,
)
from dagcompile.testing.parity.ops.flow import How, Numbers

_SOON = Retry(attempts=3, delay=0.01)


@pipeline
def stage_ok(number: int = 1) -> Numbers:
    """Values go in, stay inside and come out; one of two outputs is needed outside."""
    before = flow.inc(number)
    with stage("prepare"):
        scaled = flow.scale(before, config=flow.Scale(factor=3, offset=1))
        halves = flow.halve(scaled)
        low = flow.add.named("low")(halves.low, number)
    with stage("finish"):
        high = flow.inc.named("high")(halves.high)
        both = flow.total([high, low, before])
    return Numbers(first=both, second=flow.inc.named("end")(low))


@pipeline
def stage_fails(number: int) -> Numbers:
    """A branch of a stage fails, another ends: nothing outside takes what that has given."""
    with stage("prepare"):
        lost = flow.inc.named("below")(flow.fail(number))
        kept = flow.inc.named("kept")(number)
        inside = flow.inc.named("inside")(kept)
    flow.inc.named("needs_lost")(lost)
    needs = flow.inc.named("needs_kept")(kept)
    flow.one.named("comes_after").after(inside)()
    flow.inc.named("beside")(number)
    first_of.named("joined")(kept, number)
    return Numbers(first=inside, second=needs)


@pipeline
def stage_not_begun(number: int) -> int:
    """One node of a stage needs what has failed, so none is run."""
    lost = flow.fail(number)
    with stage("prepare"):
        flow.inc.named("takes")(lost)
        free = flow.inc.named("free")(number)
    return flow.inc.named("end")(free)


@pipeline
def stage_after_failed(number: int) -> int:
    """The same, where a node of it only comes after what has failed."""
    lost = flow.inc(flow.fail(number))
    with stage("prepare"):
        flow.one.after(lost)()
        free = flow.inc.named("free")(number)
    return flow.inc.named("end")(free)


@pipeline
def stages_in_a_row(number: int, how: How) -> int:
    """A stage that needs another, of which a branch may fail or be skipped."""
    with stage("one"):
        first = flow.inc(number)
        flow.inc.named("branch")(flow.maybe(number, how))
    with stage("two"):
        second = flow.inc.named("second")(first)
        other = flow.inc.named("other")(number)
    with stage("three"):
        flow.inc.named("third")(other)
        flow.inc.named("last")(number)
    return flow.add(second, other)


@pipeline
def stage_skips(number: int) -> Numbers:
    """Withheld and skipped values go in and out, and each node is skipped by itself."""
    sides = flow.divide(number, "left")
    gone = flow.inc.named("gone")(sides.right)
    with stage("prepare"):
        skipped = flow.inc.named("skipped")(sides.right)
        far = flow.inc.named("far")(skipped)
        kept = flow.inc.named("kept")(sides.left)
        flow.one.named("after_gone").after(gone)()
        chosen = first_of.named("chosen")(far, kept)
        inner = flow.divide.named("inner")(number, "right")
    flow.one.named("after_skipped").after(skipped)()
    flow.one.named("after_kept").after(kept)()
    flow.inc.named("takes_skipped")(far)
    flow.inc.named("takes_withheld")(inner.left)
    last = first_of.named("last")(inner.left, skipped, chosen)
    return Numbers(first=last, second=inner.right)


@pipeline
def stage_all_skipped(number: int) -> int:
    """Every node of a stage is skipped; what it is joined with is not."""
    gone = flow.maybe(number, "skip")
    with stage("prepare"):
        near = flow.inc.named("near")(gone)
        far = flow.inc.named("far")(near)
    flow.one.named("after_far").after(far)()
    with stage("join"):
        joined = first_of.named("joined")(far, number)
        flow.inc.named("below")(far)
    return flow.inc.named("end")(joined)


@pipeline
def stage_retries(scratch: str) -> int:
    """A node of a stage is tried again by itself; another gives up."""
    with stage("prepare"):
        flow.one()
        steady = unsteady.after_failures.with_policy(retry=_SOON)(scratch, "steady", 2)
    with stage("give_up"):
        gone = unsteady.after_failures.named("gone").with_policy(retry=_SOON)(scratch, "gone", 5)
        flow.inc.named("below")(gone)
        flow.inc.named("beside")(steady)
    return flow.inc(steady)


@pipeline
def stage_guards(number: int) -> int:
    """Guards in a stage: of an input, one that warns, one that fails, an expectation of several."""
    with stage("prepare"):
        odd = contracts.even.with_policy(guard=Guard(severity="warn"))(number)
        contracts.needs_even(odd)
        whole = contracts.needs_int(odd)
        grown = expect(expected.grown)(value=number, result=whole)
        flow.one.after(grown)()
    return flow.inc.named("end")(whole)


@pipeline
def stage_warns(number: int) -> int:
    """What only warns stops nothing, and goes out as it is."""
    with stage("prepare"):
        odd = contracts.even.with_policy(guard=Guard(severity="warn"))(number)
        whole = contracts.needs_int(odd)
        grown = expect(expected.grown, severity="warn")(value=number, result=whole)
    flow.one.after(grown)()
    return contracts.needs_int.named("end")(odd)


@pipeline
def stage_secret(user: str) -> int:
    """A secret is used where it was made."""
    with stage("prepare"):
        token = checking.hides(user)
        opened = checking.opens(token)
        flow.inc.named("inside")(opened)
    return flow.inc(opened)


@pipeline
def stage_asset(rows: int) -> int:
    """A node of a stage tells of what it wrote."""
    with stage("write"):
        published = assets.publish(rows)
        flow.inc.named("inside")(published)
    return flow.inc(published)


@pipeline
def stage_open(number: int = 4) -> int:
    """A value that cannot leave its process is handed on within a stage."""
    with stage("prepare"):
        handle = staged.opened(number)
        found = staged.read(handle)
        flow.inc.named("inside")(found)
    return flow.inc(found)


@pipeline
def stage_odd_ids(number: int) -> int:
    """Ids of nodes of a stage that are no keys, or mean something else."""
    ids = ("return_value", "na\u00efve-\u7801", "step", "run", "{{ x }}", "n" * 300, "class")
    with stage("1 st/stage.of-\u00e9t\u00e9"):
        found = [flow.inc.named(each)(number) for each in ids]
    return flow.total(found)


@pipeline
def stage_named_params(run: int, step: int, set: int) -> int:
    """Params of a stage that are called as what its code uses."""
    with stage("prepare"):
        first = flow.add(run, step)
        second = flow.inc(set)
    return flow.add.named("end")(first, second)


CASES: tuple[Case, ...] = (
    case(stage_ok, "values go into stages and come out of them", number=2),
    case(stage_fails, "what needs a stage is not run if any node of it failed", number=1),
    case(stage_not_begun, "a stage is not begun if a node of it cannot be run", number=1),
    case(stage_after_failed, "the same by the order of nodes", number=1),
    case(stages_in_a_row, "stages follow one another", number=1, how="ok"),
    case(
        stages_in_a_row,
        "a skip in a stage stops no other",
        name="stages_in_a_row_skip",
        number=1,
        how="skip",
    ),
    case(stage_skips, "each node of a stage is skipped by itself", number=7),
    case(stage_all_skipped, "all nodes of a stage are skipped", number=1),
    case(stage_retries, "nodes of a stage are tried again by themselves"),
    case(stage_guards, "guards and expectations stand in a stage as elsewhere", number=3),
    case(stage_warns, "what only warns goes out of a stage", number=3),
    case(stage_secret, "a secret stays in a stage", user="me"),
    case(stage_asset, "what is told of an asset in a stage", rows=3),
    case(stage_open, "values that cannot travel stay in a stage"),
    case(stage_odd_ids, "any ids in a stage", number=1),
    case(stage_named_params, "any names of params in a stage", run=1, step=2, set=3),
)
