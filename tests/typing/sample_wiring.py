"""Wiring as authors write it. mypy and pyright find nothing wrong with it, both strict."""

from collections.abc import Callable, Coroutine
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar, assert_type, cast

from dagcompile import (
    SKIP,
    Asset,
    Bounds,
    Check,
    Config,
    Context,
    Cron,
    Daily,
    Guard,
    Hourly,
    Markdown,
    Maybe,
    Named,
    Pipeline,
    Retry,
    Secret,
    TableRows,
    Url,
    Verdict,
    checked,
    first_of,
    op,
    partition,
    pipeline,
)

T = TypeVar("T")
TOTALS = Asset("totals", uri="s3://totals")


class Cutoff(Config):
    """Parameters of an op."""

    max_delay: int = 180


class Split(NamedTuple):
    """Several outputs, one of which may be withheld."""

    late: list[int]
    early: Maybe[list[int]]


def not_empty(rows: list[int]) -> bool:
    """Whether there is a row."""
    return bool(rows)


def few(rows: list[int], *, most: int) -> Verdict:
    """Whether there are few rows, and how many there are."""
    if len(rows) > most:
        worst = TableRows([{"row": each} for each in rows])
        return Verdict.failed("too many", rows=len(rows), worst=worst)
    return Verdict.passed(rows=len(rows), note=Markdown("*few*"), page=Url("https://example.org"))


def in_this_century(day: date) -> bool:
    """Whether it is in this century."""
    return day.year >= 2000


Rows = Annotated[list[int], Check(not_empty)]
Few = Annotated[Rows, Check(few, most=9), Named("Few")]
Token = Annotated[Secret[str], Bounds(min_length=8), Named("Token")]
if TYPE_CHECKING:
    Several = list[int]
else:
    Several = checked(list[int], not_empty, Check(few, most=99), name="Several")
Share = Annotated[float, Bounds(ge=0, le=1)]


@op
def load(day: date, *, limit: int = 10) -> Rows:
    """A plain op."""
    return [day.day, limit]


@op(retry=Retry(attempts=3, delay=timedelta(seconds=30)), guard=Guard(severity="warn"))
def clean(rows: Rows, config: Cutoff = Cutoff()) -> Rows:
    """An op with policies and a config."""
    return [row for row in rows if row < config.max_delay]


@op
def split(rows: list[int]) -> Split:
    """An op with several outputs."""
    return Split(late=rows, early=rows or SKIP)


@op
def rare(rows: list[int]) -> Maybe[str]:
    """An op that may withhold its output."""
    return str(rows) if rows else SKIP


@op
def share(rows: list[list[int]], names: dict[str, str]) -> Share:
    """An op of containers."""
    return len(rows) / (len(names) + 1)


@op
def shorten(rows: Several, token: Token, keys: dict[str, Secret[str]]) -> Few:
    """An op of named types and secrets."""
    return rows[: len(token.strip()) - len(keys)]


@op
def publish(text: str) -> None:
    """An op that returns nothing."""


@op
def first(values: list[T]) -> T:
    """A generic op."""
    return values[0]


@op
def len_of(rows: list[int]) -> int:
    """How many rows there are."""
    return len(rows)


@op
async def fetch(day: date, limit: int = 3) -> list[int]:
    """An async op."""
    return [day.day][:limit]


@op(retry=Retry(attempts=2))
async def fetch_again(rows: list[T]) -> T:
    """A generic async op with a policy."""
    return rows[0]


async def later(number: int) -> str:
    """An async function of a module that does not know dagcompile."""
    return str(number)


wrapped_later = op(later)


def plain(number: int) -> str:
    """A function of a module that does not know dagcompile."""
    return str(number)


wrapped = op(plain)


@pipeline
def daily(day: date, token: Token, limit: int = 3) -> str:
    """A pipeline."""
    rows = load.named("load_day")(day, limit=limit)
    assert_type(rows, list[int])
    assert_type(shorten(rows, token, {"a": token}), list[int])
    cleaned = clean.configured(Cutoff()).with_policy(
        retry=Retry(attempts=2), targets={"airflow": {"pool": "db"}}
    )(rows, Cutoff())
    parts = split.after(cleaned)(cleaned)
    assert_type(parts, Split)
    assert_type(parts.early, list[int])
    late, _ = parts
    done = publish("started")
    portion = share.after(done, parts)([parts.early, late, [1]], {"a": rare(late)})
    assert_type(portion, float)
    picked = first_of.named("pick").after(portion)(rare.named("again")(late), "none")
    assert_type(picked, str)
    fetched = fetch(day)
    assert_type(fetched, list[int])
    assert_type(wrapped_later(fetch_again(fetched)), str)
    text = wrapped(len_of(late))
    assert_type(text, str)
    assert_type(first_of.named("other")(load.named("c")(cast("date", text)), late), list[int])
    return picked


@pipeline(
    name="other",
    tags=["a"],
    owner="b",
    retry=Retry(attempts=2),
    timeout=60,
    guard=Guard(severity="warn"),
    targets={"airflow": {"max_active_runs": 1}},
)
def other() -> Split:
    """A pipeline with several outputs."""
    return Split(late=[1], early=[2])


RAW, REFERENCE = Asset("raw", uri="s3://raw"), Asset("reference")


@pipeline(schedule=RAW & (REFERENCE | Asset("spare")))
def once_written() -> int:
    """A pipeline that waits for assets."""
    return len_of([1])


@pipeline(schedule=[RAW, REFERENCE])
def once_both_are_written() -> int:
    """A pipeline that waits for a list of them."""
    return len_of([1])


@pipeline(schedule=Cron("@hourly", tz="Europe/Berlin"), start=date(2024, 1, 1), catchup=True)
def hourly(
    hour: datetime = partition(Hourly(offset=2)),
    day: Annotated[date, Check(in_this_century)] = partition(Daily()),
) -> list[int]:
    """A pipeline with a schedule and partitions."""
    assert_type(partition(Daily()), date)
    return load.after(ticked(hour))(day)


@op
def ticked(hour: datetime) -> str:
    """Takes an hour."""
    return hour.isoformat()


@op(reads=[Asset("rows")], writes=[TOTALS])
def tells(number: int, ctx: Context = Context()) -> int:
    """Tells of what it wrote."""
    ctx.materialize(TOTALS, uri="s3://totals/1", metadata={"number": number, "rows": [1, None]})
    return ctx.attempt


@pipeline
def assets() -> int:
    """A pipeline that writes an asset."""
    return tells.reading(TOTALS).writing(Asset("more"), TOTALS)(tells(1))


def runs_as_functions() -> None:
    """Ops outside a pipeline are functions."""
    assert_type(clean([1], config=Cutoff(max_delay=3)), list[int])
    assert_type(first([3]), int)
    function: Callable[[int], str] = wrapped
    assert_type(function(3), str)
    assert_type(wrapped.__wrapped__(1), str)
    assert_type(wrapped.__name__, str)
    assert_type(fetch(date(2024, 1, 1)), list[int])
    assert_type(wrapped_later(3), str)
    awaitable: Coroutine[object, object, str] = wrapped_later.__wrapped__(1)
    awaitable.close()
    context = Context(attempt=2)
    assert_type(tells(3, context), int)
    assert_type(tells(3, ctx=context), int)
    assert_type([each.asset.name for each in context.materializations], list[str])
    shown: Pipeline[[date, int], str] | Pipeline[[], Split] = other
    assert_type(shown.name, str)
