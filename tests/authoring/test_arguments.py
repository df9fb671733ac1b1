"""Arguments: bound as Python binds them, literal or from a step, checked where they are written."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from kinds import plain
from pydantic import BaseModel
from wired import ops as typed_ops
from wired import refused
from wired.checks import codes, found, meaning, only, source
from wired.contracts import Box, Row

from dagcompile import first_of, op, pipeline
from dagcompile.ir import records as ir

Wiring = Callable[[Any, Any], object]
DAY = date(2024, 1, 1)

kinds_of_parameters: Any = op(plain.kinds_of_parameters)
ops: Any = typed_ops  # what is wrong here is wrong for type checkers too


def wired(wiring: Wiring) -> Any:
    @pipeline
    def one(rows: list[Row], number: int) -> None:
        wiring(rows, number)

    return one


class Model(BaseModel):
    """A model that takes an int."""

    number: int = 0


class Listed(list[Any]):
    """A list of one's own."""


WRONG: dict[str, tuple[str, str, Wiring]] = {
    "missing": ("DC113", "not given its input `number`, of type int", lambda r, n: ops.plain()),
    "missing of several": ("DC113", "`pair`", lambda r, n: ops.merge([r], names={"a": n})),
    "unknown": (
        "DC114",
        "given `nubmer`, which op `double` does not take by that name; did you mean `number`?",
        lambda r, n: ops.double(n, nubmer=n),
    ),
    "unknown and far": ("DC114", "by that name", lambda r, n: ops.plain(n, zzz=n)),
    "positional only": ("DC114", "`key`", lambda r, n: ops.look({}, key="a")),
    "too many": ("DC115", "given 3 inputs by position, but op", lambda r, n: ops.plain(n, "a", 2)),
    "keyword only": ("DC115", "given 2 inputs by position", lambda r, n: ops.load(DAY, n)),
    "twice": ("DC116", "input `number` twice", lambda r, n: ops.plain(n, number=n)),
    "no literal": (
        "DC117",
        "input `number` of `plain`: an object of",
        lambda r, n: ops.plain(r"".join),
    ),
    "no literal inside": (
        "DC117",
        "at `[1]` is not a literal",
        lambda r, n: ops.merge([[], object()], {}, (1, 0.5)),
    ),
    "no literal beside a handle": (
        "DC117",
        "an object of class object at `[1]` is not a literal",
        lambda r, n: ops.merge([r, object()], {}, (1, 0.5)),
    ),
    "hidden in a dataclass": (
        "DC118",
        "an object of class Box holds <handle param number: int> at `.content`",
        lambda r, n: ops.anything(Box(n)),
    ),
    "hidden deeper": ("DC118", "`[0].content[0]`", lambda r, n: ops.anything([Box([n])])),
    "hidden beside a handle": ("DC118", "Box holds", lambda r, n: ops.anything([r, Box(n)])),
    "hidden in a model": ("DC118", "<handle param number: int>", lambda r, n: Model(number=n)),
    "hidden in a container of one's own": (
        "DC118",
        "Listed holds a handle",
        lambda r, n: ops.anything(Listed([n])),
    ),
    "outputs whole": (
        "DC119",
        "passed whole, as `Halves`",
        lambda r, n: ops.publish(ops.split(r)),
    ),
    "outputs whole inside": (
        "DC119",
        "passed whole, as `Halves`",
        lambda r, n: ops.anything([ops.split(r)]),
    ),
    "literal of another type": (
        "DC120",
        "the literal given for input `number` of `plain` is not int: it is str, expected int",
        lambda r, n: ops.plain("one"),
    ),
    "a bool is not an int": ("DC120", "is not int: it is bool", lambda r, n: ops.plain(True)),
    "literal with a wrong part": (
        "DC120",
        '["b"] is str, expected int',
        lambda r, n: ops.merge([], {"a": 1, "b": "x"}, (1, 0.5)),
    ),
    "literal with many wrong parts": (
        "DC120",
        '["c"] is str, expected int; and more',
        lambda r, n: ops.merge([], dict.fromkeys("abcd", "x"), (1, 0.5)),
    ),
    "literal that fails a check": (
        "DC120",
        "[1] is 2.5, expected le=1",
        lambda r, n: ops.merge([], {}, (1, 2.5)),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_arguments(name: str) -> None:
    code, message, wiring = WRONG[name]
    diagnostic = only(wired(wiring))
    assert diagnostic.code == code
    assert message in diagnostic.message
    assert diagnostic.fix
    assert diagnostic.labels[0].place is not None


@pytest.mark.parametrize(
    ("wiring", "shown"),
    [
        (lambda r, n: ops.publish(ops.clean(r, cut=1)), "cut=1"),
        (lambda r, n: ops.plain(n, number=2), "number=2"),
        (lambda r, n: ops.plain("one"), '"one"'),
        (lambda r, n: ops.plain(n, text=3), "3"),
        (lambda r, n: ops.plain(n, *(3,)), "ops.plain(n, *(3,))"),
        (lambda r, n: ops.clean(r, {"least": 3}), '{"least": 3}'),
        (lambda r, n: ops.clean(r, config=ops.Cutoff), "ops.Cutoff"),
        (lambda r, n: first_of(n, [n]), "[n]"),
        (lambda r, n: ops.plain(), "ops.plain()"),
        (lambda r, n: list(map(ops.plain, ["a"])), 'list(map(ops.plain, ["a"]))'),
    ],
)
def test_what_is_shown_is_what_is_wrong(wiring: Wiring, shown: str) -> None:
    assert source(only(wired(wiring)).labels[0].place) == shown


def test_a_container_that_holds_itself() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert codes(wired(lambda r, n: ops.anything(endless))) == ["DC117"]
    assert codes(wired(lambda r, n: ops.anything([r, endless]))) == ["DC117"]
    around: list[Any] = [None, None]

    @pipeline
    def wrong(number: int) -> None:
        around[:] = [number, around]
        ops.anything(around)

    assert codes(wrong) == ["DC117"]


def test_a_check_that_crashes_on_a_literal() -> None:
    diagnostic = only(wired(lambda r, n: refused.picky("ab")))
    assert diagnostic.code == "DC120"
    assert "check `wired.refused.broken` crashed: ZeroDivisionError" in diagnostic.message


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ((), ir.Sequence(type="tuple")),
        ([1, [2, {"a": (3,)}]], ir.Sequence(
            type="list",
            items=(1, ir.Sequence(type="list", items=(
                2, ir.Mapping(items=(("a", ir.Sequence(type="tuple", items=(3,))),))
            ))),
        )),
        (Box(1), ir.Instance(
            cls=ir.Ref(module="wired.contracts", name="Box"), fields=(("content", 1),)
        )),
        (Row, ir.Symbol(ref=ir.Ref(module="wired.contracts", name="Row"))),
    ],
)  # fmt: skip
def test_literals_are_kept(given: object, value: ir.Value) -> None:
    (node,) = meaning(wired(lambda r, n: ops.anything(given))).nodes
    assert isinstance(node, ir.OpNode)
    assert node.inputs == (ir.Input(port="value", source=ir.Const(value=value)),)


def test_containers_of_handles_are_gathered_at_any_depth() -> None:
    (node,) = meaning(wired(lambda r, n: ops.anything([1, (r, {"a": [n, 2], "b": [3]})]))).nodes
    assert isinstance(node, ir.OpNode)
    rows, number = ir.FromParam(name="rows"), ir.FromParam(name="number")
    inner = ir.Gather(type="list", items=(number, ir.Const(value=2)))
    plain = ir.Const(value=ir.Sequence(type="list", items=(3,)))
    mapping = ir.Gather(type="dict", items=(inner, plain), keys=("a", "b"))
    pair = ir.Gather(type="tuple", items=(rows, mapping))
    assert node.inputs[0].source == ir.Gather(type="list", items=(ir.Const(value=1), pair))


def test_a_wrong_call_does_not_spoil_the_next() -> None:
    def wiring(rows: Any, number: Any) -> None:
        cleaned = ops.clean(rows, 3, 4)
        ops.publish(cleaned, to="x")

    assert [each.code for each in found(wired(wiring))] == ["DC115", "DC123", "DC114"]


@pytest.mark.parametrize(
    ("wiring", "code", "fix"),
    [
        (
            lambda r, n: kinds_of_parameters(second=n),
            "DC113",
            "pass it by position, or give the parameter of op `kinds_of_parameters` a default",
        ),
        (lambda r, n: kinds_of_parameters(first=n, second=n), "DC114", "pass it by position"),
        (lambda r, n: kinds_of_parameters(n, n, first=n), "DC114", "pass it by position"),
    ],
)
def test_an_input_without_a_name_is_asked_for_by_position(
    wiring: Wiring, code: str, fix: str
) -> None:
    diagnostic = only(wired(wiring))
    assert (diagnostic.code, diagnostic.fix) == (code, fix)
    assert "did you mean" not in diagnostic.message


def test_a_method_is_not_an_op() -> None:
    method: Any = refused.Holder().method
    diagnostic = only(wired(lambda rows, number: method(number)))
    assert diagnostic.code == "DC135"
    assert "op `method`: it is a method of the objects of `Holder`" in diagnostic.message
    assert diagnostic.fix.startswith("write a function at module level")


def test_a_function_in_a_class_that_is_no_method_is_not_called_one() -> None:
    without: Any = refused.Holder.without
    diagnostic = only(wired(lambda rows, number: without()))
    assert diagnostic.code == "DC113"
    assert "method" not in diagnostic.message
