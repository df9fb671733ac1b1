"""What bodies tell of assets, as Airflow's asset events have it.

ctx.materialize(REPORT, uri="s3://...", metadata={"rows": 3})

is `outlet_events[REPORT].extra = {"rows": 3, "uri": "s3://..."}`. Airflow records the event of an
outlet where its task succeeds; of what an attempt told that failed, nothing is left.
"""

from collections.abc import Collection, Mapping
from typing import Any

from airflow.sdk import Asset

from dagcompile.runtime.events import Event, Sink

_WIDEST = 63
"""Bits of an int that Airflow's processes hand on to one another."""


def outlets_of(context: Mapping[str, Any]) -> dict[str, Asset]:
    """The assets that the task of `context` writes, by name."""
    return {each.name: each for each in context["task"].outlets if isinstance(each, Asset)}


def skip(context: Mapping[str, Any]) -> None:
    """Let the task of `context`, which is skipped, neither have read nor written anything. Airflow
    tells of no asset then, but who looks on, as lineage does, counts it as a task that ended well.
    """
    context["task"].inlets = []
    context["task"].outlets = []


def wrote(context: Mapping[str, Any], assets: Collection[str]) -> None:
    """Let the task of `context` have written no other than these of its assets."""
    task = context["task"]
    task.outlets = [each for each in task.outlets if getattr(each, "name", None) in assets]


def outlet_sink(context: Mapping[str, Any]) -> Sink:
    """A sink that keeps what is told of assets for the events of the task of `context`."""
    told: dict[str, list[Asset]] = {}  # the assets that each node has told of in its attempt

    def sink(event: Event) -> None:
        node = str(event.get("node"))
        if event["event"] == "materialization":
            outlet = outlets_of(context)[str(event["asset"])]
            context["outlet_events"][outlet].extra = _extra(event, outlet)
            told.setdefault(node, []).append(outlet)
        elif event["event"] in ("retrying", "failed"):
            for outlet in told.pop(node, ()):
                context["outlet_events"][outlet].extra = {}

    return sink


def _extra(event: Mapping[str, Any], outlet: Asset) -> dict[str, Any]:
    found = {name: each["value"] for name, each in event.get("metadata", {}).items()}
    if event.get("uri", outlet.uri) != outlet.uri:
        found["uri"] = event["uri"]
    extra: dict[str, Any] = _plain(found)
    return extra


def _plain(value: Any) -> Any:
    """`value`, which is JSON, as Airflow can store it."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case bool():
            return value
        case int() if value.bit_length() > _WIDEST:
            return str(value)
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {_plain(key): _plain(each) for key, each in value.items()}
        case _:
            return value
