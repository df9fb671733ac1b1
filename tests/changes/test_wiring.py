"""Where values come from by now: inputs, `first_of`, containers, and what is waited for."""

from dataclasses import replace

from changed import reasons, told
from days import CLEAN, COUNT, LOAD, OPS, REPORT, days
from irs import first_of, node, op

from dagcompile.changes import compare
from dagcompile.ir.records import (
    Const,
    FirstOf,
    FromPort,
    Gather,
    Mapping,
    Pipeline,
    Sequence,
    Source,
    Value,
)


def gathered(*sources: Source) -> Pipeline:
    ops = [*OPS[:2], op("cat", {"groups": "list[list[int]]"})]
    items = Gather(type="list", items=sources)
    return days(LOAD, CLEAN, node("cat", {"groups": items}), ops=ops, gives={"n": ("cat", "int")})


def best(*items: str) -> Pipeline:
    gives: dict[str, tuple[str | Source, str]] = {"best": ("best", "list[int]")}
    return days(LOAD, CLEAN, first_of("best", items, "list[int]"), ops=OPS[:2], gives=gives)


def given(value: Value, *, type_: str = "Any") -> Pipeline:
    ops = [op("load", {"day": type_}, out="list[int]"), *OPS[1:]]
    return days(node("load", {"day": Const(value=value)}), CLEAN, COUNT, REPORT, ops=ops)


def waits(*after: str) -> Pipeline:
    return days(LOAD, CLEAN, COUNT, replace(REPORT, after=after))


LANDED, LATE = (FromPort(node="clean", port=port) for port in ("landed", "late"))


def test_an_input_from_another_source_says_from_where_to_where() -> None:
    new = days(LOAD, CLEAN, node("count", {"rows": "clean.late"}), REPORT)
    assert told(days(), new) == ["risky node rewired count.rows: clean.landed -> clean.late"]
    assert reasons(days(), new) == ["`count` works with another value"]
    assert compare(days(), new).changes[0].consumers == ("report", "output:result")
    new = days(node("load", {"day": Const(value="today")}), CLEAN, COUNT, REPORT)
    assert told(days(), new) == ["risky node rewired load.day: param day -> 'today'"]


def test_an_output_from_another_source_is_told_of_the_output() -> None:
    new = days(gives={"result": ("count", "int")})
    assert told(days(), new) == ["risky output rewired result: report -> count"]


def test_an_input_may_be_given_or_no_longer() -> None:
    ops = [op("load", {"day": "str"}, out="list[int]", optional=["day"]), *OPS[1:]]
    old, new = days(ops=ops), days(node("load"), CLEAN, COUNT, REPORT, ops=ops)
    assert told(old, new) == ["risky node removed load.day: param day ->"]
    assert told(new, old) == ["risky node added load.day: param day"]


def test_an_input_that_an_op_has_by_now_is_told_where_it_is_given() -> None:
    wider = op("count", {"rows": "list[int]", "most": "int"}, optional=["most"])
    ops = [*OPS[:2], wider, OPS[3]]
    assert told(days(), days(ops=ops)) == ["safe op added app.ops:count.input most: optional"]
    new = days(
        LOAD,
        CLEAN,
        node("count", {"rows": "clean.landed", "most": Const(value=5)}),
        REPORT,
        ops=ops,
    )
    assert told(days(), new) == ["risky node added count.most: 5"]


def test_a_constant_is_told_as_python_writes_it() -> None:
    assert told(given(1), given(True)) == ["risky node changed load.day: 1 -> True"]
    old, new = Mapping(items=(("a", 1), ("b", 2))), Mapping(items=(("b", 2), ("a", 1)))
    assert told(given(old), given(new)) == [
        "safe node changed load.day: {'a': 1, 'b': 2} -> {'b': 2, 'a': 1}"
    ]
    some, others = Sequence(type="set", items=(1, 2)), Sequence(type="set", items=(2, 1))
    assert told(given(some), given(others)) == ["cosmetic node changed load.day: {1, 2} -> {1, 2}"]


def test_a_container_says_what_is_in_it() -> None:
    assert told(gathered(LANDED), gathered(LANDED, LATE)) == [
        "risky node rewired cat.groups: [clean.landed] -> [clean.landed, clean.late]"
    ]


def test_a_long_container_is_cut_to_where_it_differs() -> None:
    many = [LANDED] * 100
    (line,) = told(gathered(*many), gathered(*many, LATE))
    assert len(line) < 500
    assert line.endswith("clean.landed, clean.late]")


def test_first_of_is_told_by_its_items() -> None:
    assert told(best("clean.landed", "clean.late"), best("clean.late", "clean.landed")) == [
        "risky node changed best.items: clean.landed, clean.late -> clean.late, clean.landed"
    ]
    assert told(best("clean.landed"), best("clean.landed", "load")) == [
        "risky node rewired best.items: clean.landed -> clean.landed, load"
    ]
    assert isinstance(best("load").meaning.nodes[2], FirstOf)


def test_what_a_node_waits_for_is_told_apart_from_what_it_takes() -> None:
    assert told(days(), waits("load")) == ["risky node added report.after: load"]
    assert told(waits("load", "count"), waits("count")) == [
        "risky node removed report.after: load ->"
    ]
    assert told(waits("load", "count"), waits("count", "load")) == [
        "cosmetic node changed report.after: load, count -> count, load"
    ]


def test_inputs_in_another_order_are_the_same() -> None:
    new = days(LOAD, CLEAN, COUNT, node("report", {"rows": "clean.late", "n": "count"}))
    assert told(days(), new) == ["cosmetic node changed report.inputs: n, rows -> rows, n"]


def test_old_sources_are_told_in_their_old_names() -> None:
    new = days(
        LOAD,
        node("clean", {"rows": "load"}, id="tidy"),
        node("count", {"rows": "load"}),
        node("report", {"n": "count", "rows": "tidy.late"}),
    )
    assert told(days(), new) == [
        "risky node renamed tidy: clean -> tidy",
        "risky node rewired count.rows: clean.landed -> load",
    ]
