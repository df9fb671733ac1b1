"""Types that moved: each definition told once, by its parts, and weighed by who sees its values."""

from dataclasses import replace
from typing import Any

import pytest
from irs import first_of, node, op, pipeline

from dagcompile.changes import Change, Subject, compare
from dagcompile.changes.comparers.types import types
from dagcompile.changes.contract import contract
from dagcompile.changes.identity.sides import sides_of
from dagcompile.ir.records import (
    CheckDef,
    Collection,
    FrameType,
    Pipeline,
    RecordType,
    Refined,
    Type,
    Union,
)
from dagcompile.ir.text import type_text
from dagcompile.ir.verify import verify
from tests.changes.moved_frames import FRAMES
from tests.changes.moved_records import OTHERS, RECORDS
from tests.changes.moves import Move, bound, column, field, holding, of, ref, row, said, table

MOVES = [*RECORDS, *FRAMES, *OTHERS]


def told(old: Pipeline, new: Pipeline) -> list[Change]:
    return list(types(sides_of(old, new)))


def only(old: Pipeline, new: Pipeline) -> Change:
    found = told(old, new)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("move", MOVES, ids=[each.text for each in MOVES])
def test_a_definition_moved(move: Move) -> None:
    for where, weight in zip(("param", "output", "inside"), move.weights, strict=True):
        change = only(holding(move.old, at=where), holding(move.new, at=where))
        assert (change.subject.part, change.subject.name) == ("type", type_text(move.old))
        assert said(change) == move.said
        assert (where, change.weight) == (where, weight)
        assert change.reason


@pytest.mark.parametrize(
    ("form", "risky"), [("dataclass", True), ("model", False), ("typeddict", False)]
)
def test_a_field_before_others_moves_their_places(form: str, *, risky: bool) -> None:
    first, added, last = field("a"), field("b"), field("c")
    old, new = row(first, last, form=form), row(first, added, last, form=form)
    moved = "changed | a, c -> a, b, c"
    found = told(holding(old, at="output"), holding(new, at="output"))
    assert [each.weight for each in found if said(each) == moved] == ["risky"] * risky
    at_the_end = row(first, last, added, form=form)
    after = told(holding(old, at="output"), holding(at_the_end, at="output"))
    assert moved not in map(said, after)
    assert len(found) == len(after) + risky


@pytest.mark.parametrize("move", MOVES, ids=[each.text for each in MOVES])
def test_an_asset_is_seen_as_an_output_and_within(move: Move) -> None:
    """For what is kept goes from step to step as well."""
    change = only(holding(move.old, at="asset"), holding(move.new, at="asset"))
    order = ["breaking", "risky", "safe", "cosmetic"]
    assert change.weight == min(move.weights[1:], key=order.index)


@pytest.mark.parametrize("move", MOVES, ids=[each.text for each in MOVES])
def test_both_ways_it_is_of_the_same_type(move: Move) -> None:
    back = only(holding(move.new, at="inside"), holding(move.old, at="inside"))
    assert back.subject.name == type_text(move.old)


# --- once, where it is defined -------------------------------------------------------------------

INT = {"rows": "int"}


def listing(line: RecordType) -> Pipeline:
    """A report of lines goes through many ports."""
    report = RecordType(
        form="dataclass",
        ref=ref("Report"),
        fields=(field("lines", "list[app.Row]"), field("best", "app.Row | None")),
    )
    parts: list[Type] = [
        Collection(type="list", item="app.Row"),
        Union(members=("app.Row", "None")),
        Collection(type="list", item="app.Report"),
    ]
    return pipeline(
        op("make", out="app.Report"),
        op("many", {"report": "app.Report"}, out="list[app.Report]"),
        op("pick", {"reports": "list[app.Report]"}, out="app.Row | None"),
        nodes=[
            node("make"),
            node("many", {"report": "make"}),
            node("pick", {"reports": "many"}),
            node("pick", {"reports": "many"}, id="again"),
        ],
        outputs={"result": ("many", "list[app.Report]")},
        types=table(line, report, *parts),
    )


def test_a_definition_is_told_once_however_many_ports_name_it() -> None:
    old, new = listing(row(field("a"))), listing(row(field("a", "float")))
    change = only(old, new)
    assert change.subject == Subject(part="type", name="app.Row", detail="a")
    assert (change.verb, change.weight) == ("widened", "breaking")
    assert change.reason == "the pipeline's output may give what its readers were never given"


def test_who_sees_it_most_says_what_it_weighs() -> None:
    """What is safe for those who read it may be refused on the way."""
    change = only(listing(row(field("a", "float"))), listing(row(field("a"))))
    assert (change.verb, change.weight) == ("narrowed", "risky")
    assert change.reason == "a value that passed between steps may be refused"


def test_a_field_that_names_another_class_is_one_difference() -> None:
    def named(kind: str) -> Pipeline:
        line = row(field("a"), ref=ref("Line"))
        report = RecordType(form="dataclass", ref=ref("Report"), fields=(field("line", kind),))
        return pipeline(
            op("make", out="app.Report"),
            nodes=[node("make")],
            types=table(row(field("a")), line, report),
        )

    change = only(named("app.Row"), named("app.Line"))
    assert said(change) == "line changed | line: app.Row -> line: app.Line"
    assert change.subject.name == "app.Report"


def test_a_type_that_holds_itself() -> None:
    def tree(value: str) -> Pipeline:
        type_ = row(field("value", value), field("next", "app.Row | None"))
        parts = Union(members=("app.Row", "None"))
        return pipeline(
            op("make", out="app.Row"),
            nodes=[node("make")],
            types=table(type_, parts),
        )

    assert said(only(tree("int"), tree("float"))) == "value widened | value: int -> value: float"
    assert told(tree("int"), tree("int")) == []


def test_a_config_is_no_value_that_passes_between_steps() -> None:
    def asked(type_: str) -> Pipeline:
        made = replace(op("clean"), config="app.Row")
        cutoff = row(field("most", type_), form="model")
        return pipeline(made, nodes=[node("clean")], types=table(cutoff))

    found = compare(asked("int"), asked("float")).changes
    assert [each.consumers for each in found] == [("clean",)]
    wider, narrower = only(asked("int"), asked("float")), only(asked("float"), asked("int"))
    assert (wider.weight, wider.reason) == ("safe", "every config that was taken still is")
    assert (narrower.weight, narrower.reason) == (
        "risky",
        "a config that was taken may be refused",
    )


# --- places --------------------------------------------------------------------------------------


def placed(type_: str, *, users: int = 1, **given: Any) -> Pipeline:
    """A value of a type is made, and taken by some nodes of one op."""
    return pipeline(
        op("make", out=type_, **given),
        op("take", {"rows": type_}, out="None"),
        nodes=[
            node("make"),
            *(node("take", {"rows": "make"}, id=f"take{number}") for number in range(users)),
        ],
    )


def test_a_port_of_the_only_node_of_an_op() -> None:
    subjects = {each.subject for each in told(placed("int"), placed("float"))}
    assert subjects == {
        Subject(part="node", name="make", detail="result"),
        Subject(part="node", name="take0", detail="rows"),
    }


def test_a_port_of_an_op_of_several_nodes_is_told_of_the_op() -> None:
    subjects = [each.subject for each in told(placed("int", users=2), placed("float", users=2))]
    assert Subject(part="op", name="app.ops:take", detail="rows") in subjects
    assert len(subjects) == 2


@pytest.mark.parametrize(
    ("old", "new", "verb", "weight"),
    [
        ("int", "float", "widened", "risky"),
        ("float", "int", "narrowed", "risky"),
        ("int", "str", "changed", "risky"),
        ("int", "int | None", "widened", "risky"),
        ("list[int]", "list[float]", "widened", "risky"),
        ("list[int | None]", "list[int]", "narrowed", "risky"),
        ("Literal['a']", "Literal['a', 'b']", "widened", "risky"),
        ("tuple[int, int]", "tuple[int, ...]", "widened", "risky"),
        ("dict[str, int]", "dict[str, Any]", "widened", "risky"),
        ("Any", "int", "narrowed", "risky"),
    ],
)
def test_what_passes_between_steps(old: str, new: str, verb: str, weight: str) -> None:
    for change in told(placed(old), placed(new)):
        assert (change.verb, change.weight) == (verb, weight)
        assert (change.before, change.after) == (old, new)


def test_a_bound_that_no_step_is_held_to_any_more_weighs_as_a_guard_that_is_lost() -> None:
    """What a body of the next step was never given may come to it."""
    few = Refined(base="int", checks=(bound("ge", 1),), name="Few")
    change = only(holding(few, at="inside"), holding(of(few, checks=()), at="inside"))
    assert (change.weight, change.reason) == ("risky", "values pass that were refused")
    (taken,) = contract(holding(few, at="param"), holding(of(few, checks=()), at="param")).changes
    assert taken.weight == "safe"


def test_a_param_and_an_output_have_opposite_directions() -> None:
    def through(type_: str) -> Pipeline:
        return pipeline(
            op("x"),
            nodes=[node("x")],
            params={"day": type_},
            outputs={"day": ("$day", type_)},
        )

    wider = {each.subject.part: each.weight for each in told(through("int"), through("float"))}
    narrower = {each.subject.part: each.weight for each in told(through("float"), through("int"))}
    assert wider == {"param": "safe", "output": "breaking"}
    assert narrower == {"param": "breaking", "output": "safe"}


def test_an_output_that_may_be_withheld() -> None:
    """Whatever else moves, so do those who wait for it."""
    now, before = placed("int"), placed("int", maybe=["result"])
    gone, there = only(now, before), only(before, now)
    assert said(gone) == "result widened | int -> Maybe[int]"
    assert (gone.weight, gone.reason) == ("risky", "what takes it may be skipped")
    assert said(there) == "result narrowed | Maybe[int] -> int"
    assert (there.weight, there.reason) == ("risky", "a run that withholds it fails")


def test_the_type_of_a_first_of() -> None:
    def best(type_: str) -> Pipeline:
        return pipeline(op("x"), nodes=[node("x"), first_of("best", ["x"], type_)])

    change = only(best("int"), best("float"))
    assert change.subject == Subject(part="node", name="best")
    assert said(change) == "widened | int -> float"


def test_a_name_for_the_same_values_is_cosmetic() -> None:
    def named(name: str) -> Pipeline:
        type_ = Refined(
            base="int", checks=(CheckDef(name="ge", params=(("value", 1),)),), name=name
        )
        return pipeline(op("x", out=type_text(type_)), nodes=[node("x")], types=table(type_))

    change = only(named(""), named("Top"))
    assert said(change) == "result changed | Annotated[int, ge=1] -> Top"
    assert (change.weight, change.reason) == ("cosmetic", "it stands for the same values")


def test_bounds_are_compared() -> None:
    def most(limit_: int) -> Pipeline:
        checks = (CheckDef(name="le", params=(("value", limit_),)),)
        type_ = Refined(base="int", checks=checks)
        return pipeline(op("x", out=type_text(type_)), nodes=[node("x")], types=table(type_))

    assert only(most(1), most(2)).verb == "widened"
    assert only(most(2), most(1)).verb == "narrowed"


def test_a_secret_that_is_shown_is_told() -> None:
    def given(*, secret: bool) -> Pipeline:
        type_ = Refined(base="str", secret=True) if secret else None
        key = type_text(type_) if type_ else "str"
        return pipeline(
            op("x", {"key": key}), nodes=[node("x")], types=table(type_) if type_ else {}
        )

    shown, hidden = (
        told(given(secret=True), given(secret=False)),
        told(given(secret=False), given(secret=True)),
    )
    assert [said(each) for each in shown] == [
        "key changed | Secret[str] -> str",
        "key.secret removed | a secret ->",
    ]
    assert [each.weight for each in shown] == ["cosmetic", "risky"]
    assert [each.weight for each in hidden] == ["cosmetic", "safe"]


def test_a_table_is_told_by_its_columns() -> None:
    def arrow(*names: str, dtype: str = "int64") -> Pipeline:
        columns = (*(column(each) for each in names), column("last", dtype))
        type_ = FrameType(library="arrow", ref=ref("SCHEMA"), columns=columns)
        return pipeline(op("x", out=type_text(type_)), nodes=[node("x")], types=table(type_))

    change = only(arrow("a", "b"), arrow("a", "b", dtype="string"))
    assert said(change) == "result.last changed | last: int64 -> last: string"
    whole = only(arrow("a", "b", "c"), arrow("x", "y", "z"))
    assert whole.verb == "changed"
    assert whole.before is not None
    assert whole.before.startswith("pyarrow.Table[")


def test_the_types_of_what_is_only_in_one_version_are_not_told() -> None:
    old = placed("int")
    other = pipeline(op("other", out="str"), nodes=[node("other")], params={"day": "int"})
    assert told(old, other) == told(other, old) == []


# --- all together --------------------------------------------------------------------------------


def test_it_is_part_of_a_comparison() -> None:
    found = compare(listing(row(field("a"))), listing(row(field("a", "float")))).changes
    assert [(each.subject.part, each.consumers[-1]) for each in found] == [
        ("type", "output:result")
    ]


@pytest.mark.parametrize("move", MOVES, ids=[each.text for each in MOVES])
@pytest.mark.parametrize("where", ["param", "output", "asset", "inside"])
def test_the_pipelines_are_verified(move: Move, where: str) -> None:
    assert not verify(holding(move.old, at=where))
    assert not verify(holding(move.new, at=where))
