"""What readers are told: cosmetic, told by the lines that differ."""

from dataclasses import replace
from typing import Any

from changed import told, with_docs, with_meaning
from irs import node, op, pipeline

from dagcompile.ir.records import Pipeline, Ref


def given(**docs: Any) -> Pipeline:
    made = pipeline(
        op("load", {"day": "str"}),
        op("other"),
        nodes=[node("load", {"day": "$day"}), node("other")],
        params={"day": "str"},
    )
    return with_docs(made, **docs)


def test_a_docstring_is_told_by_the_lines_that_differ() -> None:
    old = given(text="Delays of a day.\n\nBy carrier.\nBy hour.")
    new = given(text="Delays of a day.\n\nBy plane.\nBy hour.")
    assert told(old, new) == ["cosmetic docs changed: By carrier. -> By plane."]
    assert told(given(), old)[0].startswith("cosmetic docs added: Delays of a day.")
    assert told(old, given(text=f"{old.docs.text}\nTwice.")) == ["cosmetic docs changed: Twice."]


def test_what_is_told_of_parts_is_told_by_them() -> None:
    old = given(
        params=(("day", "the day"),),
        ops=(("app.ops:load", "Loads."),),
        configs=(("app.ops:load.limit", "the most"),),
        aliases=(("str", Ref(module="app", name="Day")),),
        tags=("a", "b"),
        owner="ada",
    )
    new = given(
        params=(("day", "which day"),),
        ops=(("app.ops:load", "Loads it."),),
        configs=(("app.ops:load.limit", "at most"),),
        aliases=(("str", Ref(module="app", name="Date")),),
        tags=("a", "c"),
        owner="bob",
    )
    assert sorted(told(old, new)) == [
        "cosmetic docs changed app.ops:load.limit.config: the most -> at most",
        "cosmetic docs changed app.ops:load.op: Loads. -> Loads it.",
        "cosmetic docs changed day.param: the day -> which day",
        "cosmetic docs changed owner: ada -> bob",
        "cosmetic docs changed str.alias: app.Day -> app.Date",
        "cosmetic docs changed tags: a, b -> a, c",
    ]


def test_what_is_told_of_a_part_that_only_one_version_has_is_no_change_of_its_own() -> None:
    new = given(ops=(("app.ops:gone", "Is not there."),), params=(("gone", "Neither."),))
    assert told(given(), new) == ["cosmetic pipeline changed layout"]  # which tells of no part


def test_a_pipeline_function_elsewhere_compiles_to_the_same() -> None:
    moved = given(origin=Ref(module="app.others", name="daily"))
    assert told(given(), moved) == [
        "cosmetic pipeline moved origin: app.pipelines.daily -> app.others.daily"
    ]


def test_nodes_that_are_written_in_another_order_run_as_before() -> None:
    old = given()
    new = with_meaning(old, nodes=tuple(reversed(old.meaning.nodes)))
    assert told(old, new) == [
        "cosmetic pipeline changed order of nodes: load, other -> other, load"
    ]
    more = replace(old.meaning.nodes[1], id="more")
    between = with_meaning(old, nodes=(old.meaning.nodes[0], more, old.meaning.nodes[1]))
    assert not [each for each in told(old, between) if "order" in each]
