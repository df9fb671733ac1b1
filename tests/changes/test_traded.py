"""Nodes of one op, of which one has the id by now that another had."""

from changed import reasons, told
from days import LOAD, OPS, ROWS, days
from irs import node, op

from dagcompile.changes import compare
from dagcompile.ir.records import Const, Pipeline

RENAMED = "no value changes by that, but its id is its history, which begins anew"
TRADED = "no value changes by that, but under its id stands the history of another node"


def steps(*ids: str, of: str = "count") -> Pipeline:
    """A chain of one op, from which `report` takes the last."""
    many = op(of, ROWS, out="list[int]")
    chain = [
        node(of, {"rows": before}, id=id) for before, id in zip(("load", *ids), ids, strict=False)
    ]
    last = node("report", {"rows": ids[-1]})
    ops = [OPS[0], many, op("report", ROWS)]
    return days(LOAD, *chain, last, ops=ops, gives={"result": ("report", "int")})


def joined(made: dict[str, tuple[str, int]]) -> Pipeline:
    """Nodes of one op by their ids: `sum` takes what each makes of a number, at a port."""
    makers = [node("make", {"day": Const(value=number)}, id=id) for id, (_, number) in made.items()]
    return days(
        *makers,
        node("sum", {port: id for id, (port, _) in made.items()}),
        ops=[op("make", {"day": "int"}), op("sum", dict.fromkeys("abc", "int"))],
        gives={"result": ("sum", "int")},
    )


def test_nodes_of_one_op_may_take_the_names_of_one_another() -> None:
    """What each takes and gives says which it is, not an id that another has by now."""
    assert told(steps("p", "q"), steps("q", "r")) == [
        "risky node renamed q: p -> q",
        "risky node renamed r: q -> r",
    ]
    assert told(steps("p", "q"), steps("q", "p")) == [
        "risky node renamed q: p -> q",
        "risky node renamed p: q -> p",
    ]
    assert reasons(steps("p", "q"), steps("q", "p")) == [TRADED, TRADED]
    assert reasons(steps("p", "q"), steps("q", "r")) == [TRADED, RENAMED]


def test_a_node_in_between_renames_no_other() -> None:
    (added, *rest) = told(steps("p", "q"), steps("p", "z", "q"))
    assert added.startswith("risky node added z")
    assert rest == ["risky node rewired q.rows: p -> z"]


def test_nodes_that_are_numbered_anew_are_the_same() -> None:
    """Where one more of an op is written first, each of the others has the next name."""
    old = joined({"n1": ("a", 1), "n2": ("b", 2)})
    new = joined({"n1": ("c", 0), "n2": ("a", 1), "n3": ("b", 2)})
    assert compare(old, new).nodes == {"n1": "n2", "n2": "n3", "sum": "sum"}


def test_constants_that_trade_places_rename_nothing() -> None:
    old = joined({"n1": ("a", 1), "n2": ("b", 2)})
    new = joined({"n1": ("a", 2), "n2": ("b", 1)})
    assert told(old, new) == [
        "risky node changed n1.day: 1 -> 2",
        "risky node changed n2.day: 2 -> 1",
    ]
