"""Their pipelines, which need dagcompile only where they are compiled."""

from datetime import date

from dagcompile import Retry, op, pipeline
from stall import ops
from stall.contracts import Total

load = op(retry=Retry(attempts=3, delay=0.01, backoff=2.0))(ops.load)
amounts = op(ops.amounts)
total = op(ops.total)


@pipeline
def sales(day: date = date(2026, 1, 31), count: int = 3) -> Total:
    """Sales of a day."""
    sold = load(day, count)
    return total(sold, amounts(sold), day)


@pipeline
def broken(day: date, count: int = 5) -> int:
    """Of which a guard stops the last step."""
    sold = load(day, count)
    return op(ops.text_of)(total(sold, amounts(sold), day))
