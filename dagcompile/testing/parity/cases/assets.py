"""What a body tells of the assets that it wrote."""

from dagcompile import Retry, op, pipeline, stage
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import assets, flow

plain = op(assets.plain)

_SOON = Retry(attempts=3, delay=0.01)


@pipeline
def asset_told(rows: int) -> int:
    """Two assets, and one that is read."""
    return flow.inc(assets.publish(rows))


@pipeline
def asset_described(rows: int) -> str:
    """All that metadata may hold."""
    return assets.described(rows=rows)


@pipeline
def asset_retried(scratch: str) -> int:
    """Each attempt tells, and the first ones fail."""
    return assets.after_failures.with_policy(retry=_SOON)(scratch, "told", 2)


@pipeline
def asset_never(scratch: str) -> int:
    """Each attempt tells, and all fail."""
    gone = assets.after_failures.with_policy(retry=Retry(attempts=2))(scratch, "never", 9)
    return flow.inc(gone)


@pipeline
def asset_in_time(scratch: str) -> int:
    """The attempt that takes too long has told, too."""
    slow = assets.slow_at_first.with_policy(retry=_SOON, timeout=1.5)
    return slow(scratch, "slow")


@pipeline
def asset_from_threads() -> int:
    """Threads of the body tell."""
    return assets.from_threads.with_policy(timeout=30)()


@pipeline
def asset_awaited() -> int:
    """A coroutine tells."""
    return assets.awaited()


@pipeline
def asset_of_refused_value() -> int:
    """Told before the value was refused."""
    return flow.inc(assets.lies())


@pipeline
def asset_withheld() -> int:
    """Told by a body that withheld an output."""
    both = assets.withheld()
    flow.inc.named("gone")(both.gone)
    return flow.inc(both.kept)


@pipeline
def asset_skipped() -> int:
    """Never told, for the body is not called."""
    both = assets.withheld()
    return assets.publish(both.gone)


@pipeline
def asset_in_stage(scratch: str) -> int:
    """Told by nodes of a stage, of which one is tried again and one is skipped."""
    both = assets.withheld()
    with stage("telling"):
        told = assets.after_failures.with_policy(retry=_SOON)(scratch, "staged", 1)
        assets.publish.named("gone")(both.gone)
        last = assets.publish(told)
    return last


@pipeline
def asset_undeclared() -> int:
    """Told of an asset that its op does not say it writes."""
    return assets.undeclared()


@pipeline
def asset_untellable() -> int:
    """Told what metadata cannot hold."""
    return assets.untellable()


@pipeline
def asset_where_used() -> int:
    """What an op writes is said where it is used."""
    first = assets.tells_of.writing(assets.INDEX)("parity/index", again=2)
    then = plain.named("plain").writing(assets.INDEX).reading(assets.RAW)(first, then=5)
    return flow.inc(then)


@pipeline
def asset_of_none() -> int:
    """Told of an asset by an op that writes none."""
    return assets.tells_of("parity/index")


CASES: tuple[Case, ...] = (
    case(asset_told, "a body tells of what it wrote, in order", rows=3),
    case(asset_described, "metadata is told as JSON that says what it is", rows=2),
    case(asset_retried, "what failed attempts told is told, with their numbers"),
    case(asset_never, "attempts that all fail have told"),
    case(asset_in_time, "an attempt that takes too long has told"),
    case(asset_from_threads, "threads of a body tell"),
    case(asset_awaited, "an async body tells"),
    case(asset_of_refused_value, "a value is refused after its body told", lies=True),
    case(asset_withheld, "a body that withholds an output tells"),
    case(asset_skipped, "a body that is not called tells nothing"),
    case(asset_in_stage, "nodes of a stage tell, each of its own"),
    case(asset_undeclared, "an asset that is not declared fails the attempt"),
    case(asset_untellable, "metadata that cannot be told fails the attempt"),
    case(asset_where_used, "an op is said to write an asset where it is used"),
    case(asset_of_none, "an op that writes no asset may tell of none"),
)
