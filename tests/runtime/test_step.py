"""A node inside its Airflow task, each way out of it. The parity suite runs whole DAGs."""

import logging
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import format_exception
from types import SimpleNamespace
from typing import Annotated, Any

import pytest

pytest.importorskip("airflow.sdk")

from airflow.sdk import RetryAction, get_current_context
from airflow.sdk.exceptions import (
    AirflowFailException,
    AirflowSkipException,
    AirflowTaskTerminated,
    AirflowTaskTimeout,
)
from airflow.sdk.execution_time.context import set_current_context

from dagcompile.runtime.airflow.storing import store_of
from dagcompile.runtime.events import EVENTS_VARIABLE
from dagcompile.runtime.store import STORE_VARIABLE, Unreachable
from dagcompile.runtime.timeout import StepTimeout
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.v1 import Bounds, Check, Maybe
from dagcompile.runtime.v1.airflow import Backoff, Step
from tests.runtime import bodies
from tests.runtime.bodies import Loop
from tests.runtime.telling import told


@pytest.fixture
def events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Any]]:
    import json

    file = tmp_path / "events.jsonl"
    monkeypatch.setenv(EVENTS_VARIABLE, str(file))
    return lambda: [json.loads(line) for line in file.read_text().splitlines()]


@contextmanager
def step(*, attempt: int = 1, attempts: int = 1, **params: Any) -> Iterator[Step]:
    """The step of the node `n` in the context of a task."""
    instance = SimpleNamespace(try_number=attempt, max_tries=attempts - 1, dag_id="p")
    task = SimpleNamespace(inlets=[], outlets=[])
    context: Any = {"ti": instance, "run_id": "r", "params": params, "task": task}
    with set_current_context(context):
        yield Step("n")


def test_a_body_gives_an_xcom(events: Callable[[], list[Any]]) -> None:
    with step() as n:
        assert n.run(bodies.same, returns=list[int])([1]) == {"result": {"value": [1]}}
    assert told(events()) == ["started n#1", "returned n", "guard n.result pass"]
    assert {(each["run"], each["pipeline"]) for each in events()} == {("r", "p")}


def test_a_withheld_port_is_absent() -> None:
    types = {"count": int, "index": Maybe[int]}
    with step() as n:
        made = n.run(bodies.split, returns=types)(5)
        assert made == {"count": {"value": 5}}
        assert n.input(made, int, port="count") == 5
        assert isinstance(n.optional(made, int, port="index"), Missing)
        with pytest.raises(AirflowSkipException, match="n is skipped: an input was withheld"):
            n.input(made, int, port="index")


def test_a_skipped_node_has_no_xcom() -> None:
    with step() as n:
        with pytest.raises(AirflowSkipException):
            n.input(None, int)
        with pytest.raises(AirflowSkipException, match="a node before it was skipped"):
            n.after({}, None)
        n.after({}, {})


@pytest.mark.parametrize(
    ("body", "attempts", "raised", "last"),
    [
        (bodies.fail, (1, 3), ValueError, "retrying n#1"),
        (bodies.fail, (3, 3), AirflowFailException, "failed n#3"),
        (bodies.exit_well, (1, 3), AirflowFailException, "failed n#1"),
        (bodies.exit_well, (1, 1), AirflowFailException, "failed n#1"),
        (bodies.fail_unspeakably, (1, 1), AirflowFailException, "failed n#1"),
        (bodies.panic, (1, 3), AirflowFailException, "failed n#1"),
        (bodies.cancel, (1, 1), AirflowFailException, "failed n#1"),
        (bodies.interrupt, (1, 1), KeyboardInterrupt, "started n#1"),
        (bodies.time_out, (1, 1), AirflowTaskTimeout, "failed n#1"),
        (bodies.time_out, (1, 3), AirflowTaskTimeout, "retrying n#1"),
        (bodies.terminate, (1, 3), AirflowTaskTerminated, "failed n#1"),
    ],
)
def test_a_body_that_raises(
    body: Any, attempts: tuple[int, int], raised: Any, last: str, events: Callable[[], list[Any]]
) -> None:  # fmt: skip
    attempt, of = attempts
    with step(attempt=attempt, attempts=of) as n, pytest.raises(raised):
        n.run(body, returns=Any)()
    assert told(events())[0] == f"started n#{attempt}"
    assert told(events())[-1] == last
    assert len(events()) <= 2


@pytest.mark.parametrize(
    ("attempts", "raised", "last"),
    [
        ((1, 2), StepTimeout, "retrying n#1"),
        ((2, 2), AirflowFailException, "failed n#2"),
        ((1, 1), AirflowFailException, "failed n#1"),
    ],
)
def test_a_body_that_takes_too_long(
    attempts: tuple[int, int], raised: Any, last: str, events: Callable[[], list[Any]]
) -> None:
    attempt, of = attempts
    message = r"n did not return within its timeout of 0\.05 s"
    with step(attempt=attempt, attempts=of) as n, pytest.raises(raised, match=message):
        n.run(bodies.slowly, returns=Any, retry_on=bodies.Unavailable, timeout=0.05)()
    assert told(events()) == [f"started n#{attempt}", last]
    assert events()[-1]["error"]["type"] == "dagcompile.runtime.timeout.StepTimeout"


def test_a_body_with_a_time_knows_the_task_that_it_is_in() -> None:
    from airflow.sdk import get_current_context

    def run_id() -> Any:
        return get_current_context()["run_id"]

    with step() as n:
        assert n.run(run_id, returns=str, timeout=60.0)() == {"result": {"value": "r"}}


def test_a_timeout_of_the_whole_task_is_airflows() -> None:
    from airflow.sdk.execution_time.timeout import timeout

    body = Loop()
    with step(attempts=2) as n, pytest.raises(AirflowTaskTimeout), timeout(1):  # type: ignore[no-untyped-call]
        n.run(body, returns=None, timeout=60.0)()
    assert body.stopped.wait(60.0)


def test_what_is_not_to_be_tried_again_is_final(events: Callable[[], list[Any]]) -> None:
    with step(attempts=3) as n, pytest.raises(AirflowFailException, match="ValueError: cannot"):
        n.run(bodies.fail, returns=Any, retry_on=bodies.Unavailable)()
    assert told(events()) == ["started n#1", "failed n#1"]


@pytest.mark.parametrize("own", [AirflowSkipException, AirflowFailException])
def test_an_exception_of_airflows_own_means_what_any_other_does(
    own: type[Exception], events: Callable[[], list[Any]]
) -> None:
    def raising() -> None:
        raise own("mine")

    with step(attempts=2) as n, pytest.raises(RuntimeError, match="Exception: mine") as raised:
        n.run(raising, returns=None)()
    assert not isinstance(raised.value, own)
    with step(attempt=2, attempts=2) as n, pytest.raises(AirflowFailException):
        n.run(raising, returns=None)()
    assert told(events()) == ["started n#1", "retrying n#1", "started n#2", "failed n#2"]


@pytest.mark.parametrize(
    ("type_", "severity", "verdict", "fails"),
    [
        (int, "error", "pass", False),
        (str, "warn", "fail", False),
        (str, "error", "fail", True),
        (Annotated[int, Check(bodies.crash)], "warn", "crashed", True),
    ],
)
def test_guards_of_outputs(
    type_: Any, severity: Any, verdict: str, fails: bool, events: Callable[[], list[Any]]
) -> None:
    with step() as n:
        if fails:
            with pytest.raises(AirflowFailException, match=r"n\.result"):
                n.run(bodies.same, returns=type_, severity=severity)(1)
        else:
            made = n.run(bodies.same, returns=type_, severity=severity)(1)
            assert n.input(made, type_) == 1
    assert told(events())[2:] == [f"guard n.result {verdict}", *(["failed n"] if fails else [])]


def test_a_guard_in_a_task_of_its_own(events: Callable[[], list[Any]]) -> None:
    types = {"count": int, "index": Maybe[int]}
    with step() as n:
        n.guard({"count": {"value": 1}}, types)
        with pytest.raises(AirflowFailException, match=r"n\.result is not"):
            n.guard({"result": {"value": 1}}, Annotated[int, Bounds(ge=2)])
    assert told(events()) == ["guard n.count pass", "guard n.result fail", "failed n"]


def test_a_guard_of_an_input_speaks_before_the_first_attempt(
    events: Callable[[], list[Any]],
) -> None:
    for attempt in (1, 2):
        with step(attempt=attempt, attempts=2) as n:
            n.run(bodies.same, returns=int)(n.guard_input("value", 1, int))
    assert told(events()).count("guard n.value pass") == 1


def test_on_a_later_attempt_it_speaks_if_it_does_not_pass(events: Callable[[], list[Any]]) -> None:
    with step(attempt=2, attempts=2) as n, pytest.raises(AirflowFailException, match=r"n\.value"):
        n.run(bodies.same, returns=int)(n.guard_input("value", "x", int))
    assert told(events()) == ["guard n.value fail", "failed n"]


def test_on_a_later_attempt_it_warns_of_what_it_finds(events: Callable[[], list[Any]]) -> None:
    with step(attempt=2, attempts=2) as n:
        fits = n.guard_input("fits", 1, int, severity="warn")
        n.run(bodies.same, returns=str)(n.guard_input("value", "x", int, severity="warn"))
        n.guard_inputs(fits)
    assert told(events())[:2] == ["guard n.value fail", "started n#2"]
    assert "guard n.fits pass" not in told(events())


def test_guards_of_inputs_in_a_task_of_their_own(events: Callable[[], list[Any]]) -> None:
    with step() as n, pytest.raises(AirflowFailException):
        n.guard_inputs(n.guard_input("a", 1, int), n.guard_input("b", 1, str))
    assert told(events()) == ["guard n.a pass", "guard n.b fail", "failed n"]


def test_first_of(events: Callable[[], list[Any]]) -> None:
    with step() as n:
        absent = n.optional(None, int)
        assert n.first_of(absent, 2, 3, returns=int) == {"result": {"value": 2}}
        with pytest.raises(AirflowSkipException, match="all of its inputs are missing"):
            n.first_of(absent, absent, returns=int)
    assert told(events()) == ["started n#1", "returned n"]


@pytest.mark.parametrize("store", ["none", "broken"])
def test_a_value_that_cannot_be_stored_fails_the_node(
    store: str, events: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "CeleryExecutor")
    monkeypatch.setenv(STORE_VARIABLE, "" if store == "none" else str(tmp_path / "file"))
    with (
        step() as n,
        pytest.raises(AirflowFailException, match=r"n\.result (takes|is to be)"),
    ):
        n.run(bodies.same, returns=str)("x" * 50_000)
    assert told(events())[-1] == "failed n"


def test_a_store_that_cannot_be_written_is_tried_again(
    events: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "file"))
    with step(attempt=1, attempts=2) as n, pytest.raises(Unreachable, match="cannot be written"):
        n.run(bodies.same, returns=str)("x" * 50_000)
    assert told(events())[-1] == "retrying n#1"


@pytest.mark.parametrize(
    ("variable", "stated", "executor", "root"),
    [
        ("/named", "s3://stated", "CeleryExecutor", "/named"),
        ("", "s3://stated", "LocalExecutor", "s3://stated"),
        ("", "", "LocalExecutor", "{home}/dagcompile-store"),
        ("", "", "airflow.executors.local_executor.LocalExecutor", "{home}/dagcompile-store"),
        ("", "", "LocalExecutor,CeleryExecutor", ""),
        ("", "", "CeleryExecutor", ""),
        ("", "", "KubernetesExecutor", ""),
    ],
)
def test_the_store_of_a_task(
    variable: str, stated: str, executor: str, root: str, request: pytest.FixtureRequest
) -> None:
    monkeypatch, tmp_path = map(request.getfixturevalue, ("monkeypatch", "tmp_path"))
    monkeypatch.setenv(STORE_VARIABLE, variable)
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", executor)
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    found = store_of(stated)
    assert found.root == root.format(home=tmp_path)
    assert bool(found.note) is root.startswith("{home}")


def test_the_folder_for_development_is_told_of_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, "")
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "LocalExecutor")
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    logger = logging.getLogger("dagcompile.store")
    monkeypatch.setattr(logger, "disabled", False)
    monkeypatch.setattr(logger, "propagate", False)
    monkeypatch.setattr(logger, "handlers", [caplog.handler])
    with step() as n:
        n.run(bodies.same, returns=str)("x")
        assert not _of_store(caplog)
        for _ in range(2):
            made = n.run(bodies.same, returns=str)("x" * 50_000)
        assert n.input(made, str) == "x" * 50_000
    (told,) = _of_store(caplog)
    assert f"values are stored in {tmp_path}/dagcompile-store" in told
    assert "in production set DAGCOMPILE_STORE" in told


def _of_store(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "dagcompile.store"]


@pytest.mark.parametrize(
    ("type_", "given", "value"),
    [(int, 5, 5), (str, "null", "null"), (int | None, None, None), (list[str], ["a"], ["a"])],
)
def test_params(type_: Any, given: Any, value: Any) -> None:
    with step(x=given) as n:
        assert n.param("x", type_) == value


def test_a_default_that_json_cannot_show() -> None:
    with step(x=None) as n:
        assert n.param("x", frozenset[int], default=frozenset({1})) == frozenset({1})


def test_null_is_a_value_where_something_else_stands_for_the_default() -> None:
    with step(x=None, y="default") as n:
        assert n.param("x", float | None, default=float("inf"), unset="default") is None
        assert n.param("y", float | None, default=float("inf"), unset="default") == float("inf")


@pytest.mark.parametrize(
    ("type_", "given", "message"),
    [
        (int, "five", "param x of this run is not int: 'five' is not the json form of `int`"),
        (Annotated[int, Bounds(ge=1)], 0, "expected ge=1, got 0"),
        (Annotated[int, Check(bodies.crash)], 0, "crashed: a check that crashes"),
    ],
)
def test_params_that_do_not_fit(type_: Any, given: Any, message: str) -> None:
    with step(x=given) as n, pytest.raises(AirflowFailException) as raised:
        n.param("x", type_)
    assert message in str(raised.value)


@pytest.mark.parametrize("side", ["input", "output"])
def test_a_check_that_crashed_is_in_the_log_of_its_task_with_its_traceback(
    side: str, events: Callable[[], list[Any]]
) -> None:
    crashing = Annotated[int, Check(bodies.crash)]
    with step() as n:
        value = n.guard_input("value", 1, crashing) if side == "input" else 1
        body = n.run(bodies.same, returns=crashing if side == "output" else int)
        with pytest.raises(AirflowFailException) as raised:
            body(value)
    logged = "".join(format_exception(raised.value))
    place = next(line for line in logged.splitlines() if "bodies.py" in line)
    assert place.endswith("in crash")
    assert "LookupError: a check that crashes" in logged
    (guard,) = (each for each in events() if each["event"] == "guard")
    assert place.strip() in guard["verdict"]["error"]["traceback"]


@pytest.mark.parametrize(
    "error",
    [ValueError(), RuntimeError("exit_code: 98"), subprocess.CalledProcessError(98, ["sh"])],
)
def test_waits_grow_without_jitter_whatever_the_error_is(error: Exception) -> None:
    policy = Backoff(delay=2, backoff=3, max_delay=10)
    waits = []
    for number in (1, 2, 3, 5000):
        decision = policy.evaluate(error, number, 9)
        assert decision.action == RetryAction.RETRY
        assert decision.retry_delay is not None
        waits.append(decision.retry_delay.total_seconds())
    assert waits == [2, 6, 10, 10]


@pytest.mark.parametrize(
    ("attempts", "damage", "raised", "last"),
    [
        ((1, 3), "type", AirflowFailException, "failed n#1"),
        ((1, 3), "changed", AirflowFailException, "failed n#1"),
        ((1, 3), "lost", FileNotFoundError, "retrying n#1"),
        ((3, 3), "lost", FileNotFoundError, "failed n#3"),
    ],
)
def test_an_input_that_cannot_be_read(
    attempts: tuple[int, int], damage: str, raised: Any, last: str, *,
    events: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    with step() as n:
        made = n.run(bodies.same, returns=Any)("x" * 50_000)
    (file,) = [each for each in (tmp_path / "store").rglob("*") if each.is_file()]
    if damage == "changed":
        file.write_bytes(b"[]")
    elif damage == "lost":
        file.unlink()
    before = len(events())
    attempt, of = attempts
    with step(attempt=attempt, attempts=of) as n, pytest.raises(raised):
        n.input({"result": {"value": "x"}} if damage == "type" else made, int)
    assert told(events())[before:] == [last]


def test_a_default_is_each_tasks_own() -> None:
    default: list[int] = []
    with step(x=None) as n:
        n.param("x", list[int], default=default).append(1)
    assert default == []


def test_ids_of_any_text_stay_in_the_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "a" / "store"))
    with step() as n:
        n.node = "../../../../esc"
        made = n.run(bodies.same, returns=str)("x" * 50_000)
        assert n.input(made, str) == "x" * 50_000
    (file,) = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert file.is_relative_to(tmp_path / "a" / "store" / "dagcompile" / "p" / "r")


def test_a_value_that_cannot_travel_names_its_port() -> None:
    with step() as n, pytest.raises(AirflowFailException, match=r"n\.result cannot be handed"):
        n.run(bodies.lock, returns=Any)()


def test_an_operator_is_given_an_xcom_for_each_argument_and_no_more_than_an_xcom_holds(
    events: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGCOMPILE_XCOM_BUDGET", "0")  # stores what can be
    pushed: dict[str, Any] = {}
    with step() as n:
        instance: Any = get_current_context()["ti"]
        instance.xcom_push = pushed.__setitem__
        assert n.arguments(env={"A": "123"}, rows=[1]) is None
        assert pushed == {"env": {"A": "123"}, "rows": [1]}
        said = "n.env takes 48,001 bytes as plain JSON, more than the 48,000 that may travel"
        with pytest.raises(AirflowFailException, match=said):
            n.arguments(env={"A": "1" * 47_993}, rows=[2])
    assert pushed["rows"] == [1]
    assert told(events()) == ["failed n#1"]
