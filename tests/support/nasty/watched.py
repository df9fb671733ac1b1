"""A pipeline whose guards are each told something else."""

from dagcompile import Guard, Retry, op, pipeline, sample
from nasty.ops import Unavailable

Readings = dict[str, list[float]]


@op(retry=Retry(attempts=2, on=Unavailable), guard=Guard(retry=True))
def measure(sensors: list[str]) -> Readings:
    """What each sensor says."""
    return {name: [float(len(name))] * 10_000 for name in sensors}


@op
def smooth(readings: Readings) -> Readings:
    """The same, with less noise."""
    return {name: values[::2] for name, values in readings.items()}


@op
def peak(readings: Readings) -> float:
    """The largest reading."""
    return max(max(values) for values in readings.values())


@pipeline
def watched(sensors: list[str]) -> float:
    """Guards of all kinds beside one another."""
    measured = measure(sensors)
    inside = Guard(placement="inline", depth=sample(1000))
    smoothed = smooth.with_policy(guard=inside)(measured)
    apart = Guard(placement="steps", depth="schema")
    again = smooth.named("again").with_policy(guard=apart)(smoothed)
    trusted = smooth.named("trusted").with_policy(guard=Guard(placement="off"))(again)
    glance = Guard(severity="warn", depth="schema")
    peak.named("glance").with_policy(guard=glance)(trusted)
    return peak(again)
