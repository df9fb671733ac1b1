"""Ops that write assets, and tell of them in every way that ends differently."""

from pathlib import Path
from typing import Any

from dagcompile import SKIP, Asset, Context, Maybe, Retry, TableRows, op

RAW = Asset("stock/raw", uri="file:///data/raw.csv")
PRICES = Asset("stock/prices", uri="file:///data/prices")
SILENT = Asset("stock/silent")
WITHHELD = Asset("stock/withheld")
SKIPPED = Asset("stock/skipped", uri="file:///data/skipped")
REFUSED = Asset("stock/refused", uri="file:///data/refused")
STAGED = Asset("stock/staged")
NEVER = Asset("stock/never", uri="file:///data/never")
FAILED = Asset("stock/failed", uri="file:///data/failed")


@op(reads=[RAW])
def load() -> int:
    """Reads an asset."""
    return 3


@op(writes=[PRICES], retry=Retry(attempts=2))
def publish(scratch: str, rows: int, ctx: Context = Context()) -> int:
    """Tells in each attempt, of which the first fails."""
    if ctx.attempt == 1:
        ctx.materialize(PRICES, uri="file:///data/lost", metadata={"lost": True})
        Path(scratch, "tried").touch()
        raise OSError("the disk is full")
    ctx.materialize(PRICES, metadata={"first": 1})
    ctx.materialize(
        PRICES,
        uri="file:///data/prices/2",
        metadata={
            "rows": rows,
            "share": 0.25,
            "none": None,
            "text": "{{ ds }} \N{SNOWMAN} \ud800",
            "large": 2**100,
            "nested": {"a": [1, None, {"b": 2**70}]},
            "table": TableRows([{"x": 1}, {"x": None}]),
        },
    )
    return rows


@op(writes=[SILENT])
def silent() -> int:
    """Writes an asset, and tells nothing of it."""
    return 1


@op(writes=[WITHHELD])
def withheld(ctx: Context = Context()) -> Maybe[int]:
    """Tells of an asset, and gives no value."""
    ctx.materialize(WITHHELD, metadata={"withheld": True})
    return SKIP


@op(writes=[SKIPPED])
def skipped(rows: int) -> int:
    """Never runs where its input is withheld."""
    return rows


@op(writes=[REFUSED])
def refused(ctx: Context = Context()) -> int:
    """Tells of an asset, and gives a value that its guard refuses."""
    ctx.materialize(REFUSED, metadata={"refused": True})
    value: Any = "none"
    return value  # type: ignore[no-any-return]


@op(writes=[FAILED])
def failed(ctx: Context = Context()) -> int:
    """Tells of an asset, and fails."""
    ctx.materialize(FAILED, metadata={"failed": True})
    raise ValueError("no")


@op(writes=[STAGED])
def staged(rows: int, ctx: Context = Context()) -> int:
    """Tells of an asset, within a stage."""
    ctx.materialize(STAGED, metadata={"rows": rows})
    return rows


@op(writes=[NEVER])
def never(rows: int) -> int:
    """Never runs where its input is withheld, in a stage or not."""
    return rows


@op(reads=[PRICES])
def read() -> int:
    """Reads what another pipeline wrote."""
    return 2
