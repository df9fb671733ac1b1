"""Where a script drops the values of its steps, and where it lets them be."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple

import pytest

from dagcompile import Bounds, first_of, op, pipeline
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_loaded
from dagcompile.target import find_target


class Mood(Enum):
    GOOD = "good"


@dataclass
class Point:
    at: date
    moods: tuple[Mood, Literal["a", "b"]]
    weight: Decimal | float | None = None


@dataclass
class Tree:
    number: int
    child: "Tree | None" = None


@dataclass
class Named:
    number: int
    name: str


class Pair(NamedTuple):
    number: int
    text: str


class Numbers(NamedTuple):
    one: int
    other: float


@op
def text() -> str:
    return ""


@op
def number() -> int:
    return 0


@op
def percent() -> Annotated[int, Bounds(ge=0, le=100)]:
    return 0


@op
def point() -> Point:
    raise NotImplementedError


@op
def tree() -> Tree:
    raise NotImplementedError


@op
def named() -> Named:
    raise NotImplementedError


@op
def listed() -> list[int]:
    return []


@op
def anything() -> Any:
    return None


@op
def pair() -> Pair:
    raise NotImplementedError


@op
def numbers() -> Numbers:
    raise NotImplementedError


@op
def use(value: Any, other: Any = None) -> str:
    return f"{value}{other}"


@op
def use_all(values: Any) -> str:
    return f"{values}"


def groups(made: Pipeline[..., Any], *, guards: Placement = "off", target: str = "python") -> Any:
    """The statements of the function, a list a group."""
    found = find_target(target)
    (artifact,) = found.emit(compile_loaded(made, guards=guards).pipeline, found.options())
    body = artifact.text.partition(":\n    ")[2].partition("\n\n\n")[0]
    return [[line.strip() for line in group.splitlines()] for group in body.split("\n\n")]


def dropped(made: Pipeline[..., Any], *, guards: Placement = "off") -> list[str]:
    """What each group drops."""
    return [
        ", ".join(line.removeprefix("del ") for line in group if line.startswith("del "))
        for group in groups(made, guards=guards)
    ]


@pipeline
def chain() -> str:
    one = use.named("one")(text())
    two = use.named("two")(one)
    three = use.named("three")(two)
    return use.named("four")(three)


def test_a_value_is_dropped_below_the_last_step_that_uses_it() -> None:
    assert dropped(chain) == ["", "text", "one", "two", "", ""]


def test_below_the_guard_of_that_step() -> None:
    assert groups(chain, guards="steps")[1] == [
        'one = run.step("one", test_lifetimes.use)(text)',
        'one = run.guard("one", one, str)',
        "del text",
    ]


def test_a_graph_has_no_values_to_drop() -> None:
    assert "del " not in str(groups(chain, target="dask"))


@pipeline
def shared() -> str:
    one, two = text.named("a")(), text.named("b")()
    first = use.named("first")(two, one)
    use.named("second")(two)
    third = use.named("third")(one, first)
    use_all.named("last")([third])
    return text.named("end")()


def test_several_are_dropped_at_once_in_the_order_in_which_they_were_made() -> None:
    assert dropped(shared) == ["", "", "", "b", "a, first", "third", "", ""]


@pipeline
def returned() -> Pair:
    kept = number.named("kept")()
    words = text.named("words")()
    use.named("one")(words)
    use.named("two")(kept)
    return Pair(number=kept, text=words)


def test_what_is_returned_is_not_dropped() -> None:
    assert dropped(returned) == [""] * 5


@pipeline
def unused() -> str:
    text.named("nobody_asks")()
    number.named("nor_for_this")()
    return text.named("end")()


@pytest.mark.parametrize(
    ("guards", "first"), [("steps", "nobody_asks"), ("inline", ""), ("off", "")]
)
def test_a_value_that_only_its_guard_uses(guards: Placement, first: str) -> None:
    assert dropped(unused, guards=guards) == [first, "", "", ""]


@pipeline
def inside() -> str:
    sides = pair()
    use.named("one")(sides.number)
    use_all.named("two")([sides.text, {"a": text()}])
    either = first_of.named("either")(text.named("b")(), text.named("c")())
    use.named("three")(either)
    return text.named("end")()


def test_values_inside_others_are_used_with_them() -> None:
    assert dropped(inside) == ["", "", "", "pair, text", "", "", "b, c", "either", "", ""]


@pytest.mark.parametrize("small", [number, percent, point, numbers])
def test_values_of_small_and_fixed_size_are_left_alone(small: Any) -> None:
    assert dropped(using(small)) == ["", "", "", ""]


@pytest.mark.parametrize("large", [text, tree, named, listed, anything, pair])
def test_values_of_any_size_are_not(large: Any) -> None:
    assert dropped(using(large)) == ["", "made", "", ""]


def using(made: Any) -> Pipeline[..., Any]:
    @pipeline(name="using")
    def wired() -> str:
        value = made.named("made")()
        use.named("user")(value[0] if made in (pair, numbers) else value)
        return text.named("end")()

    return wired


@pipeline
def wide() -> str:
    values = [text.named(f"a_value_with_a_rather_long_name_{each}")() for each in range(3)]
    use_all(values)
    return text.named("end")()


def test_many_names_stand_below_each_other() -> None:
    *_, group, _, _ = groups(wide)
    at = group.index("del (")
    assert group[at + 1 :] == [
        *(f"a_value_with_a_rather_long_name_{each}," for each in range(3)),
        ")",
    ]
