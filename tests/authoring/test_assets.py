"""What nodes read and write, and the context that an op takes."""

from typing import Any

import pytest
from wired import assets
from wired.checks import codes, found, meaning, only, source

from dagcompile import Asset, Context, op, pipeline
from dagcompile.ir import records as ir

plain = op(assets.plain)


@pipeline
def daily(day: str) -> int:
    rows = assets.load.reading(assets.RATES, assets.RAW)(day)
    named = assets.publish.named("again").writing(assets.RATES)(rows, again=2)
    assets.between(named, then=5)
    plain.writing(assets.RAW)(rows)
    return assets.publish(named)


def test_nodes_name_assets_and_the_pipeline_has_a_table_of_them() -> None:
    told = meaning(daily)
    assert told.assets == (
        ir.Asset(name="flights/raw", uri="s3://flights/raw"),
        ir.Asset(name="flights/report"),
        ir.Asset(name="rates"),
    )
    nodes: dict[str, Any] = {each.id: each for each in told.nodes}
    assert (nodes["load"].reads, nodes["load"].writes) == (("flights/raw", "rates"), ())
    assert nodes["again"].writes == ("flights/report", "rates")
    assert nodes["publish"].writes == ("flights/report",)  # what was derived changed nothing
    assert nodes["plain"].writes == ("flights/raw",)


def test_a_context_is_no_input() -> None:
    ops = {each.key.rpartition(":")[2]: each for each in meaning(daily).ops}
    assert ops["publish"].context == "ctx"
    assert [each.name for each in ops["publish"].inputs] == ["rows", "again"]
    assert ops["plain"].context == "ctx"
    assert ops["load"].context == ""
    # What stands behind it is given by name: its place is taken.
    assert [(each.name, each.keyword_only) for each in ops["between"].inputs] == [
        ("first", False), ("then", True),
    ]  # fmt: skip
    assert not [each for each in meaning(daily).types if "Context" in each.key]


def test_an_op_of_an_op_adds_to_what_it_writes() -> None:
    more = op(writes=[assets.RATES], reads=(assets.RAW,))(assets.publish)
    assert more._settings.writes == (assets.REPORT, assets.RATES)
    assert more._settings.reads == (assets.RAW,)
    assert more._settings.retry is assets.publish._settings.retry


def one(wiring: Any) -> Any:
    @pipeline
    def one(rows: int) -> None:
        wiring(rows)

    return one


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("required", "`ctx` of op `required` is a Context without the default Context()"),
        ("unset", "`ctx` of op `unset` is a Context without the default Context()"),
        ("untyped", "`ctx` of op `untyped` has a Context as its default, but is an input"),
    ],
)
def test_a_context_that_cannot_be_given(name: str, said: str) -> None:
    wrong = only(one(getattr(assets, name)))
    assert wrong.code == "DC180"
    assert said in wrong.message
    assert "ctx: Context = Context()" in wrong.fix
    assert source(wrong.labels[0].place).startswith("ctx")


def test_other_wrong_contexts() -> None:
    by_position = only(one(lambda _: assets.by_position()))
    assert (by_position.code, by_position.fix) == ("DC180", "put it behind the `/`")
    twice = only(one(lambda _: assets.twice()))
    assert "`two` of op `twice` is a second Context, beside `one`" in twice.message
    maybe = only(one(lambda _: assets.maybe()))
    assert (maybe.code, "ctx: Context = Context()" in maybe.fix) == ("DC220", True)
    assert codes(one(assets.returned)) == ["DC220"]


def test_a_pipeline_has_no_context() -> None:
    @pipeline
    def wrong(rows: int, ctx: Context = Context()) -> int:
        return assets.publish(rows)

    assert codes(wrong) == ["DC180"]


@pytest.mark.parametrize("given", [Context(), None, 7])
def test_a_context_is_given_by_the_step_alone(given: Any) -> None:
    wrong = only(one(lambda rows: assets.publish(rows, ctx=given)))
    assert (wrong.code, wrong.fix) == ("DC183", "leave it out")
    assert codes(one(lambda rows: assets.publish(rows, given))) == ["DC115"]


@pytest.mark.parametrize(
    ("given", "what", "fix"),
    [
        ("flights/report", "an object of class str", "write Asset('flights/report')"),
        (None, "an object of class NoneType", "name it: Asset(...)"),
        (Asset, "the class Asset itself", 'call it: Asset("...")'),
    ],
)
def test_what_is_no_asset_is_not_written(given: Any, what: str, fix: str) -> None:
    wrong = only(one(assets.publish.writing(given)))
    assert (wrong.code, wrong.fix) == ("DC181", fix)
    assert f"`publish` writes {what}" in wrong.message


def test_a_handle_is_no_asset() -> None:
    (wrong,) = found(one(lambda rows: assets.publish.reading(rows)(rows)))
    assert (wrong.code, "a handle" in wrong.message) == ("DC181", True)


@pytest.mark.parametrize(
    "schedule",
    [
        assets.REPORT,
        [assets.REPORT],
        assets.REPORT | assets.RAW,
        (assets.REPORT & assets.RAW) | (assets.REPORT & assets.RATES),
    ],
)
def test_a_pipeline_does_not_start_itself(schedule: Any) -> None:
    @pipeline(schedule=schedule)
    def endless() -> int:
        return assets.publish.writing(assets.RATES)(1)

    wrong = only(endless)
    assert wrong.code == "DC184"
    assert "runs once flights/report is written, and `publish` writes it" in wrong.message


@pytest.mark.parametrize("schedule", [assets.RAW, assets.RAW & assets.REPORT])
def test_a_pipeline_may_wait_for_others_as_well(schedule: Any) -> None:
    @pipeline(schedule=schedule)
    def patient() -> int:
        return assets.publish(1)

    assert not found(patient)


def test_one_name_is_at_one_place() -> None:
    wrong = only(one(assets.publish.writing(assets.MOVED)))
    assert wrong.code == "DC182"
    assert "at s3://elsewhere, and of `publish` it is without a URI" in wrong.message
