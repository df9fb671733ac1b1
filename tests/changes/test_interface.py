"""What those outside know of a pipeline: its name, its params, its outputs."""

from dataclasses import replace

from changed import reasons, told
from days import CLEAN, COUNT, OPS, REPORT, days
from irs import node, op

from dagcompile.ir.records import Const, Param, Partition, Pipeline, Source


def takes(*params: Param) -> Pipeline:
    made = days(
        ops=[op("load", {"day": "str"}, out="list[int]", optional=["day"]), *OPS[1:]],
        params={each.name: "str" for each in params},
    )
    nodes = (node("load"), CLEAN, COUNT, REPORT)
    return replace(made, meaning=replace(made.meaning, params=params, nodes=nodes))


def param(name: str, default: str | None = None) -> Param:
    return Param(name=name, type="str", default=None if default is None else Const(value=default))


def gives(**outputs: str) -> Pipeline:
    found: dict[str, tuple[str | Source, str]] = {}
    for name, source in outputs.items():
        found[name] = (source, "list[int]" if "." in source else "int")
    return days(gives=found)


def test_a_pipeline_is_known_by_its_name() -> None:
    new = replace(days(), meaning=replace(days().meaning, name="nightly"))
    assert told(days(), new) == ["breaking pipeline renamed: daily -> nightly"]


def test_a_param_that_has_to_be_given_breaks_runs() -> None:
    day = param("day", "today")
    assert told(takes(day), takes(day, param("top"))) == ["breaking param added top: str"]
    assert told(takes(day), takes(day, param("top", "5"))) == ["safe param added top: str = '5'"]
    assert told(takes(day, param("top")), takes(day)) == ["breaking param removed top: str ->"]
    assert told(takes(day), takes(param("day"))) == [
        "breaking param removed day.default: 'today' ->"
    ]
    assert told(takes(param("day")), takes(day)) == ["safe param added day.default: 'today'"]


def test_a_param_that_follows_from_the_schedule_need_not_be_given() -> None:
    due = Param(name="day", type="date", partition=Partition(length="day"))
    lines = told(takes(due), takes(replace(due, partition=None)))
    assert lines == ["breaking param removed day.partition: the last day that is over ->"]
    assert told(takes(replace(due, partition=None)), takes(due))[0].startswith("safe param added")


def test_a_renamed_param_is_one_change_however_many_take_it() -> None:
    new = days(
        node("load", {"day": "$date"}),
        CLEAN,
        COUNT,
        REPORT,
        params={"date": "str"},
    )
    assert told(days(), new) == ["breaking param renamed date: day -> date"]
    assert reasons(days(), new) == ["whoever gives `day` by name fails"]


def test_a_param_of_another_type_is_another_param() -> None:
    new = days(
        node("load", {"day": "$number"}),
        CLEAN,
        COUNT,
        REPORT,
        ops=[op("load", {"day": "int"}, out="list[int]"), *OPS[1:]],
        params={"number": "int"},
    )
    lines = [line.split(":")[0] for line in told(days(), new)]
    assert lines[:2] == ["breaking param added number", "breaking param removed day"] or lines[
        :2
    ] == [
        "breaking param removed day",
        "breaking param added number",
    ]


def test_outputs_are_known_by_their_names() -> None:
    assert told(gives(n="count"), gives(n="count", rows="clean.late")) == [
        "safe output added rows: clean.late"
    ]
    assert told(gives(n="count", rows="clean.late"), gives(n="count")) == [
        "breaking output removed rows: clean.late ->"
    ]
    assert told(gives(n="count"), gives(number="count")) == [
        "breaking output renamed number: n -> number"
    ]
    assert told(gives(result="count"), gives(n="count", rows="clean.late")) == [
        "breaking output renamed n: result -> n",
        "safe output added rows: clean.late",
    ]


def test_order_is_nothing_to_those_who_go_by_names() -> None:
    first, second = param("a", "x"), param("b", "y")
    assert told(takes(first, second), takes(second, first)) == [
        "cosmetic pipeline changed order of params: a, b -> b, a"
    ]
    assert told(gives(a="count", b="report"), gives(b="report", a="count")) == [
        "cosmetic pipeline changed order of outputs: a, b -> b, a"
    ]
