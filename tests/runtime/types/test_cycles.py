"""Values that contain themselves, and values that are nested very deeply."""

from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple, TypedDict

import pytest
from pydantic import BaseModel

from dagcompile import Check, sample
from dagcompile.runtime.types import CheckCrashed, shape_of
from dagcompile.runtime.types.cycles import TooDeep
from dagcompile.runtime.verdict import examine


@dataclass
class Node:
    value: int
    kids: "list[Node]" = field(default_factory=list)


class Linked(BaseModel):
    value: int
    next: "Linked | None" = None


class Keyed(TypedDict):
    value: int
    below: "dict[str, Keyed]"


class Step(NamedTuple):
    value: int
    steps: "list[Step]"


def knot(value: Any) -> Node:
    """A node of two, each of which contains both."""
    first, second = Node(1), Node(value)
    first.kids = second.kids = [first, second]
    return first


def paths(annotation: Any, value: object) -> list[str]:
    return [each.path for each in shape_of(annotation).violations(value)]


def test_a_value_that_contains_itself_is_accepted_for_what_it_holds() -> None:
    assert shape_of(Node).accepts(knot(2))
    assert paths(Node, knot(2)) == []
    assert not shape_of(Node).accepts(knot("x"))
    assert paths(Node, knot("x")) == [".kids[1].value"]
    assert paths(list[Node] | None, [knot("x")]) == ["[0].kids[1].value"]
    verdict = examine(knot("x"), Node, subject="a", severity="error")
    assert (verdict.outcome, len(verdict.violations)) == ("fail", 1)
    verdict = examine(knot("x"), Node, subject="a", severity="error", depth=sample(2))
    assert verdict.outcome == "fail"


def test_records_of_every_form_may_contain_themselves() -> None:
    linked = Linked(value=1)
    linked.next = Linked.model_construct(value="x", next=linked)
    assert paths(Linked, linked) == [".next.value"]
    keyed: Keyed = {"value": 1, "below": {}}
    keyed["below"]["a"] = keyed
    assert shape_of(Keyed).accepts(keyed)
    keyed["value"] = "x"  # type: ignore[typeddict-item]
    assert paths(Keyed, keyed) == ['["value"]']
    step = Step(1, [])
    step.steps.extend([step, Step("x", [step])])  # type: ignore[arg-type]
    assert paths(Step, step) == [".steps[1].value"]


LOOKED: list[int] = []


def count(value: Any) -> bool:
    LOOKED.append(value)
    return True


@dataclass
class Counted:
    value: Annotated[int, Check(count)]
    all: "list[Counted]"


def test_each_of_many_objects_that_all_contain_each_other_is_looked_at_once() -> None:
    many: list[Any] = []
    many += [Counted(each, many) for each in range(30)]
    LOOKED.clear()
    assert shape_of(Counted).accepts(many[0])
    assert sorted(LOOKED) == list(range(30))
    many[29].value = "x"
    assert len(paths(Counted, many[0])) == 1


class Number(TypedDict):
    next: "Number"
    value: int


class Word(TypedDict):
    next: Any
    value: str


class Both(TypedDict):
    first: "Number | Word"
    second: Number
    more: "Both | None"


def test_what_fits_only_if_another_does_is_looked_at_again_where_that_does_not() -> None:
    word: Any = {"value": "a"}
    number = {"next": word, "value": 1}
    word["next"] = number
    assert not shape_of(Number).accepts(number)
    # While `word` is tried as a number, `number` is one if `word` is.
    assert not shape_of(Both).accepts({"first": word, "second": number, "more": None})
    word["value"] = 2
    assert shape_of(Both).accepts({"first": word, "second": number, "more": None})


def test_of_what_is_nested_too_deeply_as_much_is_told_as_was_seen() -> None:
    deep = Node(0)
    for _ in range(5_000):
        deep = Node(0, [deep])
    with pytest.raises(TooDeep, match=r"`.*Node` is nested too deeply to be looked at"):
        shape_of(Node).accepts(deep)
    verdict = examine(deep, Node, subject="a", severity="warn")
    assert verdict.outcome == "crashed"
    assert verdict.error is not None
    assert str(verdict.error["type"]).endswith("TooDeep")

    verdict = examine(Node("x", [deep]), Node, subject="a", severity="error")  # type: ignore[arg-type]
    assert verdict.outcome == "fail"
    assert [(each.path, each.got) for each in verdict.violations] == [
        (".value", "str"),
        ("", "nested too deeply to be looked at further"),
    ]


def crash(value: Any) -> bool:
    raise ValueError(value)


@dataclass
class Crashing:
    value: Annotated[int, Check(crash)]
    kids: "list[Crashing]" = field(default_factory=list)


def test_nothing_of_a_look_is_left_for_the_next() -> None:
    for _ in range(2):
        with pytest.raises(CheckCrashed):
            shape_of(Crashing).accepts(Crashing(1))
        with pytest.raises(CheckCrashed):
            list(shape_of(Crashing).violations(Crashing(1)))
    wrong = knot("x")
    first = shape_of(Node).violations(wrong)
    assert next(first).path == ".kids[1].value"
    assert paths(Node, wrong) == [".kids[1].value"]
    assert shape_of(Node).accepts(knot(2))
