"""What has changed for others in what a pipeline publishes."""

from dataclasses import replace
from typing import Any

import pytest
from irs import node, op, pipeline

from dagcompile.changes import Change, compare
from dagcompile.changes.contract import among, contract
from dagcompile.changes.presence import removed
from dagcompile.changes.users import Users
from dagcompile.ir.records import (
    Asset,
    AssetName,
    AssetSchedule,
    CheckDef,
    EnumType,
    FrameType,
    Kept,
    OpNode,
    Pipeline,
    Policy,
    RecordType,
    Ref,
    Refined,
    TypeEntry,
)
from dagcompile.ir.text import type_text
from dagcompile.passes.place_guards import place_guards
from tests.changes.moved_frames import FRAMES
from tests.changes.moved_records import OTHERS, RECORDS
from tests.changes.moves import Move, column, field, frame, holding, of, ref, row, said, table

MOVES = [*RECORDS, *FRAMES, *OTHERS]


def known(*pipelines: Pipeline) -> Users:
    """Pipelines that may use assets, each by its name."""
    return Users(lambda: [(each.meaning.name, each) for each in pipelines])


def told(old: Pipeline, new: Pipeline) -> list[Change]:
    return list(contract(old, new).changes)


@pytest.mark.parametrize("move", MOVES, ids=[each.text for each in MOVES])
@pytest.mark.parametrize("where", ["param", "output", "asset"])
def test_a_definition_is_told_for_those_who_see_it(move: Move, where: str) -> None:
    (change,) = told(holding(move.old, at=where), holding(move.new, at=where))
    assert change.subject.name == type_text(move.old)
    assert said(change) == move.said
    assert change.weight == move.weights[0 if where == "param" else 1]


@pytest.mark.parametrize("move", MOVES, ids=[each.text for each in MOVES])
def test_what_goes_on_between_is_nobodys_contract(move: Move) -> None:
    old, new = holding(move.old, at="inside"), holding(move.new, at="inside")
    assert compare(old, new).changes
    assert told(old, new) == []


def published(**given: Any) -> Pipeline:
    """A pipeline with a param, an output and an asset, all of which are lists of a type."""
    type_ = given.get("type", "list[int]")
    made = pipeline(
        op("make", {"day": "int"}, out=type_),
        nodes=[
            replace(
                node("make", {"day": "$day"}, policy=given.get("policy")),
                keeps=(Kept(asset="lake"),) if given.get("kept", True) else (),
            )
        ],
        params={"day": given.get("day", "int"), **given.get("params", {})},
        defaults=given.get("defaults", {}),
        outputs={"rows": ("make", type_), **given.get("outputs", {})},
        types=table(),
    )
    asset = Asset(name=given.get("asset", "lake"), uri=given.get("uri"))
    nodes = [
        replace(each, keeps=tuple(Kept(asset=asset.name) for _ in each.keeps))
        for each in made.meaning.nodes
        if isinstance(each, OpNode)
    ]
    assets = (asset,) if given.get("kept", True) else ()
    return replace(made, meaning=replace(made.meaning, nodes=tuple(nodes), assets=assets))


def test_types_of_params_outputs_and_assets() -> None:
    found = {
        (each.subject.part, each.subject.name): (each.verb, each.weight)
        for each in told(published(), published(type="list[float]", day="float"))
    }
    assert found == {
        ("param", "day"): ("widened", "safe"),
        ("output", "rows"): ("widened", "breaking"),
        ("asset", "lake"): ("widened", "breaking"),
    }


def test_policies_and_guards_are_no_contract() -> None:
    new = published(policy=Policy(severity="warn", timeout=3.0))
    assert {each.subject.part for each in compare(published(), new).changes} >= {"guard", "policy"}
    assert told(published(), new) == []


def test_an_asset_that_is_written_no_more_names_its_readers() -> None:
    def reader(name: str, **given: Any) -> Pipeline:
        found = pipeline(op("x"), nodes=[replace(node("x"), reads=given.pop("reads", ()))])
        return replace(found, meaning=replace(found.meaning, name=name, **given))

    lake = (Asset(name="lake"), Asset(name="sea"))
    nested = AssetSchedule(type="any", items=(AssetName(name="lake"), AssetName(name="sea")))
    readers = [
        reader("report", reads=("lake",), assets=lake),
        reader("alerts", assets=lake, schedule=AssetSchedule(items=(nested, nested))),
        reader("other", reads=("sea",), assets=lake),
    ]
    old, new = published(), published(kept=False)
    (change,) = contract(old, new, users=known(*readers)).changes
    assert (change.subject.part, change.subject.name, change.weight) == (
        "asset",
        "lake",
        "breaking",
    )
    assert change.consumers == ("pipeline:report", "pipeline:alerts")
    wider = contract(old, published(type="list[float]"), users=known(*readers)).changes
    assert {each.subject.part: each.consumers for each in wider} == {
        "asset": ("pipeline:report", "pipeline:alerts"),
        "output": (),
    }


def test_the_readers_of_an_asset_know_it_by_its_old_name() -> None:
    reader = pipeline(op("x"), nodes=[replace(node("x"), reads=("lake",))])
    old, new = published(uri="s3://a"), published(asset="sea", uri="s3://a")
    found = contract(old, new, users=known(reader)).changes
    assert [(each.verb, each.consumers) for each in found if each.verb == "renamed"] == [
        ("renamed", ("pipeline:daily",))
    ]


def test_who_reads_an_asset_by_its_fields() -> None:
    old, new = (holding(row(field("a", each)), at="asset") for each in ("int", "float"))
    reader = pipeline(op("x"), nodes=[replace(node("x"), reads=("lake",))])
    (change,) = contract(old, new, users=known(reader)).changes
    assert (change.subject.name, change.consumers) == ("app.Row", ("pipeline:daily",))


def test_who_reads_an_asset_is_told_beside_the_steps_that_do() -> None:
    reader = pipeline(op("x"), nodes=[replace(node("x"), reads=("lake",))])
    reader = replace(reader, meaning=replace(reader.meaning, name="report"))
    old, new = published(), published(kept=False)
    (change,) = among(compare(old, new).changes, old, new, known(reader, old))
    assert change.consumers == ("pipeline:report",)
    old, new = (holding(row(field("a", each)), at="asset") for each in ("int", "float"))
    (plain,) = compare(old, new).changes
    (change,) = among((plain,), old, new, known(reader))
    assert change.consumers == (*plain.consumers, "pipeline:report")
    (gone,) = among((removed(published()),), published(), None, known(reader))
    assert gone.consumers == ("pipeline:report",)


def test_nobody_is_asked_who_reads_where_nothing_is_kept() -> None:
    def asked() -> list[tuple[str, Pipeline]]:
        raise AssertionError

    old, new = published(kept=False), published(kept=False, day="float")
    changes = compare(old, new).changes
    assert among(changes, old, new, Users(asked)) == changes


ROWS = [row(field("a"), ref=Ref(module=each, name="Row")) for each in ("app", "app.rows")]


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("param", "whoever gives `rows` values of `app.Row` is refused"),
        ("output", "whoever reads `rows` is given no value of `app.Row` any more"),
        ("asset", "whoever reads `lake` is given no value of `app.Row` any more"),
    ],
)
def test_a_class_that_others_see_has_moved(where: str, reason: str) -> None:
    """Both may be there: IR does not tell whether the old path still leads to another class."""
    reader = pipeline(op("x"), nodes=[replace(node("x"), reads=("lake",))])
    old, new = (holding(each, at=where) for each in ROWS)
    (change,) = contract(old, new, users=known(reader)).changes
    assert (change.verb, change.weight) == ("moved", "risky")
    assert change.reason == f"{reason} if that is still another class"
    assert change.consumers == (("pipeline:daily",) if where == "asset" else ())
    assert compare(old, new).weight == "risky"


def test_a_class_that_nobody_else_sees_has_moved() -> None:
    old, new = (holding(each, at="inside") for each in ROWS)
    assert (compare(old, new).weight, told(old, new)) == ("risky", [])


@pytest.mark.parametrize("base", [row(field("a"), form="typeddict"), frame(column("a"))])
def test_what_guards_know_by_its_parts_may_be_anywhere(base: RecordType | FrameType) -> None:
    old, new = (holding(of(base, ref=each.ref), at="output") for each in ROWS)
    (change,) = told(old, new)
    assert (change.verb, change.weight) == ("moved", "safe")


@pytest.mark.parametrize("where", ["param", "output", "asset", "inside"])
def test_a_check_of_what_others_see_has_moved(where: str) -> None:
    """It may look for something else there."""
    old, new = (
        holding(
            Refined(
                base="int",
                checks=(CheckDef(name="checked", ref=Ref(module=each, name="positive")),),
                name="Some",
            ),
            at=where,
        )
        for each in ("v1", "v2")
    )
    changes = told(old, new)
    assert [(each.verb, each.weight, each.before, each.after) for each in changes] == (
        [] if where == "inside" else [("moved", "risky", "v1.positive", "v2.positive")]
    )
    assert compare(old, new).weight == "risky"


NET, GROSS = row(field("a"), ref=ref("Net")), row(field("a"), ref=ref("Gross"))
LOW, HIGH = (EnumType(ref=ref(each), members=("LOW",)) for each in ("Low", "High"))


@pytest.mark.parametrize(("old", "new"), [(NET, GROSS), (LOW, HIGH)], ids=["record", "enum"])
@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("param", "whoever gives `rows` values of `{}` is refused"),
        ("output", "whoever reads `rows` is given no value of `{}` any more"),
        ("asset", "whoever reads `lake` is given no value of `{}` any more"),
    ],
)
def test_a_class_under_another_name_breaks_who_knows_it(
    old: RecordType | EnumType, new: RecordType | EnumType, where: str, reason: str
) -> None:
    """Both may be there: that they hold the same makes the one no other name of the other."""
    (change,) = told(holding(old, at=where), holding(new, at=where))
    assert (change.verb, change.weight) == ("renamed", "breaking")
    assert change.reason == reason.format(type_text(old))
    assert compare(holding(old, at=where), holding(new, at=where)).weight == "breaking"


@pytest.mark.parametrize("base", [row(field("a"), form="typeddict"), frame(column("a"))])
def test_what_guards_know_by_its_parts_may_have_any_name(base: RecordType | FrameType) -> None:
    old, new = (holding(of(base, ref=ref(each)), at="output") for each in ("Net", "Gross"))
    (change,) = told(old, new)
    assert (change.verb, change.weight) == ("renamed", "safe")


def test_how_a_pipeline_is_written_is_nobodys_contract() -> None:
    first, second = op("first"), op("second")
    nodes = [node("first"), node("second")]
    old, new = pipeline(first, second, nodes=nodes), pipeline(first, second, nodes=nodes[::-1])
    assert [each.subject.detail for each in compare(old, new).changes] == ["order of nodes"]
    assert told(old, new) == []


def test_a_module_that_moved_is_told_where_others_hold_values_of_its_classes() -> None:
    def module(name: str, where: str) -> Pipeline:
        inner = row(field("a"), ref=Ref(module=name, name="Inner"))
        outer = row(field("inner", type_text(inner)), ref=Ref(module=name, name="Outer"))
        held = holding(outer, at=where)
        types = (*held.meaning.types, TypeEntry(key=type_text(inner), type=inner))
        return replace(held, meaning=replace(held.meaning, types=types))

    (change,) = told(module("app", "output"), module("app.rows", "output"))
    assert (change.subject.detail, change.verb) == ("classes of app.rows", "moved")
    assert change.weight == "risky"
    assert change.reason.startswith("whoever reads `rows` is given no value of `app.")
    assert "`app.Inner`" in change.reason
    assert "`app.Outer`" in change.reason
    assert compare(module("app", "inside"), module("app.rows", "inside")).changes
    assert told(module("app", "inside"), module("app.rows", "inside")) == []


def test_a_pipeline_has_not_changed_its_own_contract() -> None:
    assert told(published(), published()) == []


@pytest.mark.parametrize("placement", ["off", None])
def test_that_nothing_looks_at_what_is_published_is_told(placement: Any) -> None:
    old = place_guards(published())
    new = place_guards(
        published(policy=Policy(placement=placement, severity="error" if placement else "warn"))
    )
    (change,) = told(old, new)
    assert (change.subject.part, change.verb, change.weight) == ("guard", "loosened", "risky")
    assert change.reason.startswith(
        "what is published is checked less: output `rows`, asset `lake`; "
    )
    assert told(new, old) == []
