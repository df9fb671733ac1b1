"""What producers' guards establish at less than full depth, and what consumers look at again."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from irs import first_of, node, op, pipeline

from dagcompile import sample
from dagcompile.ir.depths import depth_text, read_depth
from dagcompile.ir.records import Build, Depth, OpNode, Pipeline, Placement, Policy
from dagcompile.passes import Relations
from dagcompile.passes.looks import looks
from dagcompile.passes.place_guards import place_guards
from dagcompile.passes.shallow import ShallowTypes
from dagcompile.runtime.types import shape_of
from tests.passes.kinds import table_of
from tests.passes.strategies import PAIRS, VALUE, accepts, generic, values_of


def chain(
    out: str,
    wanted: str,
    *,
    made: str = "",
    taken: str = "",
    build: str = "",
    guards: Placement | None = None,
) -> Pipeline:
    """`load` makes `out`, which `clean` takes; depths and placements by their words."""
    given = pipeline(
        op("load", out=out),
        op("clean", {"rows": wanted}, out="int"),
        nodes=[
            node("load", policy=policy(made)),
            node("clean", {"rows": "load"}, policy=policy(taken)),
        ],
    )
    depth = read_depth(build) if build else None
    return replace(given, build=Build(depth=depth, guards=guards))


def policy(word: str) -> Policy:
    match word:
        case "":
            return Policy()
        case "warn":
            return Policy(severity="warn")
        case "off" | "inline" | "steps":
            return Policy(placement=word)
        case _:
            return Policy(depth=read_depth(word))


def placed(given: Pipeline) -> dict[str, list[str]]:
    return {
        each.id: [f"{guard.side} {guard.type} {depth_text(guard.depth)}" for guard in each.guards]
        for each in place_guards(given).meaning.nodes
        if isinstance(each, OpNode)
    }


@pytest.mark.parametrize(
    ("out", "wanted", "made", "taken", "looked"),
    [
        ("list[int]", "list[int]", "", "", None),
        ("list[int]", "list[int]", "schema", "", "full"),
        ("list[int]", "list[int]", "schema", "schema", None),
        ("list[int]", "list[int]", "schema", "sample(9)", "sample(9)"),
        ("list[int]", "list[int]", "sample(9)", "", "full"),
        ("list[int]", "list[int]", "sample(9)", "schema", None),
        ("list[int]", "list[int]", "sample(9)", "sample(9)", None),
        ("list[int]", "list[float]", "sample(9)", "sample(9)", None),
        ("list[int]", "list[int]", "sample(9)", "sample(8)", "sample(8)"),
        ("list[int]", "list[int]", "", "schema", None),
        ("list[int]", "list[int]", "", "sample(9)", None),
        ("list[int]", "list[str]", "", "", "full"),
        ("list[int]", "list[str]", "", "schema", None),
        ("list[int]", "list[str]", "schema", "sample(9)", "sample(9)"),
        ("list[int]", "list[Any]", "schema", "", None),
        ("int", "int", "schema", "", None),
        ("int", "float", "sample(2)", "", None),
        ("Any", "list[int]", "", "schema", "schema"),
        ("float", "int", "", "schema", "schema"),
        ("list[int]", "list[int]", "warn", "schema", "schema"),
        ("list[int]", "list[int]", "off", "", "full"),
        ("list[int]", "list[int]", "off", "sample(3)", "sample(3)"),
        ("list[int]", "list[int]", "off", "off", None),
        ("list[int]", "list[int]", "inline", "steps", None),
    ],
)
def test_what_a_consumer_looks_at_again(
    out: str, wanted: str, made: str, taken: str, looked: str | None
) -> None:
    found = placed(chain(out, wanted, made=made, taken=taken))["clean"]
    inputs = [each for each in found if each.startswith("input")]
    assert inputs == ([] if looked is None else [f"input {wanted} {looked}"])


def test_a_build_has_a_depth_and_nodes_their_own() -> None:
    assert placed(chain("list[int]", "list[int]", build="schema")) == {
        "load": ["output list[int] schema"],
        "clean": ["output int schema"],
    }
    assert placed(chain("list[int]", "list[int]", build="schema", taken="full")) == {
        "load": ["output list[int] schema"],
        "clean": ["input list[int] full", "output int full"],
    }


def test_a_node_without_guards_has_none() -> None:
    assert placed(chain("list[int]", "list[int]", made="off"))["load"] == []


def test_a_guard_that_stands_in_a_build_without_leans_on_none() -> None:
    asked = chain("list[int]", "list[int]", taken="inline", guards="off")
    assert placed(asked)["clean"] == ["input list[int] full", "output int full"]
    assert placed(chain("list[int]", "list[int]", guards="off"))["clean"] == ["output int full"]


def test_what_is_passed_on_is_known_as_little_as_the_least_of_it() -> None:
    given = pipeline(
        op("load", out="list[int]"),
        op("clean", {"rows": "list[int]"}, out="int"),
        nodes=[
            node("load", policy=policy("sample(9)")),
            node("load", id="other"),
            first_of("pick", ["load", "other"], "list[int]"),
            node("clean", {"rows": "pick"}),
            node("clean", {"rows": "pick"}, id="quick", policy=policy("schema")),
        ],
    )
    found = placed(given)
    assert found["clean"] == ["input list[int] full", "output int full"]
    assert found["quick"] == ["output int schema"]


@pytest.mark.parametrize(
    ("made", "taken", "word", "why"),
    [
        ("", "", "proven", ""),
        ("schema", "schema", "assumed", "of what `load` gives only the class is looked at"),
        ("sample(9)", "sample(9)", "assumed", "of what `load` gives a sample of 9 is looked at"),
        ("schema", "", "guarded", "of what `load` gives only the class is looked at"),
        ("off", "off", "assumed", "the guards of `load` are off"),
        ("off", "", "guarded", "the guards of `load` are off"),
        ("warn", "off", "assumed", "what `load` gives is only warned of"),
        (
            "warn",
            "schema",
            "guarded",
            "what `load` gives is only warned of; only its class is looked at",
        ),
    ],
)
def test_what_is_told_of_the_edge(made: str, taken: str, word: str, why: str) -> None:
    asked = place_guards(chain("list[int]", "list[int]", made=made, taken=taken))
    (fact,) = [each for each in looks(asked).edges if each.report.target == "clean.rows"]
    assert (fact.word, fact.why) == (word, why)


@given(PAIRS, st.data())
@settings(max_examples=500)
def test_classes_say_what_they_prove(pair: tuple[Any, Any], data: st.DataObject) -> None:
    ours, theirs = map(shape_of, pair)
    shallow = ShallowTypes(table_of(list(pair)))
    relations = Relations(shallow.table)
    source, target = shallow.of(ours.text), shallow.of(theirs.text)
    full = relations.relate(source, theirs.text).verdict == "proven"
    classes = relations.relate(source, target).verdict == "proven"
    for value in (data.draw(values_of(ours)), data.draw(values_of(theirs)), data.draw(VALUE)):
        if accepts(ours.shallow(), value):
            assert accepts(theirs, value) or not full
            assert accepts(theirs.shallow(), value) or not classes


@given(PAIRS, st.lists(VALUE, max_size=6), st.integers(1, 3))
@settings(max_examples=300)
def test_equal_samples_say_what_they_prove(
    pair: tuple[Any, Any], values: list[Any], count: int
) -> None:
    ours, theirs = (shape_of(generic(list, each)) for each in pair)
    relations = Relations(table_of([generic(list, each) for each in pair]))
    if relations.relate(ours.text, theirs.text).verdict == "proven":
        assert accepts(theirs.sampled(count), values) or not accepts(ours.sampled(count), values)


@pytest.mark.parametrize("text", ["full", "schema", "sample(1)", "sample(1000)"])
def test_a_depth_is_read_from_its_text(text: str) -> None:
    depth: Depth = read_depth(text)
    assert depth_text(depth) == text
    if text.startswith("sample"):
        assert text == str(sample(int(text[7:-1])))


@pytest.mark.parametrize("text", ["", "deep", "sample", "sample(0)", "sample(-1)", "sample(1.5)"])
def test_what_is_no_depth_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="expected full, schema or sample"):
        read_depth(text)
