"""What is common to all comparers: the laws, the order of changes, and whom they reach."""

from irs import first_of, node, op, pipeline

from dagcompile.changes import REACH, Change, Part, Subject, Weight, compare
from dagcompile.changes.identity.sides import sides_of
from dagcompile.changes.order import ordered
from dagcompile.changes.reach import Reach
from dagcompile.ir.records import Pipeline

INT = {"rows": "int"}


def chain(*, length: int) -> Pipeline:
    names = [f"s{number}" for number in range(length)]
    return pipeline(
        op("load"),
        op("step", INT),
        nodes=[node("load")]
        + [
            node("step", {"rows": before}, id=name)
            for before, name in zip(["load", *names], names, strict=False)
        ],
        outputs={"result": (names[-1], "int"), "first": ("load", "int")},
    )


def forked() -> Pipeline:
    return pipeline(
        op("load", {"day": "str"}),
        op("clean", INT),
        op("told", INT),
        nodes=[
            node("load", {"day": "$day"}),
            node("clean", {"rows": "load"}),
            first_of("best", ["clean", "load"], "int"),
            node("told", {"rows": "best"}),
            node("load", {"day": "$day"}, id="again", after=["told"]),
        ],
        params={"day": "str"},
        outputs={"told": ("told", "int"), "again": ("again", "int")},
    )


def change(part: Part, name: str, *, weight: Weight = "risky", detail: str = "") -> Change:
    return Change(
        subject=Subject(part=part, name=name, detail=detail),
        verb="changed",
        weight=weight,
        reason="for a test",
    )


def reached(of: Pipeline, part: Part, name: str) -> tuple[str, ...]:
    return Reach(sides_of(of, of)).of(change(part, name))


def test_a_pipeline_does_not_differ_from_itself() -> None:
    assert compare(forked(), forked()).changes == ()
    assert compare(forked(), forked()).weight is None
    assert compare(forked(), forked()).nodes["told"] == "told"


def test_a_changed_value_reaches_those_that_take_it_nearest_first() -> None:
    assert reached(forked(), "config", "load") == ("clean", "best", "told", "output:told")
    assert reached(forked(), "param", "day") == (
        *("load", "again", "clean", "best", "told"),
        *("output:told", "output:again"),
    )
    assert reached(forked(), "op", "app.ops:told") == ("told", "output:told")
    assert reached(forked(), "type", "str") == ("load", "again")


def test_a_failure_reaches_those_that_only_run_after_it() -> None:
    assert reached(forked(), "policy", "told") == ("again", "output:told", "output:again")


def test_a_node_that_is_gone_reaches_those_that_were_behind_it() -> None:
    old = chain(length=4)
    new = pipeline(
        op("load"),
        op("step", INT),
        nodes=[
            node("load"),
            node("step", {"rows": "load"}, id="s1"),
            node("step", {"rows": "s1"}, id="s2"),
        ],
        outputs={"result": ("s2", "int")},
    )
    assert Reach(sides_of(old, new)).of(change("node", "s0")) == ("s1", "s2", "output:result")


def test_many_consumers_are_cut_and_outputs_never() -> None:
    found = reached(chain(length=REACH + 9), "config", "load")
    assert len(found) == REACH + 2
    assert found[:2] == ("s0", "s1")
    assert found[-2:] == ("output:result", "output:first")


def test_what_no_run_can_tell_reaches_nobody() -> None:
    quiet = change("config", "load", weight="cosmetic")
    assert Reach(sides_of(forked(), forked())).of(quiet) == ()


def test_the_heaviest_is_told_first_then_as_the_pipeline_is_written() -> None:
    expected = (
        change("output", "told", weight="breaking"),
        change("schedule", ""),
        change("param", "day"),
        change("config", "load", detail="a"),
        change("config", "load", detail="b"),
        change("guard", "load"),
        change("op", "app.ops:clean"),
        change("config", "told"),
        change("node", "load", weight="safe"),
        change("docs", "", weight="cosmetic"),
    )
    assert ordered(reversed(expected), sides_of(forked(), forked())) == expected
