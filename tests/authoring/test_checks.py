"""Check functions as they are looked at when a pipeline is compiled."""

import math
from collections.abc import AsyncIterator, Callable, Iterator, Sized
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Literal, NoReturn, TypeVar

import pytest

from dagcompile import Check, Verdict, checked, op, pipeline
from dagcompile.authoring.tracing import trace
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.passes.compiler import compile_ir

T = TypeVar("T")


def plain(value: int) -> bool:
    return value > 0


def telling(value: int) -> Verdict:
    return Verdict.passed()


def either(value: int) -> bool | Verdict:
    return True


def literal(value: int) -> Literal[True]:
    return True


def untyped(value, by=1):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    return True


def unresolved(value: "Missing") -> "Missing":  # type: ignore[name-defined]  # noqa: F821
    return True


def sized(value: Sized) -> bool:
    return len(value) > 0


def generic(value: T) -> bool:
    return True


def limited(value: int, *, most: int, least: int = 0) -> bool:
    return least <= value <= most


def anything(*values: int, **params: int) -> bool:
    return True


def by_place(value: int, most: int, /) -> bool:
    return value <= most


def wide(value: int | str | None) -> bool:
    return True


def of_date(value: date) -> bool:
    return True


def nothing() -> bool:
    return True


def by_name(*, value: int) -> bool:
    return True


def silent(value: int) -> None:
    pass


def wordy(value: int) -> str:
    return ""


def maybe(value: int) -> bool | None:
    return None


def never(value: int) -> NoReturn:
    raise ValueError


def number(value: int) -> int:
    return value


def several(value: int) -> Iterator[bool]:
    yield True


async def later(value: int) -> bool:
    return True


async def stream(value: int) -> AsyncIterator[bool]:
    yield True


def of_text(value: str) -> bool:
    return True


def of_texts(value: list[str]) -> bool:
    return True


def found(annotation: Any) -> list[Diagnostic]:
    """What is said of a pipeline with a param of this type."""

    def takes(value: Any) -> None:
        pass

    takes.__annotations__["value"] = annotation
    made = pipeline(takes)
    try:
        compile_ir(trace(made).pipeline)
    except CompileError as error:
        return [each for each in error.diagnostics if each.code != "DC321"]
    return []


FINE: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (plain, {}),
    (telling, {}),
    (either, {}),
    (literal, {}),
    (untyped, {}),
    (untyped, {"by": 2}),
    (unresolved, {}),
    (generic, {}),
    (limited, {"most": 3}),
    (limited, {"most": 3, "least": 1}),
    (anything, {"any": 1}),
    (wide, {}),
]


@pytest.mark.parametrize(("check", "params"), FINE)
def test_what_can_be_asked(check: Any, params: dict[str, Any]) -> None:
    assert found(Annotated[int, Check(check, **params)]) == []


@pytest.mark.parametrize(
    "annotation",
    [
        Annotated[list[int], Check(sized)],
        Annotated[datetime, Check(of_date)],
        Annotated[int | None, Check(plain)],
        Annotated[int | str, Check(of_text)],
        Annotated[float, Check(plain)],
        Annotated[bool, Check(plain)],
        Annotated[Literal[1, 2], Check(plain)],
        Annotated[Any, Check(of_text)],
        Annotated[float, Check(math.isfinite)],
        Annotated[list[int], Check(of_texts)],
    ],
)
def test_what_a_check_may_stand_beside(annotation: Any) -> None:
    assert found(annotation) == []


@pytest.mark.parametrize(
    ("check", "params", "code", "says", "fix"),
    [
        (nothing, {}, "DC240", "takes no value", "first parameter"),
        (by_name, {}, "DC240", "takes no value", "first parameter"),
        (limited, {}, "DC240", "needs `most` beside the value", "most=..."),
        (by_place, {}, "DC240", "needs `most` beside the value", "most=..."),
        (by_place, {"most": 3}, "DC240", "has no parameter `most`", "leave it out"),
        (limited, {"mots": 3}, "DC240", "no parameter `mots`; did you mean `most`?", "`least`"),
        (plain, {"limit": 3}, "DC240", "has no parameter `limit`", "leave it out"),
        (plain, {"value": 3}, "DC240", "takes the value that is checked", "leave out `value`"),
        (silent, {}, "DC241", "answers with `None`", "True or False"),
        (wordy, {}, "DC241", "answers with `str`", "Verdict"),
        (maybe, {}, "DC241", "answers with `None`", "Verdict"),
        (never, {}, "DC241", "answers with `NoReturn`", "Verdict"),
        (number, {}, "DC241", "answers with `int`", "Verdict"),
        (several, {}, "DC241", "is a generator", "def"),
        (stream, {}, "DC241", "is an async generator", "def"),
        (later, {}, "DC241", "is async, and a guard does not wait", "def"),
        (of_text, {}, "DC242", "is for `str`, and stands beside `int`", "lay it over"),
        (of_texts, {}, "DC242", "is for `list[str]`, and stands beside `int`", "lay it over"),
        (lambda value: True, {}, "DC223", "it is a lambda", "def"),
        (partial(limited, most=3), {}, "DC223", "it has no name to import", "module level"),
    ],
)
def test_what_cannot(check: Any, params: dict[str, Any], code: str, says: str, fix: str) -> None:
    (diagnostic,) = found(Annotated[int, Check(check, **params)])
    assert diagnostic.code == code
    assert says in diagnostic.message
    assert fix in diagnostic.fix


def test_what_is_no_function() -> None:
    @pipeline
    def wrong() -> None:
        Check(3)  # type: ignore[arg-type]

    with pytest.raises(CompileError) as caught:
        trace(wrong)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.message) == ("DC132", "a check needs a function, got 3")


Small = checked(int, plain, name="Small")
Other = checked(int, telling, name="Small")


@op
def makes() -> Small:  # type: ignore[valid-type]
    return 1


@op
def takes(value: Other) -> int:  # type: ignore[valid-type]
    return value


@op
def both(value: Small, other: Other) -> int:  # type: ignore[valid-type]
    return 1


@pipeline
def clashing() -> None:
    takes(makes())


@pipeline
def clashing_in_one() -> None:
    made = makes()
    both(made, made)


@pytest.mark.parametrize("wrong", [clashing, clashing_in_one])
def test_two_types_of_one_name(wrong: Any) -> None:
    with pytest.raises(CompileError) as caught:
        trace(wrong)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "DC225"
    assert "two types are called `Small`" in diagnostic.message
    for name in ("plain", "telling"):
        assert f"`Annotated[int, {__name__}.{name}]`" in diagnostic.message


def test_one_type_under_one_name_may_be_written_twice() -> None:
    again = checked(int, plain, name="Small")
    assert found(tuple.__class_getitem__((Small, again))) == []
