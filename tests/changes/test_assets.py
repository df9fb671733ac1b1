"""Assets: who waits for something that is not written any longer, or looks in the wrong place."""

from dataclasses import replace

from changed import each_node, reasons, told, with_meaning
from irs import node, op, pipeline

from dagcompile.ir.records import Asset, Kept, Pipeline

RAW, OUT = Asset(name="raw", uri="s3://lake/raw"), Asset(name="out", uri="s3://lake/out")


def given(
    *table: Asset, load: tuple[str, ...] = (), publish: tuple[str, ...] = (), kept: str = ""
) -> Pipeline:
    """`load` reads some, `publish` writes some, and the result of `load` is kept as one."""
    made = pipeline(
        op("load"),
        op("publish", {"x": "int"}),
        nodes=[node("load"), node("publish", {"x": "load"})],
        outputs={"result": ("publish", "int")},
    )
    keeps = (Kept(asset=kept),) if kept else ()
    made = each_node(made, "load", lambda each: replace(each, reads=load, keeps=keeps))
    made = each_node(made, "publish", lambda each: replace(each, writes=publish))
    return with_meaning(made, assets=tuple(sorted(table, key=lambda each: each.name)))


def test_what_is_written_no_longer_breaks_who_waits_for_it() -> None:
    assert told(given(OUT, publish=("out",)), given()) == [
        "breaking asset removed out.written: publish ->"
    ]
    assert told(given(), given(OUT, publish=("out",))) == ["safe asset added out.written: publish"]
    assert told(given(OUT, kept="out"), given()) == [
        "breaking asset removed out.written: load.result ->"
    ]


def test_an_asset_at_another_place_breaks_who_looks_there() -> None:
    moved = replace(OUT, uri="s3://lake/new")
    line = "asset changed out.uri: s3://lake/out -> s3://lake/new"
    assert told(given(OUT, publish=("out",)), given(moved, publish=("out",))) == [
        f"breaking {line}"
    ]
    assert told(given(OUT, load=("out",)), given(moved, load=("out",))) == [f"risky {line}"]
    nowhere = replace(OUT, uri=None)
    assert told(given(nowhere, publish=("out",)), given(OUT, publish=("out",))) == [
        "safe asset changed out.uri: s3://lake/out"
    ]
    assert told(given(OUT, publish=("out",)), given(nowhere, publish=("out",))) == [
        "breaking asset changed out.uri: s3://lake/out ->"
    ]


def test_an_asset_at_the_same_place_is_renamed() -> None:
    final = replace(OUT, name="final")
    old, new = given(OUT, publish=("out",)), given(final, publish=("final",))
    assert told(old, new) == ["breaking asset renamed final: out -> final"]
    assert reasons(old, new) == [
        "others know it by its name, and what was told of it is under the old one"
    ]


def test_an_asset_of_the_same_nodes_is_renamed_where_its_place_is_not_said() -> None:
    one, other = Asset(name="one"), Asset(name="other")
    old, new = given(one, publish=("one",)), given(other, publish=("other",))
    assert told(old, new) == ["breaking asset renamed other: one -> other"]
    assert told(old, given(other, load=("other",))) == [
        "breaking asset removed one.written: publish ->",
        "safe asset added other.read: load",
    ]


def test_an_asset_that_is_read_under_another_name() -> None:
    other = replace(RAW, name="other")
    assert told(given(RAW, load=("raw",)), given(other, load=("other",))) == [
        "risky asset renamed other: raw -> other"
    ]


def test_another_value_that_is_kept() -> None:
    old = given(OUT, kept="out")
    new = each_node(
        each_node(old, "load", lambda each: replace(each, keeps=())),
        "publish",
        lambda each: replace(each, keeps=(Kept(asset="out"),)),
    )
    assert told(old, new) == ["risky asset changed out.written: load.result -> publish.result"]
    assert reasons(old, new) == ["another value is kept as it"]


def test_other_work_that_writes_it_is_risky() -> None:
    assert told(given(OUT, publish=("out",)), given(OUT, kept="out")) == [
        "risky asset changed out.written: publish -> load.result"
    ]


def test_what_is_read_is_said_and_does_nothing() -> None:
    assert told(given(), given(RAW, load=("raw",))) == ["safe asset added raw.read: load"]
    assert told(given(RAW, load=("raw",)), given()) == ["safe asset removed raw.read: load ->"]


def test_the_same_assets_in_another_order_are_the_same() -> None:
    old = given(RAW, OUT, publish=("out", "raw"))
    new = given(RAW, OUT, publish=("raw", "out"))
    assert told(old, new) == ["cosmetic asset changed publish"]


def test_an_asset_that_nobody_touches_is_told_of_the_schedule() -> None:
    assert told(given(), given(RAW)) == ["cosmetic asset added raw: s3://lake/raw"]
    assert told(given(RAW), given()) == ["cosmetic asset removed raw: s3://lake/raw ->"]
