"""Ops that tell of assets."""

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from dagcompile import SKIP, Asset, Context, Markdown, Maybe, TableRows, Url, op
from dagcompile.testing.parity.ops.unsteady import Away, count_call

RAW = Asset("parity/raw", uri="s3://parity/raw")
REPORT = Asset("parity/report", uri="file:///parity/report")
INDEX = Asset("parity/index")
OTHER = Asset("parity/repord")


class Both(NamedTuple):
    """A value that is there, and one that is not."""

    kept: int
    gone: Maybe[int]


@op(reads=[RAW], writes=[REPORT, INDEX])
def publish(rows: int, ctx: Context = Context()) -> int:
    """Tells of two assets, of one of them twice."""
    ctx.materialize(REPORT, metadata={"rows": rows})
    ctx.materialize(INDEX)
    ctx.materialize(REPORT, uri="file:///parity/report/2", metadata={"rows": rows, "again": True})
    return rows + 1


@op(writes=[REPORT])
def described(ctx: Context = Context(), *, rows: int = 0) -> str:
    """Tells all that can be told."""
    metadata: dict[str, Any] = {
        "rows": rows,
        "share": 0.25,
        "nan": float("nan"),
        "exact": Decimal("1.10"),
        "whole": True,
        "none": None,
        "text": "{{ ds }} \N{SNOWMAN} \ud800",
        "large": 2**100,
        "nested": {"a": [1, 2.5, None, {"b": "c"}], "": [float("inf"), 2**70]},
        "note": Markdown("*fine*"),
        "link": Url("https://example.org"),
        "path": PurePosixPath("a/b"),
        "table": TableRows([{"x": 1, "y": "z"}, {"x": None}]),
        "long": "x" * 5000,
    }
    ctx.materialize(REPORT, metadata=metadata)
    return f"{ctx.node} {ctx.attempt} {bool(ctx.run)} {bool(ctx.pipeline)}"


@op(writes=[REPORT])
def after_failures(scratch: str, name: str, failures: int, ctx: Context = Context()) -> int:
    """Tells in each attempt which it is, and fails in the first ones."""
    call = count_call(scratch, name)
    ctx.materialize(REPORT, metadata={"call": call, "attempt": ctx.attempt})
    if call <= failures:
        raise Away(f"call {call}")
    return call


@op(writes=[REPORT])
def slow_at_first(scratch: str, name: str, ctx: Context = Context()) -> int:
    """Takes too long in its first call, after it told of what it wrote."""
    call = count_call(scratch, name)
    ctx.materialize(REPORT, metadata={"call": call})
    if call == 1:
        time.sleep(60)
    return call


@op(writes=[REPORT])
def from_threads(ctx: Context = Context()) -> int:
    """Tells from threads of its own."""

    def tell(number: int) -> None:
        ctx.materialize(REPORT, metadata={"number": number})

    with ThreadPoolExecutor(1) as pool:
        list(pool.map(tell, range(3)))
    return 3


@op(writes=[REPORT])
async def awaited(ctx: Context = Context()) -> int:
    """Tells in a coroutine."""
    ctx.materialize(REPORT)
    return ctx.attempt


@op(writes=[REPORT])
def lies(ctx: Context = Context()) -> int:
    """Tells, and returns what its guard refuses."""
    ctx.materialize(REPORT, metadata={"rows": 1})
    value: Any = "one"
    return value  # type: ignore[no-any-return]


@op(writes=[REPORT])
def withheld(ctx: Context = Context()) -> Both:
    """Tells, and withholds an output."""
    ctx.materialize(REPORT)
    return Both(1, SKIP)


@op(writes=[REPORT])
def undeclared(ctx: Context = Context()) -> int:
    """Tells of an asset that it is not said to write."""
    ctx.materialize(REPORT)
    ctx.materialize(OTHER)
    return 1


@op(writes=[REPORT])
def untellable(ctx: Context = Context()) -> int:
    """Tells what metadata cannot hold."""
    wrong: Any = {"rows": {1, 2}}
    ctx.materialize(REPORT, metadata=wrong)
    return 1


@op
def tells_of(name: str, ctx: Context = Context(), *, again: int = 1) -> int:
    """Tells of an asset by name, which only where it is used is said to be written."""
    for _ in range(again):
        ctx.materialize(Asset(name))
    return again


def plain(rows: int, log: Context = Context(), then: int = 1) -> int:
    """No op, with a context between its inputs."""
    log.materialize(INDEX, metadata={"rows": rows, "then": then})
    return rows + then
