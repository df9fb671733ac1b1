"""Guards that are added, lost, loosened or tightened: of nodes, and of the whole build."""

from dataclasses import replace
from typing import Any

import pytest
from irs import node, op, pipeline

from dagcompile.changes import compare
from dagcompile.changes.comparers.guards import guards
from dagcompile.changes.identity.sides import sides_of
from dagcompile.changes.unguarded import placements
from dagcompile.ir.records import Build, Guard, OpNode, Pipeline, Placement, Policy, Sample
from dagcompile.passes.place_guards import place_guards
from tests.changes.moves import said


def placed(
    made: str = "int", taken: str = "int", *, build: Build | None = None, **policy: Any
) -> Pipeline:
    """A value is made and taken; `policy` is that of the node that makes it."""
    found = pipeline(
        op("make", out=made),
        op("take", {"rows": taken}),
        nodes=[node("make", policy=Policy(**policy)), node("take", {"rows": "make"})],
    )
    return place_guards(replace(found, build=build or Build()))


def told(old: Pipeline, new: Pipeline) -> list[tuple[str, str, str]]:
    return [(each.subject.name, said(each), each.weight) for each in guards(sides_of(old, new))]


def moved(old: Pipeline, new: Pipeline) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What is said there, and on the way back."""
    ways = told(old, new), told(new, old)
    there, back = ([(text, weight) for _, text, weight in way] for way in ways)
    return there, back


@pytest.mark.parametrize(
    ("now", "there", "back"),
    [
        (
            placed(severity="warn"),
            ("severity loosened | error -> warn", "risky"),
            ("severity tightened | warn -> error", "risky"),
        ),
        (
            placed(placement="off"),
            ("placement loosened | as the build says -> off", "risky"),
            ("placement tightened | off -> as the build says", "risky"),
        ),
        (
            placed(placement="inline"),
            ("placement moved | as the build says -> inline", "safe"),
            ("placement moved | inline -> as the build says", "safe"),
        ),
        (
            placed(depth="schema"),
            ("depth loosened | as the build says -> schema", "risky"),
            ("depth tightened | schema -> as the build says", "risky"),
        ),
        (
            placed(depth="full"),
            ("depth changed | as the build says -> full", "cosmetic"),
            ("depth changed | full -> as the build says", "cosmetic"),
        ),
        (
            placed(build=Build(depth=Sample(count=9))),
            ("depth loosened | full -> sample(9)", "risky"),
            ("depth tightened | sample(9) -> full", "risky"),
        ),
        (
            placed(build=Build(guards="off")),
            ("placement loosened | as the target does -> off", "risky"),
            ("placement tightened | off -> as the target does", "risky"),
        ),
        (
            placed(build=Build(guards="steps")),
            ("placement moved | as the target does -> steps", "safe"),
            ("placement moved | steps -> as the target does", "safe"),
        ),
    ],
)
def test_what_is_said_of_all_guards_of_a_node_or_build(
    now: Pipeline, there: tuple[str, str], back: tuple[str, str]
) -> None:
    """Guards of what comes of it are told as well: but once, however many there are."""
    found = moved(placed(), now)
    assert found[0][0] == there
    assert found[1][0] == back
    # Where nobody vouches for a value any more, who takes it looks for itself.
    assert all(text.startswith("input rows") for way in found for text, _ in way[1:])


def test_samples_are_compared_by_their_counts() -> None:
    few, many = placed(depth=Sample(count=1)), placed(depth=Sample(count=2))
    assert moved(few, many) == (
        [("depth tightened | sample(1) -> sample(2)", "risky")],
        [("depth loosened | sample(2) -> sample(1)", "risky")],
    )


def test_a_guard_that_warns_refuses_nothing() -> None:
    less, more = placed(severity="warn", depth="schema"), placed(severity="warn")
    assert [weight for way in moved(less, more) for _, weight in way] == ["safe", "safe"]


def test_an_input_is_looked_at_where_its_source_says_less() -> None:
    sure, unsure = placed("int", "int"), placed("Any", "int")
    there, back = told(sure, unsure), told(unsure, sure)
    assert there == [
        ("make", "output result removed | int ->", "risky"),
        ("take", "input rows added | -> int", "risky"),
    ]
    assert back == [
        ("make", "output result added | -> int", "risky"),
        ("take", "input rows removed | int ->", "safe"),
    ]
    (change,) = [each for each in compare(unsure, sure).changes if each.subject.name == "take"]
    assert change.reason == "what comes in is known to fit, for it is looked at where it is made"


def test_that_inputs_are_looked_at_where_a_guard_warns_is_no_change_of_its_own() -> None:
    sure, unsure = placed(), placed(severity="warn")
    assert [each.side for each in ops_of(unsure)["take"].guards if each.side == "input"]
    assert [name for name, *_ in told(sure, unsure)] == ["make"]
    assert [name for name, *_ in told(unsure, sure)] == ["make"]


def ops_of(of: Pipeline) -> dict[str, OpNode]:
    return {each.id: each for each in of.meaning.nodes if isinstance(each, OpNode)}


def test_what_its_port_says_of_a_guard_is_not_said_again() -> None:
    assert told(placed("int", "int"), placed("float", "float")) == []


def test_a_node_that_is_new_has_no_guards_that_were_added() -> None:
    assert told(pipeline(op("x"), nodes=[node("x")]), placed()) == []


def test_a_node_without_guards() -> None:
    bare, warned = placed("Any", "Any"), placed("Any", "Any", severity="warn")
    assert told(bare, warned) == [("make", "severity loosened | error -> warn", "cosmetic")]


# --- guards that do not follow from what nodes and ports say -------------------------------------


def guarded(**given: Any) -> Pipeline:
    """One guard, whatever its node and its port say."""
    found = pipeline(op("make", out="int"), op("x", out="float"), nodes=[node("make")])
    guard = Guard(**{"side": "output", "port": "result", "type": "int", **given})
    nodes = tuple(
        replace(each, guards=(guard,)) for each in found.meaning.nodes if isinstance(each, OpNode)
    )
    return replace(found, meaning=replace(found.meaning, nodes=nodes))


@pytest.mark.parametrize(
    ("given", "there", "back"),
    [
        (
            {"type": "float"},
            ("output result type loosened | int -> float", "risky"),
            ("output result type tightened | float -> int", "risky"),
        ),
        (
            {"severity": "warn"},
            ("output result severity loosened | error -> warn", "risky"),
            ("output result severity tightened | warn -> error", "risky"),
        ),
        (
            {"depth": "schema"},
            ("output result depth loosened | full -> schema", "risky"),
            ("output result depth tightened | schema -> full", "risky"),
        ),
        (
            {"maybe": True},
            ("output result maybe loosened | there -> may be withheld", "risky"),
            ("output result maybe tightened | may be withheld -> there", "risky"),
        ),
    ],
)
def test_one_guard(given: dict[str, Any], there: tuple[str, str], back: tuple[str, str]) -> None:
    assert moved(guarded(), guarded(**given)) == ([there], [back])


# --- what targets are asked for ---------------------------------------------------------------


def asked(old: Pipeline, new: Pipeline, was: Placement, now: Placement) -> list[tuple[str, str]]:
    """What is told where a target has put guards elsewhere."""
    found = placements(sides_of(old, new), {"dask": (was, now)})
    return [(f"{said(each)}; {each.reason}; {each.consumers}", each.weight) for each in found]


def test_guards_that_a_target_leaves_out_are_named() -> None:
    same = placed()
    ((text, weight),) = asked(same, same, "steps", "off")
    assert text == (
        "placement on dask loosened | steps -> off; bad values pass: nothing looks at these"
        " values any more: output `make.result`, output `take.result`; ('take',)"
    )
    assert weight == "risky"
    ((back, weight),) = asked(same, same, "off", "steps")
    assert ("may be refused" in back, weight) == (True, "risky")
    assert [weight for _, weight in asked(same, same, "steps", "inline")] == ["safe"]
    assert asked(same, same, "steps", "steps") == []


def test_a_node_that_says_where_its_guards_stand_is_not_named() -> None:
    own = placed(placement="inline")
    ((text, _),) = asked(own, own, "steps", "off")
    assert "make" not in text


def test_what_is_said_of_all_guards_reaches_what_lies_behind_those_that_heed_it() -> None:
    whole = placed(build=Build(depth="schema"))
    (change,) = compare(placed(), whole).changes
    assert change.consumers == ("take",)
    own = placed(depth="full"), placed(depth="full", build=Build(depth="schema"))
    (change,) = compare(*own).changes
    assert change.consumers == ()
