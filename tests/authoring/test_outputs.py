"""What a pipeline returns becomes its outputs."""

from typing import Any, NamedTuple

import pytest
from wired import ops
from wired.checks import codes, meaning, only, source
from wired.contracts import Row

from dagcompile import Maybe, Pipeline, pipeline
from dagcompile.ir import records as ir


class Pair(NamedTuple):
    """Two outputs."""

    rows: list[Row]
    number: Maybe[int]


NUMBER = ir.FromParam(name="number")


@pipeline
def nothing(number: int) -> None:
    ops.plain(number)


@pipeline
def unsaid_nothing(number: int):  # type: ignore[no-untyped-def]  # noqa: ANN201
    ops.plain(number)


@pipeline
def nothing_of_a_step(rows: list[Row]) -> None:
    return ops.publish(rows)


@pipeline
def unsaid(number: int):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return number


@pipeline
def unsaid_pair(number: int):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return Pair([], number)


@pipeline
def container(number: int) -> dict[str, int]:
    return {"a": number, "b": 1}


@pipeline
def literal() -> int | None:
    return None


@pipeline
def withheld(number: int) -> Maybe[int]:
    return number


@pipeline
def pair(number: int) -> Pair:
    return Pair(rows=[], number=number)


EMPTY = ir.Const(value=ir.Sequence(type="list"))
GATHER = ir.Gather(type="dict", items=(NUMBER, ir.Const(value=1)), keys=("a", "b"))


@pytest.mark.parametrize(
    ("each", "outputs"),
    [
        (nothing, []),
        (unsaid_nothing, []),
        (nothing_of_a_step, []),
        (unsaid, [("result", NUMBER, "Any")]),
        (unsaid_pair, [("rows", EMPTY, "Any"), ("number", NUMBER, "Any")]),
        (container, [("result", GATHER, "dict[str, int]")]),
        (literal, [("result", ir.Const(), "int | None")]),
        (withheld, [("result", NUMBER, "int")]),
        (pair, [("rows", EMPTY, "list[wired.contracts.Row]"), ("number", NUMBER, "int")]),
    ],
)
def test_outputs(each: Pipeline[..., Any], outputs: list[tuple[str, ir.Source, str]]) -> None:
    found = [(each.name, each.source, each.type) for each in meaning(each).outputs]
    assert found == outputs


@pipeline
def value_for_none(number: int) -> None:
    return number  # type: ignore[return-value]


@pipeline
def none_for_value(number: int) -> int:  # type: ignore[return]
    ops.plain(number)


@pipeline
def handle_for_pair(number: int) -> Pair:
    return number  # type: ignore[return-value]


@pipeline
def tuple_for_pair(number: int) -> Pair:
    return ([], number)  # type: ignore[return-value]


@pipeline
def wrong_literal() -> int:
    return "a"  # type: ignore[return-value]


@pipeline
def wrong_field(number: int) -> Pair:
    return Pair("a", number)  # type: ignore[arg-type]


@pipeline
def outputs_whole(rows: list[Row]) -> list[Row]:
    return ops.split(rows)  # type: ignore[return-value]


@pipeline
def no_literal() -> object:
    return object()


@pytest.mark.parametrize(
    ("each", "code"),
    [
        (value_for_none, "DC130"),
        (none_for_value, "DC130"),
        (handle_for_pair, "DC130"),
        (tuple_for_pair, "DC130"),
        (wrong_literal, "DC120"),
        (wrong_field, "DC120"),
        (outputs_whole, "DC119"),
        (no_literal, "DC117"),
    ],
)
def test_wrong_outputs(each: Pipeline[..., Any], code: str) -> None:
    assert codes(each) == [code]


def test_the_return_is_shown() -> None:
    diagnostic = only(handle_for_pair)
    assert source(diagnostic.labels[0].place).startswith("return number")
    assert diagnostic.fix == "return Pair(rows=..., number=...)"
