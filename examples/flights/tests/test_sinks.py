"""What is written, and what is told of it."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dagcompile import Context
from flights.contracts import CarrierLine, LongestWait, Report
from flights.sinks import REPORTS, publish

REPORT = Report(
    day=date(2013, 1, 30),
    scheduled=900,
    cancelled=52,
    seats_lost=4000,
    longest=LongestWait(carrier="UA", number=7, origin="JFK", delay=290),
    carriers=[CarrierLine(carrier="EV", name="ExpressJet", flights=3, mean_delay=Decimal("9.50"))],
    hours={},
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "deep" / "reports"
    monkeypatch.setenv("FLIGHTS_REPORTS", str(made))
    return made


def test_a_report_is_a_file_of_its_day(folder: Path) -> None:
    file = publish(REPORT)
    assert file == folder / "2013-01-30.json"
    told = json.loads(file.read_text())
    assert told["day"] == "2013-01-30"
    assert told["carriers"][0]["mean_delay"] == "9.50"


def test_it_takes_the_place_of_an_earlier_one(folder: Path) -> None:
    publish(REPORT)
    publish(replace(REPORT, scheduled=901))
    (file,) = folder.iterdir()
    assert json.loads(file.read_text())["scheduled"] == 901


def test_what_was_written_is_told_of() -> None:
    ctx = Context()
    file = publish(REPORT, ctx)
    (told,) = ctx.materializations
    assert (told.asset, told.uri) == (REPORTS, file.as_uri())
    assert told.metadata == {
        "day": "2013-01-30",
        "scheduled": 900,
        "cancelled": 52,
        "latest": "ExpressJet",
    }


def test_a_day_without_carriers_has_no_latest_one() -> None:
    ctx = Context()
    publish(replace(REPORT, carriers=[]), ctx)
    assert ctx.materializations[0].metadata["latest"] is None
