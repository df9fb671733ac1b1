"""Nodes and ops: what is the same under another name, and what is told of what is not."""

from dataclasses import replace

from changed import reasons, told
from days import CLEAN, COUNT, LOAD, OPS, REPORT, ROWS, days, moved
from irs import node, op

from dagcompile.changes import compare
from dagcompile.ir.records import Const, Node, OpDef, OpNode, Pipeline

RENAMED = ["no value changes by that, but its id is its history, which begins anew"]


def pair(a: str, b: str, *, ops: tuple[str, str], sums: tuple[str, str] = ("", "")) -> Pipeline:
    """Two nodes of the same input, and one that takes from both."""
    left, right = sums[0] or a, sums[1] or b
    return days(
        LOAD,
        node(ops[0], {"rows": "load"}, id=a),
        node(ops[1], {"rows": "load"}, id=b),
        node("sum", {"x": left, "y": right}),
        ops=[OPS[0], OPS[2], op("other", ROWS), op("sum", {"x": "int", "y": "int"})],
        gives={"result": ("sum", "int")},
    )


def tidied(*, id: str = "tidy", out: str = "list[int]") -> Pipeline:
    """The function `clean` is called `tidy`."""
    return days(
        LOAD,
        node("tidy", {"rows": "load"}, id=id),
        node("count", {"rows": f"{id}.landed"}),
        node("report", {"n": "count", "rows": f"{id}.late"}),
        ops=[OPS[0], op("tidy", ROWS, out={"landed": "list[int]", "late": out}), *OPS[2:]],
    )


def with_leaf(*leaves: Node, ops: tuple[OpDef, ...] = ()) -> Pipeline:
    return days(LOAD, CLEAN, COUNT, REPORT, *leaves, ops=[*OPS, *ops])


# --- renamed ---------------------------------------------------------------------------------


def test_a_renamed_node_is_one_change_however_many_take_from_it() -> None:
    new = days(
        LOAD,
        node("clean", {"rows": "load"}, id="tidy"),
        node("count", {"rows": "tidy.landed"}),
        node("report", {"n": "count", "rows": "tidy.late"}),
    )
    assert told(days(), new) == ["risky node renamed tidy: clean -> tidy"]
    assert reasons(days(), new) == RENAMED
    assert compare(days(), new).nodes["clean"] == "tidy"
    assert compare(days(), new).changes[0].consumers == ()


def test_a_renamed_node_may_be_rewired_as_well() -> None:
    new = days(
        LOAD,
        CLEAN,
        node("count", {"rows": "clean.late"}, id="counted"),
        node("report", {"n": "counted", "rows": "clean.late"}),
    )
    assert told(days(), new) == [
        "risky node renamed counted: count -> counted",
        "risky node rewired counted.rows: clean.landed -> clean.late",
    ]


def test_renames_may_follow_one_another() -> None:
    names = [
        "risky node renamed b: a -> b",
        "risky node renamed c: b -> c",
    ]
    ops = ("count", "other")
    assert told(pair("a", "b", ops=ops), pair("b", "c", ops=ops)) == names


def test_two_nodes_may_swap_their_names() -> None:
    old = pair("a", "b", ops=("count", "other"))
    new = pair("a", "b", ops=("other", "count"), sums=("b", "a"))
    assert told(old, new)[:2] == [
        "risky node renamed a: b -> a",
        "risky node renamed b: a -> b",
    ]
    assert compare(old, new).nodes == {"load": "load", "a": "b", "b": "a", "sum": "sum"}


def test_a_whole_chain_may_be_renamed() -> None:
    def chain(*ids: str) -> Pipeline:
        steps = [
            node("count" if at % 2 else "other", {"rows": before}, id=id)
            for at, (before, id) in enumerate(zip(("load", *ids), ids, strict=False))
        ]
        ops = [OPS[0], op("count", ROWS, out="list[int]"), op("other", ROWS, out="list[int]")]
        return days(LOAD, *steps, ops=ops, gives={"result": (ids[-1], "list[int]")})

    found = compare(chain("a", "b", "c", "d"), chain("p", "q", "r", "s")).nodes
    assert found == {"load": "load", "a": "p", "b": "q", "c": "r", "d": "s"}


def test_twins_are_told_apart_by_who_takes_from_them_or_not_at_all() -> None:
    ops = ("count", "count")
    assert told(pair("a", "b", ops=ops), pair("c", "d", ops=ops)) == [
        "risky node renamed c: a -> c",
        "risky node renamed d: b -> d",
    ]
    old = with_leaf(*[node("count", {"rows": "load"}, id=id) for id in ("one", "two")])
    new = with_leaf(*[node("count", {"rows": "load"}, id=id) for id in ("three", "four")])
    assert told(old, new) == [
        "risky node removed one: app.ops:count(rows=load) ->",
        "risky node removed two: app.ops:count(rows=load) ->",
        "safe node added three: app.ops:count(rows=load)",
        "safe node added four: app.ops:count(rows=load)",
    ]


def test_a_use_of_the_same_op_elsewhere_is_another_node() -> None:
    old = with_leaf(node("load", {"day": Const(value="a")}, id="first"))
    new = with_leaf(node("load", {"day": Const(value="b")}, id="second"))
    assert [line.split(":")[0] for line in told(old, new)] == [
        "risky node removed first",
        "safe node added second",
    ]


def test_the_id_of_a_removed_node_may_be_that_of_a_renamed_one() -> None:
    old = pair("a", "b", ops=("count", "other"))
    new = days(
        LOAD,
        node("other", {"rows": "load"}, id="a"),
        node("sum", {"x": Const(value=1), "y": "a"}),
        ops=[OPS[0], op("other", ROWS), op("sum", {"x": "int", "y": "int"})],
        gives={"result": ("sum", "int")},
    )
    assert told(old, new) == [
        "risky node removed a: app.ops:count(rows=load) ->",
        "risky node renamed a: b -> a",
        "risky node rewired sum.x: a -> 1",
    ]
    assert compare(old, new).changes[0].consumers == ("sum", "output:result")
    assert compare(old, new).nodes == {"load": "load", "b": "a", "sum": "sum"}


# --- functions -------------------------------------------------------------------------------


def test_a_function_that_is_renamed_with_its_node_is_one_change() -> None:
    assert told(days(), tidied()) == [
        "risky node renamed tidy: clean (app.ops:clean) -> tidy (app.ops:tidy)"
    ]
    (change,) = compare(days(), tidied()).changes
    assert change.consumers == ("count", "report", "output:result")
    assert "only the source of its function tells" in change.reason


def test_a_renamed_function_whose_nodes_keep_their_ids_is_one_change() -> None:
    assert told(days(), tidied(id="clean")) == [
        "risky op renamed app.ops:tidy: app.ops.clean -> app.ops.tidy"
    ]


def test_a_function_with_other_ports_is_another_op() -> None:
    other = tidied(id="clean", out="list[int] | None")
    assert "risky node changed clean.op: app.ops:clean -> app.ops:tidy" in told(days(), other)


def test_a_function_that_moved_is_one_change_however_many_use_it() -> None:
    old = with_leaf(node("count", {"rows": "load"}, id="again"))
    assert told(old, moved(old, "app.steps", "count")) == [
        "risky op moved app.steps:count: app.ops.count -> app.steps.count"
    ]
    (change,) = compare(old, moved(old, "app.steps", "count")).changes
    assert change.reason == "only the source tells whether it is the same function"
    assert change.consumers == ("count", "again", "report", "output:result")


def test_another_function_of_the_same_name_weighs_as_much_in_one_use_as_in_all() -> None:
    old = with_leaf(node("count", {"rows": "load"}, id="again"))
    new = moved(old, "app.steps", "count")
    (was,) = (each for each in old.meaning.ops if each.key == "app.ops:count")
    uses = [
        replace(each, op=was.key) if isinstance(each, OpNode) and each.id == "again" else each
        for each in new.meaning.nodes
    ]
    one = replace(new, meaning=replace(new.meaning, ops=(*new.meaning.ops, was), nodes=tuple(uses)))
    assert [compare(old, each).weight for each in (one, new)] == ["risky", "risky"]


def test_what_moved_with_its_module_is_one_change() -> None:
    new = moved(days(), "app.steps", "load", "clean", "count")
    assert told(days(), new) == [
        "risky pipeline moved functions of app.steps: app.ops -> app.steps"
    ]
    assert reasons(days(), new) == [
        "only the source tells whether they are the same: `load`, `clean` and `count`"
    ]
    (change,) = compare(days(), new).changes
    assert change.consumers == ("load", "clean", "count", "report", "output:result")


def test_a_port_that_is_renamed_is_told_of_the_op_and_not_of_its_edges() -> None:
    new = days(
        LOAD,
        CLEAN,
        node("count", {"items": "clean.arrived"}),
        REPORT,
        ops=[
            OPS[0],
            op("clean", ROWS, out={"arrived": "list[int]", "late": "list[int]"}),
            op("count", {"items": "list[int]"}),
            OPS[3],
        ],
    )
    assert told(days(), new) == [
        "safe op renamed app.ops:clean.output arrived: landed -> arrived",
        "safe op renamed app.ops:count.input items: rows -> items",
    ]


# --- added and removed -----------------------------------------------------------------------


def test_an_added_node_matters_where_something_depends_on_it() -> None:
    extra = node("count", {"rows": "load"}, id="extra")
    assert told(days(), with_leaf(extra)) == ["safe node added extra: app.ops:count(rows=load)"]
    new = days(
        LOAD,
        CLEAN,
        node("clean", {"rows": "clean.landed"}, id="again"),
        node("count", {"rows": "again.landed"}),
        REPORT,
    )
    assert told(days(), new) == [
        "risky node added again: app.ops:clean(rows=clean.landed)",
        "risky node rewired count.rows: clean.landed -> again.landed",
    ]
    assert reasons(days(), new)[0] == "`count` depends on it, and did not before"


def test_a_removed_node_is_told_with_who_took_from_it() -> None:
    new = days(
        LOAD,
        CLEAN,
        node("report", {"n": Const(value=1), "rows": "clean.late"}),
    )
    assert told(days(), new) == [
        "risky node removed count: app.ops:count(rows=clean.landed) ->",
        "risky node rewired report.n: count -> 1",
    ]
    assert reasons(days(), new)[0] == "`report` took from it, and no longer can"
    assert compare(days(), new).changes[0].consumers == ("report", "output:result")


def test_a_function_is_renamed_though_a_port_before_it_is_as_well() -> None:
    new = days(
        LOAD,
        CLEAN,
        node("tally", {"rows": "clean.arrived"}),
        node("report", {"n": "tally", "rows": "clean.late"}),
        ops=[
            OPS[0],
            op("clean", ROWS, out={"arrived": "list[int]", "late": "list[int]"}),
            op("tally", ROWS),
            OPS[3],
        ],
    )
    assert told(days(), new) == [
        "risky node renamed tally: count (app.ops:count) -> tally (app.ops:tally)",
        "safe op renamed app.ops:clean.output arrived: landed -> arrived",
    ]
