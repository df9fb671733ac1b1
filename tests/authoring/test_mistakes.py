"""Likely mistakes of wiring: what is said, where, and what to write instead."""
# mypy: disable-error-code="no-any-return,no-untyped-def,return,type-arg"

import importlib
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kinds import plain
from wired import pipelines
from wired.checks import codes, found, meaning, only, source
from wired.contracts import Row

import dagcompile
from dagcompile import SKIP, pipeline
from dagcompile.authoring import LoadError, import_user_module, trace
from dagcompile.diagnostics import CompileError
from dagcompile.project.compiling import compile_loaded

Wiring = Callable[[Any, Any], object]

# What type checkers would tell of is told of without one.
ops: Any = importlib.import_module("wired.ops")
untyped: Any = dagcompile
Guard, Retry, first_of, op = untyped.Guard, untyped.Retry, untyped.first_of, untyped.op


def wired(wiring: Wiring) -> Any:
    @pipeline
    def one(rows: list[Row], number: int) -> None:
        wiring(rows, number)

    return one


async def coroutine() -> int:
    return 1


def closed(number: Any) -> Any:
    waiting = coroutine()
    try:
        return ops.anything(waiting)
    finally:
        waiting.close()


def endless(number: Any) -> Any:
    return endless(number)


def too_early(rows: Any, number: Any) -> None:
    for _ in range(2):
        if rows is None:
            last = ops.start()
        ops.plain.after(last)(number)


def unpacked(rows: Any, number: Any) -> None:
    pair = op(plain.pair)(number)
    left, _ = pair
    ops.plain(left)


WRONG: dict[str, tuple[str, str, str, str, Wiring]] = {
    "the op itself": (
        "DC133", "input `number` of `plain`: it is op `start` itself, not what its call returns",
        "start(...)", "ops.start", lambda r, n: ops.plain(ops.start),
    ),
    "the op itself, in a list": (
        "DC133", "`[1]` is op `start` itself", "call it", "[n, ops.start]",
        lambda r, n: ops.anything([n, ops.start]),
    ),
    "the op itself, derived": (
        "DC133", "it is op `start` itself", "start(...)", 'ops.start.named("a")',
        lambda r, n: ops.plain(ops.start.named("a")),
    ),
    "a pipeline": (
        "DC133", "it is pipeline `other id`; pipelines cannot be nested yet", "call its ops here",
        "pipelines.named", lambda r, n: ops.anything(pipelines.named),
    ),
    "first_of": (
        "DC133", "it is first_of itself", "first_of(preferred, other)", "first_of",
        lambda r, n: ops.anything(first_of),
    ),
    "the class of a value": (
        "DC120", "it is type, expected int", "call it: int(...)", "int",
        lambda r, n: ops.plain(int),
    ),
    "a function": (
        "DC120", "expected int", "it is the function itself; make it an op", "plain.plain",
        lambda r, n: ops.plain(plain.plain),
    ),
    "a module": (
        "DC133", "it is module `math`", "name what is meant in it", "math",
        lambda r, n: ops.anything(math),
    ),
    "SKIP": (
        "DC134", "it is SKIP, which only an op may return", "annotate the op -> Maybe[...]",
        "SKIP", lambda r, n: ops.clean(SKIP),
    ),
    "SKIP for first_of": (
        "DC134", "item 2 of `first_of`: it is SKIP", "return SKIP there", "SKIP",
        lambda r, n: first_of(r, SKIP),
    ),
    "a generator": (
        "DC117", "it is a generator, which gives its items only when", "list(...)",
        "(each for each in [1])", lambda r, n: ops.anything(each for each in [1]),
    ),
    "a range": (
        "DC117", "it is a range", "list(...)", "range(3)", lambda r, n: ops.anything(range(3)),
    ),
    "an iterator": (
        "DC117", "it is a list_iterator", "list(...)", "iter([1])",
        lambda r, n: ops.anything(iter([1])),
    ),
    "a coroutine": (
        "DC117", "it is a coroutine", "make the async function an op", "waiting",
        lambda r, n: closed(n),
    ),
    "a lambda": (
        "DC117", "it is a function that no import leads to", "a function at module level",
        "lambda: 1", lambda r, n: ops.anything(lambda: 1),
    ),
    "after an op": (
        "DC125", "to run after what is op `start` itself", "call it", "",
        lambda r, n: ops.plain.after(ops.start)(n),
    ),
    "after a text": (
        "DC125", "after an object of class str, which no step makes",
        "pass what calling an op", "", lambda r, n: ops.plain.after("start")(n),
    ),
    "after a later step": (
        "DC108", "raised UnboundLocalError", "steps are made in the order of their calls", "last",
        too_early,
    ),
    "the class of a config": (
        "DC123", "the config of `clean` is the class itself", "call it: Cutoff()", "ops.Cutoff",
        lambda r, n: ops.clean(r, config=ops.Cutoff),
    ),
    "a dict for a config": (
        "DC123", "is of class dict, not a wired.ops.Cutoff", "pass Cutoff(least=3)",
        '{"least": 3}', lambda r, n: ops.clean(r, config={"least": 3}),
    ),
    "a number for a config": (
        "DC123", "is of class int", "pass Cutoff(...)", "3", lambda r, n: ops.clean(r, 3),
    ),
    "configured by keywords": (
        "DC132", ".configured() got an unexpected keyword argument 'least'",
        ".configured(Model(...))", "ops.clean.configured(least=3)",
        lambda r, n: ops.clean.configured(least=3)(r),
    ),
    "named twice in a call": (
        "DC132", ".named() takes 2 positional arguments but 3 were given", '.named("id")',
        'ops.start.named("a", "b")', lambda r, n: ops.start.named("a", "b")(),
    ),
    "an unknown field of a retry": (
        "DC132", "Retry() got an unexpected keyword argument 'tries'", "Retry(attempts=...",
        "Retry(tries=3)", lambda r, n: ops.start.with_policy(retry=Retry(tries=3))(),
    ),
    "no attempt": (
        "DC132", "attempts is 0; the first attempt counts", "what it may be",
        "Retry(attempts=0)", lambda r, n: ops.start.with_policy(retry=Retry(attempts=0))(),
    ),
    "a loud guard": (
        "DC132", 'severity is "error" or "warn", not \'loud\'', "what it may be",
        'Guard(severity="loud")',
        lambda r, n: ops.start.with_policy(guard=Guard(severity="loud"))(),
    ),
    "a number for a retry": (
        "DC126", "the retry of `start` is of class int", "Retry(attempts=...)", "",
        lambda r, n: ops.start.with_policy(retry=3)(),
    ),
    "op without a function": (
        "DC132", "op takes a function, not a handle", "op(function)(handle)", "op()(n)",
        lambda r, n: op()(n),
    ),
    "a name that an op has not": (
        "DC108", "no attribute 'name'; did you mean `named`?", "`.named`", "ops.start.name",
        lambda r, n: ops.start.name("a"),
    ),
    "a name that is mistyped": (
        "DC108", "name 'pian' is not defined; did you mean `plain`?", "import `pian`", "pian",
        lambda r, n: pian.plain(n),  # type: ignore[name-defined]  # noqa: F821
    ),
    "an id for an input": (
        "DC114", "does not take by that name", "before the call: plain.named('a')(...)",
        'name="a"', lambda r, n: ops.plain(n, name="a"),
    ),
    "a policy for an input": (
        "DC114", "does not take by that name", "plain.with_policy(retry=...)(...)",
        "retry=Retry(attempts=2)", lambda r, n: ops.plain(n, retry=Retry(attempts=2)),
    ),
    "a tuple that is unpacked": (
        "DC110", "iterated", "let the op return a NamedTuple", "left, _", unpacked,
    ),
    "a tuple that is indexed": (
        "DC110", "indexed", "let the op return a NamedTuple", "",
        lambda r, n: op(plain.pair)(n)[0],
    ),
    "an output that is not there": (
        "DC108", "no attribute 'lefd'; did you mean `left`?", "`left`, `right`",
        "ops.split(r).lefd", lambda r, n: ops.split(r).lefd,
    ),
    "endless recursion": (
        "DC108", "RecursionError", "recursion over values into an op", "endless(number)",
        lambda r, n: endless(n),
    ),
    "a handle for an id": (
        "DC109", "of class Handle, not text", '.named("...")', "",
        lambda r, n: ops.start.named(n)(),
    ),
    "a misspelt input": (
        "DC114", "did you mean `number`?", "the inputs of op `plain`", "nubmer=n",
        lambda r, n: ops.plain(nubmer=n),
    ),
}  # fmt: skip
"""The code, part of the message, part of the fix, and what is underlined if not the call."""


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_of(name: str) -> None:
    code, message, fix, shown, wiring = WRONG[name]
    diagnostic = only(wired(wiring))
    assert diagnostic.code == code
    assert message in diagnostic.message
    assert fix in diagnostic.fix
    place = diagnostic.labels[0].place
    assert place is not None
    assert not shown or source(place) == shown


def test_a_misspelt_input_is_checked_as_what_it_was_meant_for() -> None:
    assert codes(wired(lambda r, n: ops.plain(nubmer="a"))) == ["DC114", "DC120"]


def test_a_pipeline_that_calls_itself() -> None:
    @pipeline
    def again(number: int) -> int:
        return again(number)

    assert only(again).message.startswith("pipeline `again` is called in itself")


def test_nothing_is_returned() -> None:
    @pipeline
    def forgets(number: int) -> int:
        ops.plain(number)

    diagnostic = only(forgets)
    assert diagnostic.code == "DC130"
    assert diagnostic.fix == "return what its last op returns, or annotate it -> None"
    assert [(source(each.place), each.text) for each in diagnostic.labels] == [
        ("def forgets", "nothing is returned in it")
    ]


def test_something_is_returned_where_nothing_is_declared() -> None:
    @pipeline
    def tells(number: int) -> None:
        return ops.plain(number)

    assert only(tells).fix == "annotate it -> int, or return nothing"


def test_the_op_itself_is_returned() -> None:
    @pipeline
    def uncalled() -> int:
        return ops.start

    diagnostic = only(uncalled)
    assert diagnostic.code == "DC133"
    assert source(diagnostic.labels[0].place) == "return ops.start"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("@op('load')\ndef f(x: int) -> int: ...", "a node is named by .named('load')"),
        ("@op(Retry(attempts=2))\ndef f(x: int) -> int: ...", "write @op(retry=Retry(...))"),
        ("@op(Guard())\ndef f(x: int) -> int: ...", "write @op(guard=Guard(...))"),
        ("@op(attempts=2)\ndef f(x: int) -> int: ...", "unexpected keyword argument 'attempts'"),
        ("@op(retry=Retry(attempts=0))\ndef f(x: int) -> int: ...", "attempts is 0"),
        ("@pipeline('daily')\ndef f(x: int) -> int: ...", "write @pipeline(name='daily')"),
        ("@pipeline\n@op\ndef f(x: int) -> int: ...", "decorate a function that calls the op"),
        ("@op\n@pipeline\ndef f(x: int) -> int: ...", "pipelines cannot be nested yet"),
        ("class A:\n    @op\n    @property\n    def f(self) -> int: ...", "not a property"),
        ("class A:\n    @op\n    @classmethod\n    def f(cls) -> int: ...", "op(Class.method)"),
        ("@op(retries=3)\ndef f(x: int) -> int: ...", "write op(function), @op, or @op(retry=..."),
        ("Even = Bounds(min=1)", "Bounds() got an unexpected keyword argument 'min'"),
        ("Even = Bounds(min=1)", "write Bounds(...) with one or more of gt=..., ge=..., lt=..."),
        ("Even = Bounds()", "no bound is given; name one of gt, ge"),
        ("Even = Check()", "write Check(function)"),
        ("Even = Check(3)", "a check needs a function, got 3"),
        ("op()(3)", "op takes a function, not int"),
    ],
)
def test_a_decorator_that_is_used_wrongly(
    written: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "from dagcompile import Bounds, Check, Guard, Retry, op, pipeline\n"
    (tmp_path / "decorated_wrongly.py").write_text(head + written)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    with pytest.raises(LoadError) as raised:
        import_user_module("decorated_wrongly")
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.code == "DC132"
    assert says in f"{diagnostic.message}; {diagnostic.fix}"
    place = diagnostic.labels[0].place
    assert place is not None
    assert place.file.endswith("decorated_wrongly.py")
    assert place.line > 1
    assert place.column


@pytest.mark.parametrize("form", [pipeline, pipeline(), pipeline(name="form")])
def test_the_forms_of_pipeline(form: Any) -> None:
    def named(number: int) -> int:
        return ops.plain(number)

    assert [node.id for node in meaning(form(named)).nodes] == ["plain"]


# --- what is only warned of, and what is fine ------------------------------------------------


def bare(rows: list) -> dict:
    return dict(enumerate(rows))


def nested(rows: list[tuple], other: dict[str, Any] = {}) -> list[Any]:  # noqa: B006
    return [*rows, other]


def test_a_container_without_parameters_is_warned_of() -> None:
    @pipeline
    def loose(rows: list[Any]) -> dict[Any, Any]:
        return op(bare)(op(nested)(rows))

    traced = trace(loose)
    assert [(each.code, each.severity) for each in traced.warnings] == [("DC224", "warning")] * 3
    assert [each.fix for each in traced.warnings] == [
        "write tuple[...]; tuple[Any, ...] if anything may be in it",
        "write list[...]; list[Any] if anything may be in it",
        "write dict[...]; dict[Any, Any] if anything may be in it",
    ]
    assert "parameter `rows` of op `nested`" in traced.warnings[0].message
    assert compile_loaded(loose).warnings == traced.warnings


def test_warnings_are_told_with_errors() -> None:
    @pipeline
    def loose(rows: list) -> None:
        ops.plain(rows, zzz=1)

    assert [each.severity for each in found(loose)] == ["warning", "error"]


def test_what_is_fine() -> None:
    @pipeline
    def fine(number: int, numbers: list[int] = []) -> int:  # noqa: B006
        ops.plain(number)  # a step may be there for what it does
        ops.start()
        op(plain.same)(numbers)
        return ops.plain.named("a")(number)

    assert trace(fine).warnings == ()
    assert [node.id for node in meaning(fine).nodes] == ["plain", "start", "same", "a"]


# --- everything at once ----------------------------------------------------------------------


def test_mistakes_of_many_steps_are_told_with_edges_that_cannot_be() -> None:
    @pipeline
    def wrong(rows: list[Row], number) -> int:  # noqa: ANN001
        ops.clean(number, cut=3)
        ops.plain(ops.start)
        ops.publish(ops.start.named("a")())
        ops.score([3])
        return ops.publish.named("b")(rows)

    with pytest.raises(CompileError) as raised:
        compile_loaded(wrong)
    assert [each.code for each in raised.value.diagnostics] == [
        "DC106", "DC114", "DC133", "DC120", "DC201", "DC201",
    ]  # fmt: skip


def test_edges_are_checked_although_the_body_raised() -> None:
    @pipeline
    def wrong(rows: list[Row]) -> int:
        ops.plain(rows)
        return len(rows)

    with pytest.raises(CompileError) as raised:
        compile_loaded(wrong)
    assert [each.code for each in raised.value.diagnostics] == ["DC110", "DC201"]


def test_edges_from_nowhere_are_not_checked() -> None:
    @pipeline
    def wrong(rows: list[Row]) -> int:
        return ops.plain(pipelines.named()) + ops.plain.named("a")(rows)

    with pytest.raises(CompileError) as raised:
        compile_loaded(wrong)
    assert [each.code for each in raised.value.diagnostics] == ["DC102", "DC110"]
