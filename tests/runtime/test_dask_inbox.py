"""What a run hears of its tasks comes in order of each node, whichever worker was faster."""

from dagcompile.runtime.dask.graph.scope import beside, failed
from dagcompile.runtime.dask.running.channel import Batch
from dagcompile.runtime.dask.running.inbox import Inbox
from dagcompile.runtime.events import Event, Log

STARTED: Event = {"event": "started", "node": "clean", "attempt": 1}
RETURNED: Event = {"event": "returned", "node": "clean", "withheld": []}


def told_beside() -> list[Event]:
    """What a guard tells that stands in a key of its own."""
    events: list[Event] = []
    log = beside(Log(run="r", pipeline="p", sinks=(events.append,)))
    log.emit("guard", {"node": "clean", "verdict": {"outcome": "fail"}})
    failed(log, "clean", ValueError("no rows"))
    return events


def batch(sender: str, *events: Event) -> Batch:
    return Batch(sender=sender, worker=sender, number=1, events=[dict(each) for each in events])


def test_a_guard_that_is_heard_before_its_step_has_returned_is_told_after() -> None:
    told: list[Event] = []
    inbox = Inbox((told.append,))
    inbox.take(batch("b", *told_beside()))
    assert told == []
    inbox.take(batch("a", STARTED, RETURNED))
    assert [each["event"] for each in told] == ["started", "returned", "guard"]
    assert not any("beside" in each for each in told)
    assert inbox.nodes["clean"].outcome == "failed"


def test_what_a_killed_worker_has_taken_with_it_is_not_waited_for_without_end() -> None:
    told: list[Event] = []
    inbox = Inbox((told.append,))
    inbox.take(batch("b", *told_beside()))
    inbox.wait({"b": 1})
    assert told == []
    inbox.over()
    assert [each["event"] for each in told] == ["guard"]
    assert inbox.nodes["clean"].outcome == "failed"
