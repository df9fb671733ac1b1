"""Ops that read and write assets, and some that take their context wrongly."""

from dagcompile import Asset, Context, Retry, op

RAW = Asset("flights/raw", uri="s3://flights/raw")
RATES = Asset("rates")
REPORT = Asset("flights/report")
MOVED = Asset("flights/report", uri="s3://elsewhere")


@op(reads=[RAW])
def load(day: str) -> int:
    return len(day)


@op(retry=Retry(attempts=2), writes=[REPORT])
def publish(rows: int, ctx: Context = Context(), *, again: int = 0) -> int:
    return rows + again


@op
def between(first: int, log: "Context" = Context(), then: int = 1) -> int:
    return first + then


def plain(rows: int, *, ctx: Context = Context()) -> int:
    return rows


@op
def required(rows: int, ctx: Context) -> int:
    return rows


@op
def unset(rows: int, ctx: Context = None) -> int:  # type: ignore[assignment]
    return rows


@op
def untyped(rows: int, ctx=Context()) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
    return rows


@op
def by_position(ctx: Context = Context(), /) -> int:
    return 1


@op
def twice(one: Context = Context(), two: Context = Context()) -> int:
    return 1


@op
def maybe(ctx: Context | None = None) -> int:
    return 1


@op
def returned(rows: int) -> Context:
    return Context()
