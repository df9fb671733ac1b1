"""The tables of docs/contracts.md are what a comparison of contracts says."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from irs import node, op, pipeline

from dagcompile.changes import Change
from dagcompile.changes.contract import contract
from dagcompile.ir.records import Asset, Kept, OpNode, Pipeline
from tests.changes.moved_frames import FRAMES
from tests.changes.moved_records import OTHERS, RECORDS
from tests.changes.moves import Move, holding
from tests.conftest import Golden
from tests.docs.marked import code, filled, table
from tests.docs.pages import ROOT

PAGE = ROOT / "docs/contracts.md"


def published(
    *,
    params: dict[str, str] | None = None,
    defaults: dict[str, Any] | None = None,
    outputs: Iterable[str] = ("rows",),
    asset: str = "shop/orders",
    uri: str | None = "s3://shop/orders",
    written: str = "kept",
    name: str = "daily",
) -> Pipeline:
    """A pipeline with params, outputs, and an asset that its op writes, or that is kept."""
    made = pipeline(
        op("make", out="list[int]"),
        nodes=[node("make")],
        params={"day": "str"} if params is None else params,
        defaults=defaults,
        outputs=dict.fromkeys(outputs, ("make", "list[int]")),
    )
    keeps = (Kept(asset=asset),) if written == "kept" else ()
    writes = (asset,) if written == "writes" else ()
    nodes = [
        replace(each, keeps=keeps, writes=writes)
        for each in made.meaning.nodes
        if isinstance(each, OpNode)
    ]
    assets = (Asset(name=asset, uri=uri),) if written else ()
    meaning = replace(made.meaning, name=name, nodes=tuple(nodes), assets=assets)
    return replace(made, meaning=meaning)


DAY = {"day": "str"}
INTERFACE: list[tuple[str, Pipeline, Pipeline]] = [
    (
        "a param is added that has a default",
        published(),
        published(params={**DAY, "top": "int"}, defaults={"top": 3}),
    ),
    (
        "one is added that has none",
        published(),
        published(params={**DAY, "top": "int"}),
    ),
    ("a param is removed", published(), published(params={})),
    (
        "a param gets a default",
        published(),
        published(defaults={"day": "today"}),
    ),
    (
        "a param loses its default",
        published(defaults={"day": "today"}),
        published(),
    ),
    (
        "a default is another",
        published(defaults={"day": "today"}),
        published(defaults={"day": "monday"}),
    ),
    ("an output is added to several", published(outputs=("a", "b")), published(outputs="abc")),
    ("an output is removed", published(outputs="abc"), published(outputs=("a", "b"))),
    ("an asset is written that was not", published(written=""), published()),
    ("an asset is written no more", published(), published(written="")),
    ("an asset is somewhere else", published(), published(uri="s3://shop/new")),
    ("an asset has another name", published(), published(asset="shop/sold")),
    ("the pipeline has another name", published(), published(name="nightly")),
]


def told(old: Pipeline, new: Pipeline) -> tuple[Change, ...]:
    return contract(old, new).changes


@pytest.mark.parametrize(("text", "old", "new"), INTERFACE)
def test_one_thing_differs(text: str, old: Pipeline, new: Pipeline) -> None:
    assert len(told(old, new)) == 1, text


def test_the_tables_are_as_contracts_are_compared(golden: Golden) -> None:
    parts = {
        "interface": _interface(),
        "records": _moves(RECORDS),
        "others": _moves(OTHERS),
        "frames": _moves(FRAMES),
    }
    golden(PAGE, filled(PAGE.read_text(), parts))


def _interface() -> str:
    rows = []
    for text, old, new in INTERFACE:
        (change,) = told(old, new)
        rows.append((text, change.weight, change.reason))
    return table(("what differs", "weighs", "because"), rows)


def _moves(moves: list[Move]) -> str:
    rows = []
    for move in moves:
        given, read, kept = (
            told(holding(move.old, at=each), holding(move.new, at=each))[0]
            for each in ("param", "output", "asset")
        )
        assert read.weight == kept.weight
        texts = (code(each) if each else "" for each in (given.before, given.after))
        rows.append((move.text, *texts, given.weight, read.weight))
    return table(("what differs", "before", "after", "given to a param", "read"), rows)
