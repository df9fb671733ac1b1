"""What a body is told of its attempt, and what it tells of assets."""

import copy
import pickle
import threading
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

import pytest

from dagcompile import Asset, Context, Markdown, TableRows, op
from dagcompile.runtime.context import KEPT, UndeclaredAsset, attempted
from dagcompile.runtime.events import Event, Log
from dagcompile.runtime.lines import line_of
from dagcompile.runtime.node import Body, attempt, calling
from dagcompile.runtime.retry import Retry
from dagcompile.runtime.timeout import StepTimeout
from tests.runtime.lateness import TIMES
from tests.runtime.telling import log_to

REPORT = Asset("flights/report", uri="s3://reports")
OTHER = Asset("flights/raw")


@pytest.mark.parametrize(
    ("name", "uri", "error", "said"),
    [
        ("", None, ValueError, "'' is no name for an asset"),
        ("  ", None, ValueError, "is no name"),
        ("a\nb", None, ValueError, "one is printable"),
        ("x" * 1501, None, ValueError, "at most 1500 characters"),
        ("self", None, ValueError, "Airflow keeps it for itself"),
        (7, None, TypeError, "the name of an asset is a text, got int"),
        ("a", "", ValueError, "'' is no URI"),
        ("a", 7, TypeError, "the URI of an asset is a text, got int"),
        ("a", "postgres://me:secret@host/db", ValueError, "holds a password"),
        ("a", "airflow://x", ValueError, "Airflow keeps its scheme"),
    ],
)
def test_what_is_no_asset(name: Any, uri: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said) as raised:
        Asset(name, uri=uri)
    assert "secret" not in str(raised.value)


def test_an_asset_is_its_name_and_uri_and_travels() -> None:
    assert pickle.loads(pickle.dumps(REPORT)) == REPORT == copy.deepcopy(REPORT)
    assert Asset("flights/report") != REPORT
    assert len({REPORT, Asset("flights/report", uri="s3://reports")}) == 1


# --- outside a run ---------------------------------------------------------------------------


@op(writes=[REPORT])
def publish(rows: int, ctx: Context = Context()) -> int:
    ctx.materialize(REPORT, metadata={"rows": rows})
    return rows


def test_an_op_is_a_function_and_its_context_tells_what_it_was_told() -> None:
    ctx = Context()
    assert publish(3, ctx) == publish(3, ctx=ctx) == 3
    assert [each.metadata for each in ctx.materializations] == [{"rows": 3}, {"rows": 3}]
    assert ctx.materializations[0].asset is REPORT
    assert publish(4) == 4  # with the default
    assert len(ctx.materializations) == 2


def test_a_test_may_say_which_attempt_it_is() -> None:
    ctx = Context(pipeline="daily", run="r1", node="publish", attempt=2)
    assert (ctx.pipeline, ctx.run, ctx.node, ctx.attempt) == ("daily", "r1", "publish", 2)
    assert repr(ctx) == "Context(pipeline='daily', run='r1', node='publish', attempt=2)"
    assert repr(Context()) == "Context()"


def test_of_very_many_the_last_are_kept() -> None:
    ctx = Context()
    for number in range(KEPT + 5):
        ctx.materialize(REPORT, metadata={"number": number})
    assert len(ctx.materializations) == KEPT
    assert ctx.materializations[-1].metadata == {"number": KEPT + 4}


@pytest.mark.parametrize(
    ("asset", "more", "error", "said"),
    [
        ("flights/report", {}, TypeError, r"got str; write Asset\('flights/report'\)"),
        (None, {}, TypeError, "an Asset is materialized, got NoneType"),
        (REPORT, {"uri": ""}, ValueError, "is no URI"),
        (REPORT, {"uri": "s3://a:b@c"}, ValueError, "holds a password"),
        (REPORT, {"metadata": [1]}, TypeError, "metadata is a dict, got list"),
        (REPORT, {"metadata": {"uri": "x"}}, ValueError, "told by uri=..., not in its metadata"),
        (REPORT, {"metadata": {1: 2}}, TypeError, "metadata is named by texts, got 1"),
        (REPORT, {"metadata": {"x": {1}}}, TypeError, "`x` is a set; metadata tells numbers"),
        (REPORT, {"metadata": {"x": [{"y": b""}]}}, TypeError, r"`x\[0\]\['y'\]` is a bytes"),
        (REPORT, {"metadata": {"x": {2: 3}}}, TypeError, "named by texts, got 2"),
    ],
)
def test_what_cannot_be_told(asset: Any, more: Any, error: type[Exception], said: str) -> None:
    ctx = Context()
    with pytest.raises(error, match=said):
        ctx.materialize(asset, **more)
    assert ctx.materializations == ()


def test_metadata_is_json_that_says_what_it_is() -> None:
    ctx = Context()
    rows = ({"x": number} for number in range(2))  # once, and no more
    metadata = {
        "n": 1,
        "exact": Decimal("1.10"),
        "none": None,
        "json": {"a": [1, (True, None)], "nan": float("nan")},
        "note": Markdown("*x*"),
        "path": PurePosixPath("a/b"),
        "rows": TableRows(rows),
    }
    ctx.materialize(REPORT, metadata=metadata)
    metadata["n"] = 2  # what was told is not changed afterwards
    record: Any = ctx.materializations[0].record()
    assert record == {
        "asset": "flights/report",
        "uri": "s3://reports",
        "metadata": {
            "n": {"kind": "number", "value": 1},
            "exact": {"kind": "number", "value": "1.10"},
            "none": {"kind": "json", "value": None},
            "json": {"kind": "json", "value": {"a": [1, [True, None]], "nan": "nan"}},
            "note": {"kind": "markdown", "value": "*x*"},
            "path": {"kind": "path", "value": "a/b"},
            "rows": {"kind": "table", "value": [{"x": 0}, {"x": 1}]},
        },
    }


def test_a_context_of_no_run_travels() -> None:
    again = pickle.loads(pickle.dumps(Context(node="n", attempt=3)))
    assert (again.node, again.attempt, again.materializations) == ("n", 3, ())
    assert copy.deepcopy(publish)(5) == 5


# --- in an attempt ---------------------------------------------------------------------------


def test_an_attempt_tells_events() -> None:
    events: list[Event] = []
    with attempted("n", attempt=2, writes=["flights/report"], log=log_to(events)) as ctx:
        ctx.materialize(REPORT, uri="s3://reports/1", metadata={"rows": 3, "cut": [1]})
    (event,) = events
    assert (event["event"], event["node"], event["attempt"]) == ("materialization", "n", 2)
    assert line_of(event) == "n  wrote flights/report  s3://reports/1  (rows=3, cut=[1])"
    assert ctx.materializations[0].uri == "s3://reports/1"


@pytest.mark.parametrize(
    ("writes", "said"),
    [
        (["flights/rav"], "it writes flights/rav; did you mean flights/rav?"),
        ([], "it says of none that it writes it; declare it"),
    ],
)
def test_what_is_not_declared_is_not_told(writes: list[str], said: str) -> None:
    events: list[Event] = []
    with (
        attempted("n", attempt=1, writes=writes, log=log_to(events)) as ctx,
        pytest.raises(UndeclaredAsset, match=said),
    ):
        ctx.materialize(OTHER)
    assert not events


def test_an_attempt_that_has_ended_is_told_no_more() -> None:
    events: list[Event] = []
    with attempted("n", attempt=1, writes=["flights/raw"], log=log_to(events)) as ctx:
        pass
    with pytest.raises(RuntimeError, match="n tells of the asset flights/raw after the end"):
        ctx.materialize(OTHER)
    assert not events


def test_the_context_of_an_attempt_stays_where_it_is() -> None:
    with (
        attempted("n", attempt=1, writes=[], log=Log(run="r", pipeline="p")) as ctx,
        pytest.raises(TypeError, match="stays in the process of its step"),
    ):
        pickle.dumps(ctx)


def body(ctx: Context) -> int:
    ctx.materialize(OTHER, metadata={"attempt": ctx.attempt})
    if ctx.attempt == 1:
        raise OSError(f"{ctx.node} of {ctx.pipeline} in {ctx.run}")
    return ctx.attempt


def test_each_attempt_has_a_context_of_its_own() -> None:
    events: list[Event] = []
    made = Body(fn=body, context="ctx", writes=["flights/raw"])
    call = calling(made, (), {}, node="n")
    log = log_to(events)
    assert attempt(call, node="n", retry=Retry(attempts=2), writes=made.tells, log=log) == 2
    kinds = [(each["event"], each.get("attempt")) for each in events]
    assert kinds == [
        ("started", 1), ("materialization", 1), ("retrying", 1),
        ("started", 2), ("materialization", 2),
    ]  # fmt: skip


def test_a_body_that_nobody_waits_for_any_more_tells_nothing() -> None:
    said: list[BaseException] = []
    begun, ended = threading.Event(), threading.Event()

    def stubborn(ctx: Context) -> None:
        with suppress(BaseException):
            begun.set()
            time.sleep(seconds + 0.9)  # a single call: it runs on
        try:
            ctx.materialize(OTHER)
        except BaseException as error:  # noqa: BLE001
            said.append(error)
        ended.set()

    made = Body(fn=stubborn, context="ctx", writes=["flights/raw"])
    call = calling(made, (), {}, node="n")
    for seconds in TIMES:
        events: list[Event] = []
        with pytest.raises(StepTimeout):
            attempt(call, node="n", timeout=seconds, writes=made.tells, log=log_to(events))
        if begun.is_set():
            break
    assert ended.wait(60)
    assert "materialization" not in [each["event"] for each in events]
    assert len(said) == 1
