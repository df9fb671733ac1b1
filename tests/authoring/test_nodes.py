"""Ids, order and policies of nodes, and the joins of branches."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from kinds import plain
from wired import ops, refused
from wired.checks import codes, found, meaning, only, source
from wired.contracts import Row

import dagcompile
from dagcompile import Guard, Retry, first_of, pipeline, sample
from dagcompile.diagnostics import CompileError
from dagcompile.ir import records as ir

Wiring = Callable[[Any, Any], object]


def wired(wiring: Wiring) -> Any:
    @pipeline
    def one(rows: list[Row], number: int) -> None:
        wiring(rows, number)

    return one


def last(wiring: Wiring) -> Any:
    return meaning(wired(wiring)).nodes[-1]


# --- ids -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "id",
    [
        "prepare.clean",
        "class",
        "1",
        " a ",
        "'\"\\{{ x }}{% raw %}#}",
        "$(rm -rf)`; --",
        "zażółć 日本語 🛫",
        "e\u0301",
        "n" * 300,
        "None",
        "ds",
    ],
)
def test_ids_are_liberal(id: str) -> None:
    assert last(lambda rows, number: ops.start.named(id)()).id == id


@pytest.mark.parametrize(
    ("id", "reason"),
    [
        ("", "is empty"),
        (" \t", "is empty"),
        ("a\nb", "holds a control character (U+000A)"),
        ("a\x7fb", "holds a control character (U+007F)"),
        ("a\x85b", "holds a control character (U+0085)"),
        ("a\u2028b", "holds a line separator (U+2028)"),
        ("a\u2029b", "holds a paragraph separator (U+2029)"),
        ("a\ud800b", "holds a lone surrogate (U+D800)"),
        (3, "is of class int, not text"),
    ],
)
def test_some_texts_are_no_ids(id: Any, reason: str) -> None:
    diagnostic = only(wired(lambda rows, number: ops.start.named(id)()))
    assert diagnostic.code == "DC109"
    assert diagnostic.message.endswith(reason)


def test_a_second_use_asks_for_a_name() -> None:
    @pipeline
    def twice() -> None:
        ops.start()
        ops.start.named("start_2")()
        ops.start()

    diagnostic = only(twice)
    assert diagnostic.code == "DC112"
    assert diagnostic.fix == 'name this one: start.named("start_3")'
    assert [source(label.place) for label in diagnostic.labels] == ["ops.start()"] * 2
    second, first = (label.place for label in diagnostic.labels)
    assert second is not None
    assert first is not None
    assert second.line == first.line + 2


def test_a_name_given_twice_asks_for_another() -> None:
    named = wired(lambda rows, number: [ops.start.named("a")(), ops.plain.named("a")(number)])
    assert only(named).fix == 'give this one another: .named("a_2")'
    joined = wired(lambda rows, number: [first_of(number), first_of(number)])
    assert codes(joined) == ["DC112"]


def test_a_call_in_a_loop_asks_for_names_that_differ() -> None:
    def wiring(rows: Any, number: Any) -> None:
        for _ in range(4):
            number = ops.plain(number)
        for _ in range(4):
            ops.plain.named("a")(number)

    looped, named = found(wired(wiring))
    assert looped.code == named.code == "DC112"
    differing = ", with what differs from one call to the next"
    assert looped.fix == f'name each: plain.named(f"plain_{{...}}"){differing}'
    assert named.fix == f'give each its own: .named(f"a_{{...}}"){differing}'
    (label,) = looped.labels
    assert source(label.place) == "ops.plain(number)"


def test_many_uses_of_one_id_are_found_in_linear_time() -> None:
    names: dict[str, Any] = {"ops": ops}
    exec("def often() -> None:\n" + "    ops.start()\n" * 3000, names)
    assert codes(pipeline(names["often"])) == ["DC112"] * 2999


# --- after -----------------------------------------------------------------------------------


def test_after_takes_what_steps_return() -> None:
    def wiring(rows: Any, number: Any) -> None:
        start = ops.start()
        nothing = ops.publish(rows)
        halves = ops.split(rows)
        choice = first_of(halves.left, rows)
        ops.plain.after(choice, [nothing, halves]).after(start, start)(number)

    assert last(wiring).after == ("first_of", "publish", "split", "start")


def test_a_step_may_run_after_one_that_it_takes_from() -> None:
    def wiring(rows: Any, number: Any) -> None:
        start = ops.start()
        ops.plain.after(start)(start)

    assert last(wiring).after == ("start",)


@pytest.mark.parametrize("step", [None, 3, ops.start, [], ()])
def test_only_steps_come_before(step: object) -> None:
    assert codes(wired(lambda rows, number: ops.plain.after(step)(number))) == ["DC125"]


def test_a_param_is_no_step() -> None:
    diagnostic = only(wired(lambda rows, number: first_of.after(number)(rows)))
    assert diagnostic.code == "DC125"
    assert "after `param number`" in diagnostic.message


# --- policies --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("retry", "expected"),
    [
        (Retry(attempts=2), ir.Retry(attempts=2)),
        (Retry(attempts=2, on=Exception), ir.Retry(attempts=2)),
        (Retry(attempts=2, on=(Exception,)), ir.Retry(attempts=2)),
        (
            Retry(
                attempts=5,
                delay=timedelta(minutes=1),
                backoff=2,
                max_delay=timedelta(hours=1),
                jitter=0.5,
                on=CompileError,
            ),
            ir.Retry(
                attempts=5,
                delay=60.0,
                backoff=2.0,
                max_delay=3600.0,
                jitter=0.5,
                on=(ir.Ref(module="dagcompile.diagnostics.records", name="CompileError"),),
            ),
        ),
    ],
)
def test_retries(retry: Retry, expected: ir.Retry) -> None:
    policy = last(lambda rows, number: ops.start.with_policy(retry=retry)()).policy
    assert policy == ir.Policy(retry=expected)
    assert type(policy.retry.delay) is float


def test_a_policy_of_the_node_goes_before_that_of_the_op() -> None:
    op = ops.maybe_rows.with_policy(retry=Retry(attempts=2))
    assert last(lambda rows, number: op(rows)).policy == ir.Policy(
        retry=ir.Retry(attempts=2), severity="warn"
    )
    op = ops.maybe_rows.with_policy(guard=Guard())
    assert last(lambda rows, number: op(rows)).policy == ir.Policy()


def test_a_policy_of_a_decorator_is_told_of_there_and_once() -> None:
    def wiring(rows: Any, number: Any) -> None:
        hurried: Any = refused.hurried
        hurried(number)
        hurried.named("again")(number)
        op: Any = dagcompile.op
        op(plain.plain, retry=4)(number)
        hurried.named("other").with_policy(timeout="6s")(number)

    told = [(each.code, source(each.labels[0].place)) for each in found(wired(wiring))]
    assert set(told) == {
        ("DC126", "retry=3"),
        ("DC126", 'timeout="5s"'),
        ("DC126", "op(plain.plain, retry=4)(number)"),
        ("DC126", 'hurried.named("other").with_policy(timeout="6s")(number)'),
    }
    assert told.count(("DC126", 'timeout="5s"')) == 1


def test_policies_of_other_classes() -> None:
    def wiring(rows: Any, number: Any) -> None:
        ops.start.with_policy(retry=3, guard="warn")()  # type: ignore[arg-type]
        ops.score.with_policy(retry=Retry(attempts=2, on=(ValueError, "x")))(rows)  # type: ignore[arg-type]

    assert [(each.code, each.message) for each in found(wired(wiring))] == [
        ("DC126", "the retry of `start` is of class int, not Retry(attempts=...)"),
        ("DC126", "the guard of `start` is of class str, not Guard(severity=...)"),
        ("DC126", "`score` is tried again on 'x', not an exception class"),
    ]


@pytest.mark.parametrize(
    ("timeout", "expected"), [(30, 30.0), (0.5, 0.5), (timedelta(minutes=2), 120.0)]
)
def test_timeouts(timeout: float | timedelta, expected: float) -> None:
    policy = last(lambda rows, number: ops.start.with_policy(timeout=timeout)()).policy
    assert policy == ir.Policy(timeout=expected)
    assert type(policy.timeout) is float


def test_a_policy_that_is_not_given_stays_as_it_was() -> None:
    op = ops.maybe_rows.with_policy(timeout=30).with_policy(retry=Retry(attempts=2))
    assert last(lambda rows, number: op(rows)).policy == ir.Policy(
        retry=ir.Retry(attempts=2), timeout=30.0, severity="warn"
    )


@pytest.mark.parametrize(
    ("timeout", "code", "message"),
    [
        ("30", "DC126", "the timeout of `start` is of class str, not seconds"),
        (True, "DC126", "the timeout of `start` is of class bool, not seconds"),
        (0, "DC131", "the timeout of `start` is 0 seconds"),
        (-0.5, "DC131", "the timeout of `start` is -0.5 seconds"),
        (timedelta(days=-1), "DC131", "the timeout of `start` is -86400 seconds"),
        (float("inf"), "DC131", "the timeout of `start` is inf seconds"),
        (float("nan"), "DC131", "the timeout of `start` is nan seconds"),
    ],
)
def test_timeouts_that_are_none(timeout: Any, code: str, message: str) -> None:
    diagnostic = only(wired(lambda rows, number: ops.start.with_policy(timeout=timeout)()))
    assert (diagnostic.code, diagnostic.message) == (code, message)


def test_an_exception_class_that_cannot_be_imported() -> None:
    class Local(Exception):
        pass

    retry = Retry(attempts=2, on=Local)
    diagnostic = only(wired(lambda rows, number: ops.start.with_policy(retry=retry)()))
    assert diagnostic.code == "DC127"
    assert "defined inside" in diagnostic.message


def test_a_severity_is_one_of_two() -> None:
    with pytest.raises(ValueError, match='"error" or "warn", not \'loud\''):
        Guard(severity="loud")  # type: ignore[arg-type]


# --- first_of --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wiring", "type_"),
    [
        (lambda rows, number: first_of(rows), "list[wired.contracts.Row]"),
        (lambda rows, number: first_of(rows, rows), "list[wired.contracts.Row]"),
        (first_of, "int | list[wired.contracts.Row]"),
        (lambda rows, number: first_of(number, 3), "int"),
        (lambda rows, number: first_of(ops.publish(rows), number), "int | None"),
        (lambda rows, number: first_of(number, ops.anything(3)), "Any"),
    ],
)
def test_the_type_of_a_join(wiring: Wiring, type_: str) -> None:
    given = meaning(wired(wiring))
    node = given.nodes[-1]
    assert isinstance(node, ir.FirstOf)
    assert node.type == type_
    assert type_ in [each.key for each in given.types]


@pytest.mark.parametrize(
    ("wiring", "code"),
    [
        (lambda *_: first_of(), "DC129"),
        (lambda rows, number: first_of(1), "DC129"),
        (lambda rows, number: first_of([number]), "DC119"),
        (lambda rows, number: first_of(number, "a"), "DC120"),
        (lambda rows, number: first_of(number, object()), "DC117"),
        (lambda rows, number: first_of(number, [number]), "DC119"),
        (lambda rows, number: first_of(ops.split(rows), rows), "DC119"),
        (lambda rows, number: first_of.named("")(number), "DC109"),
    ],
)
def test_wrong_joins(wiring: Wiring, code: str) -> None:
    assert codes(wired(wiring)) == [code]


def test_a_join_belongs_in_a_pipeline() -> None:
    with pytest.raises(CompileError, match="DC128"):
        first_of(1, 2)
    assert repr(first_of) == "<first_of>"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"placement": "beside"}, "placement is"),
        ({"depth": "deep"}, "depth is"),
        ({"depth": 1000}, "depth is"),
        ({"retry": 3}, "retry is True or False"),
        ({"retry": True, "placement": "steps"}, "inline"),
        ({"retry": True, "placement": "off"}, "inline"),
        ({"retry": True, "severity": "warn"}, "fails nothing"),
    ],
)
def test_a_guard_is_told_what_it_may_be(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Guard(**given)


def test_a_guard_that_is_wrong_is_told_where_the_pipeline_makes_it() -> None:
    def body(rows: Any, number: Any) -> None:
        ops.start.with_policy(guard=Guard(depth="deep"))()  # type: ignore[arg-type]

    diagnostic = only(wired(body))
    assert diagnostic.code == "DC132"
    assert "sample(1000), not 'deep'" in diagnostic.message


def test_the_guard_of_a_node_is_in_its_policy() -> None:
    guard = Guard(placement="inline", depth=sample(50), retry=True)
    made = last(lambda rows, number: ops.start.with_policy(retry=Retry(attempts=2), guard=guard)())
    assert made.policy == ir.Policy(
        retry=ir.Retry(attempts=2),
        placement="inline",
        depth=ir.Sample(count=50),
        guarded_retry=True,
    )


def test_a_guard_needs_a_retry_to_try_again() -> None:
    guard = Guard(retry=True)
    diagnostic = only(wired(lambda rows, number: ops.start.with_policy(guard=guard)()))
    assert diagnostic.code == "DC136"
    assert "`start` is to try its body again" in diagnostic.message
