"""An asset that several pipelines write: who writes it beside one of them, and who did."""

from dataclasses import replace

import pytest
from irs import node, op, pipeline

from dagcompile.changes import Change, compare
from dagcompile.changes.contract import among, contract
from dagcompile.changes.presence import added
from dagcompile.changes.users import Users
from dagcompile.ir.records import Asset, Kept, Pipeline

LAKE = Asset(name="lake")


def called(name: str, uses: str = "") -> Pipeline:
    """A pipeline that reads, writes or keeps the lake, or does not use it."""
    keeps = (Kept(asset="lake"),) if uses == "keeps" else ()
    reads, writes = (("lake",) if uses == each else () for each in ("reads", "writes"))
    user = replace(node("x"), keeps=keeps, reads=reads, writes=writes)
    made = pipeline(op("x"), nodes=[user])
    meaning = replace(made.meaning, name=name, assets=(LAKE,) if uses else ())
    return replace(made, meaning=meaning)


def users(now: list[Pipeline], before: list[Pipeline]) -> Users:
    """Pipelines of two states, each by its name."""
    return Users(
        now=lambda: [(each.meaning.name, each) for each in now],
        before=lambda: [(each.meaning.name, each) for each in before],
    )


def told(old: Pipeline, new: Pipeline, around: Users) -> list[Change]:
    """What is told of the lake, by a contract as by a comparison."""
    whole = among(compare(old, new).changes, old, new, around)
    alone = contract(old, new, users=around).changes
    assert [(each.weight, each.reason) for each in whole] == [
        (each.weight, each.reason) for each in alone
    ]
    assert all(each.subject.name == "lake" for each in whole)
    return [*alone]


NOT, WRITES, KEEPS = called("three"), called("three", "writes"), called("three", "keeps")
ONE, READER = called("one", "writes"), called("two", "reads")
SHARED = (
    "written by pipeline `one`, too: whoever waits for it is begun by each of them, and whoever "
    "reads it finds what the last has left"
)


@pytest.mark.parametrize("new", [WRITES, KEEPS], ids=["writes", "keeps"])
def test_what_another_pipeline_writes_is_no_new_asset(new: Pipeline) -> None:
    (change,) = told(NOT, new, users([new, ONE, READER], [NOT, ONE, READER]))
    assert (change.verb, change.weight, change.reason) == ("added", "risky", SHARED)
    assert change.consumers == ("pipeline:two",)


def test_what_nobody_writes_is_a_new_asset() -> None:
    for around in (Users(tuple), users([WRITES, READER], [NOT, READER])):
        (change,) = told(NOT, WRITES, around)
        assert (change.weight, change.reason) == (
            "safe",
            "no other pipeline that is known of writes it",
        )


def test_an_asset_that_is_written_by_another_pipeline_from_now_on() -> None:
    around = users([WRITES, called("one"), READER], [NOT, ONE, READER])
    (change,) = told(NOT, WRITES, around)
    assert (change.weight, change.reason) == (
        "risky",
        "written by pipeline `one` before: it is written by other work",
    )
    (change,) = told(ONE, called("one"), around)
    assert (change.verb, change.weight, change.reason) == (
        "removed",
        "risky",
        "still written by pipeline `three`, but not what was written here",
    )


def test_a_pipeline_is_not_beside_itself() -> None:
    """Also where it has another name."""
    old, new = called("night"), called("nightly", "writes")
    around = users([new], [called("night", "writes")])
    assert [each.weight for each in contract(old, new, users=around).changes] == [
        "breaking",
        "safe",
    ]
    old, new = called("three", "writes"), NOT
    (change,) = told(old, new, users([NOT, READER], [old, READER]))
    assert (change.weight, change.consumers) == ("breaking", ("pipeline:two",))


def test_a_new_pipeline_may_write_what_others_write() -> None:
    around = users([WRITES, ONE, READER], [ONE, READER])
    first, second = among((added(WRITES),), None, WRITES, around)
    assert (first.subject.name, first.weight, first.reason) == ("lake", "risky", SHARED)
    assert (first.after, first.consumers) == ("x", ("pipeline:two",))
    assert second == added(WRITES)
    alone = users([WRITES, READER], [READER])
    assert among((added(WRITES),), None, WRITES, alone) == (added(WRITES),)
