"""A pipeline that writes assets, and one that runs when one of them was written."""

from dagcompile import pipeline, stage
from stock import ops


@pipeline
def stock_producer(scratch: str) -> int:
    """Writes assets, some of which come to nothing."""
    ops.silent()
    gone = ops.withheld()
    ops.refused()
    ops.failed()
    ops.skipped(gone)
    with stage("staging"):
        ops.never(gone)
        ops.staged(7)
    return ops.publish(scratch, ops.load())


@pipeline(schedule=[ops.PRICES])
def stock_consumer() -> int:
    """Runs once there are new prices."""
    return ops.read()
