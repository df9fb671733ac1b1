"""The pipeline itself."""

from datetime import date, timedelta
from typing import Annotated

from dagcompile import Bounds, Guard, Retry, first_of, pipeline
from nasty import ops


@pipeline
def nasty(start: Annotated[int, Bounds(ge=1)], day: date = date(2024, 2, 29)) -> str:
    """Every hard case at once: some nodes fail, and what does not need them is finished."""
    ledger = ops.seed(start, day)
    again = Retry(attempts=3, delay=timedelta(milliseconds=100), on=ops.Unavailable)
    totals = ops.flaky.with_policy(retry=again)(ledger)
    sides = ops.split(ledger)
    debits = ops.total.named("total_debits")(sides.debits, config=ops.Rounding(sign=True))
    credits = ops.total.named("total_credits")(sides.credits)
    either = first_of.named("either")(debits, credits)
    lost = ops.broken(ledger)
    ops.publish.named("publish_lost")(lost)
    doubt = ops.doubtful.with_policy(guard=Guard(severity="warn"))(ledger)
    ops.count(ops.liar(ledger))
    combined = ops.combine([either, doubt], totals)
    return ops.publish.after(totals)(combined)
