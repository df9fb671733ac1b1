"""What counts as a difference between two runs, and what does not."""

from dataclasses import replace
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dagcompile.testing.parity import Event, NodeObservation, Observed, by_node, differences
from dagcompile.testing.parity.ops.kinds import Leg, Level, Mood, Passenger, Point
from dagcompile.testing.parity.shown import shown

STARTED: Event = {"event": "started", "attempt": 1}
RUN = Observed(
    outcome="ok",
    results={"result": 1},
    nodes={"load": NodeObservation(outcome="ok", withheld=("test",))},
    events={"load": (STARTED, {"event": "returned", "withheld": ["test"]})},
)


def test_a_run_is_like_itself() -> None:
    assert differences(RUN, RUN) == []


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (replace(RUN, outcome="failed"), "the run: expected ok, got failed"),
        (replace(RUN, results={}), "result result: expected 1, got nothing"),
        (replace(RUN, results={"result": True}), "result result: expected 1, got True"),
        (replace(RUN, results={"result": 1, "more": 2}), "result more: expected nothing, got 2"),
        (replace(RUN, nodes={}), "node load: expected ok, withheld: test, got nothing"),
        (
            replace(RUN, nodes={"load": NodeObservation(outcome="ok")}),
            "node load: expected ok, withheld: test, got ok",
        ),
        (replace(RUN, events={}), "events of load (- expected, + got):"),
        (replace(RUN, events={"load": (STARTED,)}), "events of load (- expected, + got):"),
        (
            replace(RUN, events={"load": tuple(reversed(RUN.events["load"]))}),
            "events of load (- expected, + got):",
        ),
    ],
)
def test_every_difference_is_told(other: Observed, told: str) -> None:
    assert told in differences(RUN, other)
    assert differences(other, RUN)


def test_a_difference_of_events_shows_both() -> None:
    other = replace(RUN, events={"load": ({**STARTED, "attempt": 2}, RUN.events["load"][1])})
    _, *lines = differences(RUN, other)
    assert '  - {"attempt": 1, "event": "started"}' in lines
    assert '  + {"attempt": 2, "event": "started"}' in lines


def test_times_and_tracebacks_are_free() -> None:
    def event(time: str, seconds: float) -> Event:
        error = {"type": "a.B", "message": "no", "traceback": time}
        verdict = {"subject": "load.result", "seconds": seconds, "error": error}
        return {"event": "guard", "node": "load", "run": time, "time": time, "verdict": verdict}

    assert by_node([event("1", 0.1)]) == by_node([event("2", 0.2)])
    assert by_node([{"event": "run_started"}]) == {}


LEG = Leg(start="x", price=Decimal("1.0"))


@pytest.mark.parametrize(
    "unlike",
    [
        [1, True, 1.0, Decimal(1), "1", Level.LOW, [1], (1,), {1}, frozenset({1})],
        [Decimal("1.0"), Decimal("1.00")],
        [0.0, -0.0],
        [{1: 1, 2: 2}, {2: 2, 1: 1}],
        [Mood.GOOD, "good"],
        [Point(1, 2), Point(1, 2.0), (1, 2)],
        [LEG, replace(LEG, price=Decimal("1.00")), {"start": "x", "price": Decimal("1.0")}],
        [Passenger(name="a", seat=(1, "A")), Passenger(name="a", seat=(1, "B"))],
        [
            datetime(2024, 1, 1, tzinfo=timezone.utc),  # noqa: UP017  (beside ZoneInfo)
            datetime(2024, 1, 1, tzinfo=ZoneInfo("UTC")),
        ],
    ],
)
def test_what_a_pipeline_could_notice_is_shown(unlike: list[Any]) -> None:
    assert len({shown(each) for each in unlike}) == len(unlike)


def test_what_it_could_not_notice_is_not() -> None:
    assert shown(float("nan")) == shown(float("nan"))
    assert shown({"b", "a", "c"}) == shown({"c", "b", "a"})
    assert shown({1: {"b", "a"}}) == shown({1: {"a", "b"}})
