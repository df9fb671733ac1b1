"""A param that nothing takes is told of, and nothing else is."""

from dataclasses import replace

from irs import node, op, pipeline, source

from dagcompile.diagnostics import Place
from dagcompile.ir.records import Gather, Pipeline
from dagcompile.passes import warnings_of

PLACE = Place(file="flow.py", line=3, column=11)


def unused(given: Pipeline) -> list[str]:
    return [each.message for each in warnings_of(given)]


def test_what_no_step_takes_is_told_where_it_stands() -> None:
    given = pipeline(
        op("load", {"day": "str"}),
        nodes=[node("load", {"day": "$day"})],
        params={"day": "str", "hour": "int", "zone": "str"},
    )
    hour, zone = warnings_of(given, {"param:hour": PLACE})
    assert (hour.code, hour.severity) == ("DC150", "warning")
    assert "`hour`" in hour.message
    assert "`zone`" in zone.message
    assert hour.labels[0].place == PLACE
    assert zone.labels[0].place is None


def test_what_is_taken_inside_a_container_or_returned_is_used() -> None:
    gathered = Gather(type="list", items=(source("$day"), source("$hour")))
    load = node("load", {"days": "$zone"})
    (wired,) = load.inputs
    given = pipeline(
        op("load", {"days": "list[str]"}),
        nodes=[replace(load, inputs=(replace(wired, source=gathered),))],
        outputs={"result": ("$zone", "str")},
        params={"day": "str", "hour": "str", "zone": "str"},
    )
    assert unused(given) == []
