"""What one side says of a function or a class goes to no other, whatever has its place by now."""

from collections.abc import Callable
from random import Random

import pytest
from shuffled import FUNCTIONS, Step, Steps, edited, steps, told

from dagcompile.changes.merging import merge
from dagcompile.ir.records import OpNode, Pipeline, Ref
from tests.changes.merging.conftest import Edit

AUDIT, EMAIL, _, MOVED, MAIL = FUNCTIONS
BASE = (Step(id="audit", function=AUDIT), Step(id="email", function=EMAIL))
LIMITED = (Step(id="audit", function=AUDIT, limit=60), BASE[1])

CASES: dict[str, tuple[Steps, Steps, list[tuple[str, str | None, str | None]]]] = {
    "another node in its place": (
        (Step(id="again", function=EMAIL), BASE[1]),
        LIMITED,
        [("node audit", None, "app.ops:audit(rows=load)")],
    ),
    "another function of its node": (
        (Step(id="audit", function=EMAIL), BASE[1]),
        LIMITED,
        [("timeout of node audit", "no limit for app.ops.email", "60 s for app.ops.audit")],
    ),
    "a function that may be it": (
        (Step(id="audit", function=MAIL), BASE[1]),
        LIMITED,
        [("timeout of node audit", "no limit for app.ops.mail", "60 s for app.ops.audit")],
    ),
    "a node and a function that may be it": (
        (Step(id="mail", function=MAIL), BASE[1]),
        LIMITED,
        [("timeout of node mail", "no limit for app.ops.mail", "60 s for app.ops.audit")],
    ),
    "a function of its name in another module": (
        (Step(id="audit", function=MOVED), BASE[1]),
        LIMITED,
        [("timeout of node audit", "no limit for app.new.audit", "60 s for app.ops.audit")],
    ),
    "a new use of what may be another": (
        (Step(id="audit", function=MAIL), BASE[1]),
        (BASE[0], Step(id="more", function=AUDIT), BASE[1]),
        [("op of node more", "app.ops.mail", "app.ops.audit")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_set_of_one_function_is_not_taken_for_another(name: str) -> None:
    ours, theirs, expected = CASES[name]
    for one, other, turned in ((ours, theirs, False), (theirs, ours, True)):
        merged = merge(told(BASE), told(one), told(other))
        found = [
            (" of ".join(reversed(each.where)), *(each.ours, each.theirs)[:: -1 if turned else 1])
            for each in merged.conflicts
        ]
        assert found == expected


def test_a_node_that_is_called_otherwise_has_what_the_other_side_set() -> None:
    renamed = (Step(id="checked", function=AUDIT), BASE[1])
    merged = merge(told(BASE), told(renamed), told(LIMITED))
    assert merged.conflicts == ()
    assert limits(merged.pipeline) == {("checked", AUDIT, 60), ("email", EMAIL, None)}


def test_a_function_that_both_call_otherwise_alike_is_one() -> None:
    called = (Step(id="audit", function=MAIL), BASE[1])
    limited = (Step(id="audit", function=MAIL, limit=60), BASE[1])
    merged = merge(told(BASE), told(called), told(limited))
    assert merged.conflicts == ()
    assert ("audit", MAIL, 60) in limits(merged.pipeline)


@pytest.mark.parametrize("seed", range(6))
def test_no_node_has_a_limit_that_nobody_gave_its_function(seed: int) -> None:
    chance, limited, conflicts = Random(seed), 0, 0
    for _ in range(100):
        base = steps(chance)
        ours, theirs = told(edited(base, chance)), told(edited(base, chance))
        merged = merge(told(base), ours, theirs)
        conflicts += bool(merged.conflicts)
        if merged.conflicts:
            continue
        given = {each[1:] for side in (ours, theirs) for each in limits(side)}
        found = {each[1:] for each in limits(merged.pipeline)}
        assert found <= given, (base, ours, theirs)
        limited += any(limit for _, limit in found)
    assert limited > 10
    assert conflicts > 10


def limits(pipeline: Pipeline) -> set[tuple[str, str, float | None]]:
    """The id of each node, its function and its limit."""
    return {
        (node.id, node.op, node.policy.timeout)
        for node in pipeline.meaning.nodes
        if isinstance(node, OpNode) and node.id != "load"
    }


# --- classes, ports and what is told of them -------------------------------------------------


GATES: tuple[Edit, ...] = (
    ("class Door:", "class Gate:"),
    ("    open: list[Door]\n    shut: list[Door]", "    open: list[Gate]\n    shut: list[Gate]"),
    ("def doors(building: str) -> list[Door]:", "def doors(building: str) -> list[Gate]:"),
    ("[Door(building, 1)]", "[Gate(building, 1)]"),
    ("def split(doors: list[Door])", "def split(doors: list[Gate])"),
    ("def count(doors: list[Door]", "def count(doors: list[Gate]"),
    ("def floors(doors: list[Door])", "def floors(doors: list[Gate])"),
)
PARTED: tuple[Edit, ...] = (
    ("@op\ndef split(doors", "@op\ndef parted(doors"),
    ("both = split(found)", "both = parted.named('split')(found)"),
)
OTHERS: dict[str, tuple[tuple[Edit, ...], tuple[Edit, ...], list[tuple[str, str, str]]]] = {
    "a field of a class": (
        GATES,
        (("    floor: int\n", "    floor: int\n    lock: str = ''\n"),),
        [("field lock of type", "none for merged_doors.Gate", "for merged_doors.Door")],
    ),
    "a class that is used anew": (
        GATES,
        (("    # four\n", "    floors(found)\n"),),
        [("input doors of op", "merged_doors.Gate", "merged_doors.Door")],
    ),
    "docs of a function": (
        PARTED,
        (("By whether they are open.", "Open and shut."),),
        [("docs of op", "for merged_doors.parted", "Open and shut. for merged_doors.split")],
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_said_of_one_class_or_function_is_not_said_of_another(
    name: str, compiled: Callable[..., Pipeline]
) -> None:
    mine, others, expected = OTHERS[name]
    merged = merge(compiled(), compiled(*mine), compiled(*others))
    told = [
        (" of ".join(reversed(each.where)), each.ours, each.theirs) for each in merged.conflicts
    ]
    assert len(told) == len(expected)
    for found, wanted in zip(told, expected, strict=True):
        assert all(text in (line or "") for line, text in zip(found, wanted, strict=True)), told


def test_a_class_that_is_called_otherwise_is_no_conflict_with_what_is_not_said_of_it(
    compiled: Callable[..., Pipeline],
) -> None:
    limit = (("with_policy(timeout=30)", "with_policy(timeout=60)"),)
    merged = merge(compiled(), compiled(*GATES), compiled(*limit))
    assert merged.conflicts == ()
    assert ("count_shut", "merged_doors:count", 60) in limits(merged.pipeline)
    assert Ref(module="merged_doors", name="Gate") in {
        getattr(each.type, "ref", None) for each in merged.pipeline.meaning.types
    }
