"""Cron expressions: what is taken is what Airflow takes, and what is not is told how to mend."""

import random
from datetime import UTC, datetime

import pytest
from croniter import croniter

from dagcompile import Asset, Cron, op, pipeline
from dagcompile.authoring.crons import PRESETS, BadCron, canonical
from dagcompile.authoring.tracing import trace
from dagcompile.diagnostics import CompileError

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
NAMES = {3: "jan feb mar apr may jun jul aug sep oct nov dec".split()}
NAMES[4] = "sun mon tue wed thu fri sat".split()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0 6 * * *", "0 6 * * *"),
        ("  0\t6 *  * mon-Fri ", "0 6 * * MON-FRI"),
        ("*/15 9-17/2 1,15 jan,JUL 1-5", "*/15 9-17/2 1,15 JAN,JUL 1-5"),
        ("0 0 29 2 *", "0 0 29 2 *"),
        ("0 0 31 2 MON", "0 0 31 2 MON"),  # on Mondays of February
        ("@daily", "0 0 * * *"),
        ("@Weekly", "0 0 * * 0"),
        ("@quarterly", "0 0 1 */3 *"),
    ],
)
def test_what_says_times(text: str, written: str) -> None:
    assert canonical(text) == written
    assert canonical(written) == written


# @quarterly is Airflow's own.
@pytest.mark.parametrize("preset", sorted(PRESETS.keys() - {"@quarterly"}))
def test_a_preset_is_what_it_stands_for_elsewhere(preset: str) -> None:
    assert croniter(preset).expanded == croniter(PRESETS[preset]).expanded


@pytest.mark.parametrize(
    ("text", "reason", "fix"),
    [
        (
            "",
            "is empty",
            "give five fields (minute, hour, day of the month",
        ),
        ("@dialy", "neither five fields nor a preset", 'give "@daily"'),
        ("monthly", "neither five fields nor a preset", 'give "@monthly"'),
        ("@once", "is no time", "leave out the schedule"),
        ("whenever", "neither five fields nor a preset", "or one of @hourly, @daily"),
        ("0 6 * *", "has 4 fields and not five", "give minute, hour, day"),
        ("0 0 6 * * *", "has 6 fields and not five; seconds cannot be said", "give minute"),
        ("60 * * * *", "has the minute 60", "give 0 to 59"),
        ("0 24 * * *", "has the hour 24", "give 0 to 23"),
        ("0 0 0 * *", "has the day of the month 0", "give 1 to 31"),
        ("0 0 1 13 *", "has the month 13", "give 1 to 12 or JAN to DEC"),
        ("0 0 * * 8", "has the day of the week 8", "give 0 to 7 or SUN to SAT"),
        ("0 0 * * MONDAY", "has the day of the week MONDAY, which is none", "give MON"),
        ("0 0 1 JANUARY *", "has the month JANUARY, which is none", "give JAN"),
        ("0 0 * * MO", "has the day of the week MO, which is none", "give MON"),
        ("0 6h * * *", "has the hour 6H, which is none", "give 0 to 23"),
        ("0 22-2 * * *", "goes backwards in its hour, 22-2", "give 22-23,0-2"),
        ("0 0 * * SAT-MON", "backwards in its day of the week, SAT-MON", "give 6,0-1"),
        ("0 0 1 NOV-JAN *", "backwards in its month, NOV-JAN", "give 11-12,1"),
        ("5/15 * * * *", "has a step without a range in its minute, 5/15", "give 5-59/15"),
        ("*/0 * * * *", "has the step 0 in its minute, */0", "give a step of 1 to 59"),
        ("*/90 * * * *", "has the step 90 in its minute, */90", "give a step of 1 to 59"),
        ("0 0 L * *", "has the day of the month L, which is none", "give 1 to 31"),
        ("0 0 ? * *", "has '?' as its day of the month", "give 1 to 31"),
        ("0 0 * * MON#1", "has 'MON#1' as its day of the week", "give 0 to 7"),
        ("0 -1 * * *", "has '-1' as its hour", "give 0 to 23"),
        ("0 1,,2 * * *", "has '' as its hour", "give 0 to 23"),
        ("0 ٣ * * *", "has the hour ٣, which is none", "give 0 to 23"),
        ("0 0 31 2 *", "never comes: no such month has a day 31", "give a day up to 29"),
        ("0 0 31 2 0-6", "never comes", "give a day up to 29"),
        ("0 6,* * * *", "has * among others in its hour, 6,*", "give * alone"),
        ("0 0 31 4,6 *", "never comes", "give a day up to 30, or other months"),
    ],
)
def test_what_says_none(text: str, reason: str, fix: str) -> None:
    with pytest.raises(BadCron) as told:
        canonical(text)
    assert reason in told.value.reason
    assert fix in told.value.fix


def drawn(rng: random.Random, field: int) -> str:
    _, most = FIELDS[field]

    def value() -> str:
        names = NAMES.get(field)
        return rng.choice(names) if names and rng.random() < 0.3 else str(rng.randint(0, most + 1))

    def item() -> str:
        kind = rng.random()
        if kind < 0.4:
            text = "*"
        elif kind < 0.7:
            return value()
        else:
            text = f"{value()}-{value()}"
        return f"{text}/{rng.randint(1, most)}" if rng.random() < 0.4 else text

    return ",".join(item() for _ in range(rng.choice((1, 1, 1, 2, 3))))


def test_what_is_taken_airflow_takes() -> None:
    rng = random.Random(7)
    taken = 0
    for _ in range(6000):
        text = " ".join(drawn(rng, field) for field in range(5))
        try:
            written = canonical(text)
        except BadCron:
            continue
        taken += 1
        assert croniter.is_valid(written), written
        assert croniter(written, BEGIN).get_next(datetime) > BEGIN, written
    assert taken > 300


@op
def one() -> int:
    return 1


@pytest.mark.parametrize("beside", [[], [Cron("0 18 * * *")], [Asset("raw")]])
def test_a_pipeline_has_one_cron(beside: list[Asset]) -> None:
    @pipeline(schedule=[Cron("0 6 * * *"), *beside])  # type: ignore[list-item]
    def daily() -> int:
        return one()

    with pytest.raises(CompileError) as raised:
        trace(daily)
    (told,) = (each for each in raised.value.diagnostics if each.code == "DC170")
    assert told.message == "the schedule of pipeline `daily` has a Cron in a list or among assets"
    assert 'schedule=Cron("0 6 * * *")' in told.fix
