"""The outline of a pipeline says all that its IR says."""

from pathlib import Path

from mutants import mutants
from whole import daily, whole

from dagcompile.ir.codec import loads
from dagcompile.ir.records import CronSchedule, Meaning
from dagcompile.review import outline

EXAMPLE = Path(__file__).parents[2] / "examples/flights/generated/daily_delays.ir.json"


def test_whatever_changes_changes_the_outline() -> None:
    every = [(whole(), each) for each in mutants(whole())]
    every += [(daily(), each) for each in mutants(daily(), only=(Meaning, CronSchedule))]
    assert len(every) > 100
    for old, each in every:
        text = outline(each.pipeline)
        assert text != outline(old), each.path
        assert text.endswith("\n")
        assert all(line.isprintable() and line == line.rstrip() for line in text.splitlines())


def test_an_outline_of_the_example() -> None:
    lines = outline(loads(EXAMPLE.read_text())).splitlines()
    at = lines.index("node load_weather")
    assert lines[at : at + 4] == [
        "node load_weather",
        "  op: flights.sources:load_weather",
        "  input day: param day",
        "  after: [load_flights]",
    ]
    assert "schedule: cron, expression 0 6 * * *, tz America/New_York" in lines
