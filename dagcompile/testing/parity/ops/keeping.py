"""Ops whose outputs are kept."""

from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from dagcompile import SKIP, Asset, Bounds, Context, Maybe, op
from dagcompile.testing.parity.ops.unsteady import Away, count_call

TOTALS = Asset("parity/totals", uri="s3://parity/totals")
PART = Asset("parity/part")
REST = Asset("parity/rest")
LOGGED = Asset("parity/logged")


class Parts(NamedTuple):
    """A part that is there, one that is not, and a number beside them."""

    part: list[int]
    rest: Maybe[list[int]]
    result: int


@op(keeps=TOTALS)
def totals(start: int) -> dict[int, Decimal]:
    """Something that JSON by itself would not give back."""
    return {start: Decimal("1.10"), start + 1: Decimal(2)}


@op(keeps={"part": PART, "rest": REST})
def parts(number: int) -> Parts:
    """Of three outputs two are kept, of which one is withheld."""
    return Parts([number, number], SKIP, number)


@op(keeps=PART)
def positive(number: int) -> Annotated[int, Bounds(gt=0)]:
    """A number that a guard may refuse."""
    return number


@op(keeps=PART)
def wrong(number: int) -> list[int]:
    """What is no list at all."""
    value: Any = {"number": number}
    return value  # type: ignore[no-any-return]


@op(keeps=PART)
def unwritable() -> list[int]:
    """What has no form to be written in."""
    value: Any = [object]
    return value  # type: ignore[no-any-return]


@op(keeps=PART)
def after_failures(scratch: str, name: str, failures: int) -> int:
    """The number of the first call that succeeds."""
    call = count_call(scratch, name)
    if call <= failures:
        raise Away(f"call {call}")
    return call


@op(keeps=PART)
def sometime_positive(scratch: str, name: str, failures: int) -> Annotated[int, Bounds(gt=0)]:
    """A number that fits once it was asked for often enough."""
    return count_call(scratch, name) - failures


@op(writes=[LOGGED], keeps=PART)
def logs(number: int, ctx: Context = Context()) -> int:
    """Tells of another asset by itself."""
    ctx.materialize(LOGGED, metadata={"number": number})
    return number


@op(keeps=PART)
def withheld() -> Maybe[int]:
    """Gives nothing."""
    return SKIP
