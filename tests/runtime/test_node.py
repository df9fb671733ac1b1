"""One node: its attempts, its ports, its guards."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, NamedTuple

import pytest

from dagcompile.runtime.events import Event, Log
from dagcompile.runtime.guarding import Pending, accept, announce, check, guarded, judge
from dagcompile.runtime.node import WrongPorts, attempt, settle, withheld_ports
from dagcompile.runtime.retry import Retry
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.v1 import SKIP, Check, GuardFailed, Maybe
from tests.runtime import bodies
from tests.runtime.bodies import Sides, Touchy, Unavailable, positive
from tests.runtime.telling import log_to, told

SILENT = Log(run="r", pipeline="p")


class Body:
    """Raises these in turn, then returns."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors = list(errors)

    def __call__(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def test_a_body_that_returns_is_one_attempt() -> None:
    events: list[Event] = []
    assert attempt(Body(), node="n", retry=None, log=log_to(events)) == "done"
    assert told(events) == ["started n#1"]


def test_attempts_go_on_until_one_returns() -> None:
    events: list[Event] = []
    body = Body(Unavailable("a"), Unavailable("b"))
    retry = Retry(attempts=3, on=Unavailable)
    assert attempt(body, node="n", retry=retry, log=log_to(events)) == "done"
    assert told(events) == [
        "started n#1", "retrying n#1", "started n#2", "retrying n#2", "started n#3",
    ]  # fmt: skip
    retrying: Any = events[1]
    assert retrying["error"]["message"] == "a"
    assert (retrying["attempts"], retrying["wait"]) == (3, 0)


def test_the_last_attempt_raises_what_it_raised() -> None:
    events: list[Event] = []
    last = Unavailable("b")
    with pytest.raises(Unavailable) as raised:
        attempt(Body(Unavailable("a"), last), node="n", retry=Retry(attempts=2), log=log_to(events))
    assert raised.value is last
    assert told(events) == ["started n#1", "retrying n#1", "started n#2", "failed n#2"]


@pytest.mark.parametrize("error", [ValueError("x"), SystemExit(0)])
def test_what_is_not_to_be_tried_again_fails_at_once(error: BaseException) -> None:
    events: list[Event] = []
    with pytest.raises(type(error)):
        attempt(
            Body(error),
            node="n",
            retry=Retry(attempts=3, on=Unavailable),
            log=log_to(events),
        )
    assert told(events) == ["started n#1", "failed n#1"]


def test_an_interrupt_is_no_failure_of_the_node() -> None:
    events: list[Event] = []
    with pytest.raises(KeyboardInterrupt):
        attempt(Body(KeyboardInterrupt()), node="n", retry=Retry(attempts=3), log=log_to(events))
    assert told(events) == ["started n#1"]


def test_settle_leaves_a_value_alone() -> None:
    for value in (None, Touchy(1), (1, 2), [SKIP], ValueError("a value")):
        assert settle(value, node="n", ports=()) is value


def test_settle_puts_a_token_for_a_withheld_output() -> None:
    assert settle(SKIP, node="n", ports=()) == Missing("n", "withheld")
    assert settle(pickle.loads(pickle.dumps(SKIP)), node="n", ports=()) == Missing("n", "withheld")


def test_settle_keeps_the_other_ports() -> None:
    kept = Touchy(1)
    settled = settle(Sides(kept, SKIP), node="n", ports=("count", "index"))
    assert type(settled) is Sides
    assert settled.count is kept
    assert settled.index == Missing("n", "withheld")
    assert withheld_ports(settled, ("count", "index")) == ("index",)
    whole = Sides(kept, 2)
    assert settle(whole, node="n", ports=("count", "index")) is whole
    assert withheld_ports(whole, ("count", "index")) == ()


def test_withheld_ports_of_a_single_output() -> None:
    assert withheld_ports(Missing("n", "withheld"), ()) == ("result",)
    assert withheld_ports(1, ()) == ()


class Turned(NamedTuple):
    index: Any
    count: Any


@pytest.mark.parametrize("value", [(1, 2), Turned(1, 2), None, SKIP, {"count": 1, "index": 2}])
def test_settle_wants_the_ports(value: Any) -> None:
    with pytest.raises(WrongPorts, match=r"n returned .*, not a NamedTuple .* count, index"):
        settle(value, node="n", ports=("count", "index"))


def test_judge_looks_at_every_output_that_has_a_type() -> None:
    value = Sides(1, "no")
    verdicts = judge(value, {"count": int, "index": int}, node="n", severity="error", log=SILENT)
    assert [(each.subject, each.outcome) for each in verdicts] == [
        ("n.count", "pass"), ("n.index", "fail"),
    ]  # fmt: skip
    (other,) = judge(value, {"count": Any, "index": int}, node="n", severity="error", log=SILENT)
    assert other.subject == "n.index"


def test_judge_says_nothing_of_any() -> None:
    assert judge(SKIP, Any, node="n", severity="error", log=SILENT) == []
    assert judge(Sides(1, 2), {"count": Any}, node="n", severity="error", log=SILENT) == []


def test_judge_and_a_withheld_output() -> None:
    token = Missing("n", "withheld")
    assert judge(token, Maybe[int], node="n", severity="error", log=SILENT) == []
    (verdict,) = judge(token, int, node="n", severity="error", log=SILENT)
    assert (verdict.outcome, verdict.subject, verdict.violations[0].got) == (
        "fail", "n.result", "SKIP",
    )  # fmt: skip
    assert judge(
        Sides(1, token), {"count": int, "index": Maybe[int]}, node="n", severity="warn", log=SILENT
    )


def test_judge_none_as_a_type() -> None:
    (verdict,) = judge(None, None, node="n", severity="error", log=SILENT)
    assert verdict.outcome == "pass"


def test_a_token_is_not_guarded() -> None:
    token = Missing("n", "skipped")
    assert guarded(token, int, subject="m.x", severity="error") is token
    pending: Any = guarded(1, int, subject="m.x", severity="error")
    assert isinstance(pending, Pending)


def test_accept_without_guards_gives_the_arguments_themselves() -> None:
    events: list[Event] = []
    args, kwargs = (1, Touchy(2)), {"a": 3}
    plain, named, failure = accept(args, kwargs, node="n", log=log_to(events))
    assert plain is args
    assert named is kwargs
    assert failure is None
    assert events == []


def test_accept_takes_guards_off_and_tells_of_all() -> None:
    events: list[Event] = []
    value: Any = guarded(1, int, subject="n.a", severity="error")
    wrong: Any = guarded("x", int, subject="n.b", severity="error")
    plain, named, failure = accept((value, 5), {"b": wrong}, node="n", log=log_to(events))
    assert (plain, named) == ((1, 5), {"b": "x"})
    assert isinstance(failure, GuardFailed)
    assert told(events) == ["guard n.a pass", "guard n.b fail", "failed n"]


def test_announce_fails_a_node_only_where_a_verdict_blocks() -> None:
    events: list[Event] = []
    warned = judge("x", int, node="n", severity="warn", log=SILENT)
    assert announce(warned, node="n", log=log_to(events)) is None
    blocked = judge(-1, Annotated[int, Check(positive)], node="n", severity="error", log=SILENT)
    failure = announce([*warned, *blocked], node="n", log=log_to(events))
    assert failure is not None
    assert failure.verdicts == tuple(blocked)
    assert told(events) == ["guard n.result fail"] * 3 + ["failed n"]


CHECKED: list[tuple[Any, Any]] = [
    (1, int),
    ("x", int),
    (1, Any),
    (None, None),
    (Missing("n", "withheld"), int),
    (Missing("n", "withheld"), Maybe[int]),
    (Missing("n", "withheld"), Any),
    (1, Annotated[int, Check(bodies.crash)]),
    (1, Annotated[int, Check(bodies.leave)]),
    (Touchy(1), Touchy),
    (Touchy(1), int),
    (Sides(1, Missing("n", "withheld")), {"count": int, "index": Maybe[int]}),
    (Sides(1, Missing("n", "withheld")), {"count": int, "index": int}),
    (Sides("x", 1), {"count": int, "index": Any}),
]


@pytest.mark.parametrize(("value", "types"), CHECKED)
@pytest.mark.parametrize("severity", ["error", "warn"])
def test_a_guard_judges_alike_whether_anybody_listens(
    value: Any, types: Any, severity: Any
) -> None:
    silent = check(value, types, node="n", severity=severity, log=Log(run="r", pipeline="p"))
    told_ = check(value, types, node="n", severity=severity, log=log_to([]))
    assert (silent is None) == (told_ is None)
    if silent is not None and told_ is not None:
        assert str(silent) == str(told_)


def test_a_check_may_be_interrupted() -> None:
    annotation = Annotated[Any, Check(bodies.interrupt)]
    with pytest.raises(KeyboardInterrupt):
        check(1, annotation, node="n", severity="error", log=Log(run="r", pipeline="p"))


@pytest.mark.parametrize("body", [bodies.interrupt, bodies.generator_exit])
def test_a_check_that_nobody_interrupted_has_crashed(body: Any) -> None:
    annotation = Annotated[Any, Check(body)]
    log = Log(run="r", pipeline="p")
    with ThreadPoolExecutor(1) as pool:
        said = pool.submit(check, 1, annotation, node="n", severity="error", log=log)
    assert "crashed" in str(said.result())


MAYBE_ANY: Any = Maybe[Any]  # type: ignore[misc]  # to type checkers Maybe[T] is T


@pytest.mark.parametrize("type_", [Any, MAYBE_ANY, Annotated[Any, "said of it"]])
def test_nothing_is_said_of_anything(type_: Any) -> None:
    for value in (1, Missing("n", "withheld")):
        assert judge(value, type_, node="n", severity="error", log=SILENT) == []
    assert (
        judge(1, Annotated[Any, Check(bodies.crash)], node="n", severity="error", log=SILENT) != []
    )
