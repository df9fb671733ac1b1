"""What a function says of itself is read annotation by annotation, and refused by name."""

import sys
import typing
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Annotated, Any, Generic, Never, ParamSpec, Protocol, Self, TypeVar, TypeVarTuple

import pytest
from pydantic import BaseModel
from typing_extensions import TypeAliasType
from wired import ops, refused
from wired.checks import codes, found, meaning, only, source
from wired.contracts import Row

from dagcompile import Bounds, Check, Maybe, Op, op, pipeline
from dagcompile.authoring.signatures import read


def used(each: Op[..., Any], *args: object) -> Any:
    @pipeline
    def one(number: int) -> None:
        each(*(args or (number,)))

    return one


@pytest.mark.parametrize(
    ("each", "codes_", "message"),
    [
        (refused.many, ["DC104"], "op `many` takes `*numbers`"),
        (refused.named, ["DC104"], "op `named` takes `**numbers`"),
        (op(int), ["DC104"], "the parameters of op `int` cannot be read"),
        (refused.each, ["DC105"], "op `each` is a generator"),
        (refused.each_later, ["DC105"], "op `each_later` is an async generator"),
        (
            refused.sides,
            ["DC221"],
            "the annotation `Decimal` of field `right` of `Sides`, which op `sides` returns,",
        ),
        (refused.withheld, ["DC222"], "parameter `number` of op `withheld` is annotated Maybe"),
        (refused.no_default, ["DC121"], "parameter `config` of op `no_default` is not"),
        (refused.elsewhere, ["DC223"], "`NotHere` in the type of parameter `value`"),
        (refused.nameless["object"], ["DC103"], "it is an object of class Callables"),
        (refused.nameless["lambda"], ["DC103"], "it is a lambda"),
        (refused.nameless["inside"], ["DC103"], "it is defined inside `make`"),
        (refused.nameless["renamed"], ["DC103"], "`wired.vendor.renamed` is something else (int)"),
        (refused.nameless["lost"], ["DC103"], "module `wired.vendor` has no attribute `lost`"),
        (ops.hidden, ["DC103"], "`wired.ops.hidden` is something else (function)"),
    ],
)
def test_refused_ops(each: Op[..., Any], codes_: list[str], message: str) -> None:
    diagnostics = found(used(each))
    assert [each.code for each in diagnostics] == codes_
    assert message in diagnostics[0].message
    assert all(each.fix for each in diagnostics)


def test_a_type_that_would_be_consumed() -> None:
    diagnostic = only(used(refused.stream, [1]))
    assert diagnostic.code == "DC220"
    assert "`collections.abc.Iterator[int]` of parameter `numbers`" in diagnostic.message
    assert "pass a list" in diagnostic.message


def test_a_name_that_is_there_only_for_type_checkers() -> None:
    diagnostic = only(used(refused.unseen, 1, 2))
    assert diagnostic.code == "DC221"
    assert "NameError: name 'Decimal' is not defined" in diagnostic.message
    assert [source(label.place) for label in diagnostic.labels] == [
        "rate: Decimal",
        "each(*(args or (number,)))",
    ]


def test_a_default_of_another_type() -> None:
    @pipeline
    def one() -> None:
        refused.wrong_default()

    assert codes(one) == ["DC121"]


def test_a_class_inside_a_function() -> None:
    assert codes(used(refused.make_local())) == ["DC103", "DC223"]


def test_an_op_is_told_of_once() -> None:
    @pipeline
    def twice(number: int) -> None:
        refused.withheld(number)
        refused.withheld.named("again")(number)

    assert codes(twice) == ["DC222"]


def test_an_op_of_the_program_that_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def main(number: int) -> int:
        return number

    main.__module__, main.__qualname__ = "__main__", "main"
    diagnostic = only(used(op(main)))
    assert diagnostic.code == "DC103"
    assert "the program that was started" in diagnostic.message
    main.__module__ = "never_imported"
    assert "`never_imported` is not imported" in only(used(op(main))).message
    module: Any = ModuleType("never_imported")
    module.__spec__ = ModuleSpec("never_imported", None)
    module.main = main
    monkeypatch.setitem(sys.modules, "never_imported", module)
    assert codes(used(op(main))) == []


def test_what_was_mended_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from decimal import Decimal

    assert codes(used(refused.sides)) == ["DC221"]
    monkeypatch.setattr(refused, "Decimal", Decimal, raising=False)
    assert codes(used(refused.sides)) == []


@pytest.mark.parametrize(
    "beside", [Bounds(pattern="["), Bounds(multiple_of=0), Check(bool, of=object())]
)
def test_what_stands_beside_a_type_is_corrected_there(beside: object) -> None:
    def wrong(text: Annotated[str, beside]) -> None:
        pass

    diagnostic = only(pipeline(wrong))
    assert diagnostic.code == "DC220"
    assert diagnostic.fix.startswith("correct what stands beside the type in Annotated[...]")
    assert [source(each.place) for each in diagnostic.labels] == ["text: Annotated[str, beside]"]


def test_params_are_told_apart() -> None:
    def wrong(  # type: ignore[no-untyped-def]
        untyped,  # noqa: ANN001
        unseen: "Missing",  # type: ignore[name-defined]  # noqa: F821
        withheld: Maybe[int],
        default: int = "a",  # type: ignore[assignment]
        unspeakable: Any = object(),
    ) -> None:
        pass

    diagnostics = found(pipeline(wrong))
    assert [(each.code, source(each.labels[0].place)) for each in diagnostics] == [
        ("DC221", 'unseen: "Missing"'),
        ("DC222", "withheld: Maybe[int]"),
        ("DC106", "untyped"),
        ("DC121", "default: int"),
        ("DC117", "unspeakable: Any"),
    ]


def test_builtins_are_ops() -> None:
    @pipeline
    def builtin(numbers: list[int]) -> int:
        return op(len)(numbers)

    (definition,) = meaning(builtin).ops
    assert definition.key == "builtins:len"
    assert definition.outputs[0].type == "Any"


def test_a_class_is_an_op_that_makes_its_instances() -> None:
    @pipeline
    def made(amount: int) -> Row:
        return op(Row)("a", amount)

    (definition,) = meaning(made).ops
    assert definition.key == "wired.contracts:Row"
    assert [each.name for each in definition.inputs] == ["key", "amount"]
    assert definition.outputs[0].type == "wired.contracts.Row"


T = TypeVar("T")
Params = ParamSpec("Params")
SEVERAL: Any = tuple[*TypeVarTuple("Several")]  # type: ignore[misc]
ITSELF: Any = list[Self]  # type: ignore[misc]


class Box(Generic[T]):
    """A class with a parameter."""


class Bag(Generic[T]):
    """One that can be gone through again and again."""

    def __iter__(self) -> Iterator[T]:
        return iter(())


class Parcel(BaseModel, Generic[T]):
    """A model of pydantic, which can be gone through as well."""

    item: T


Tree = TypeAliasType("Tree", "list[Tree]")


class Shown(Protocol):
    """A protocol that no value can be tested against."""

    def show(self) -> str: ...


def test_an_alias_of_names_that_are_not_there() -> None:
    def takes(value: Any) -> int:
        return 1

    takes.__annotations__["value"] = TypeAliasType("Gone", "list[Nowhere]")  # noqa: F821  (the point)
    (diagnostic,) = read(takes, what="op `takes`").problems
    assert diagnostic.code == "DC221"
    assert "`Gone` of parameter `value`" in diagnostic.message
    assert "name 'Nowhere' is not defined" in diagnostic.message


@pytest.mark.parametrize(
    ("annotation", "fix"),
    [
        (Params, "write the type that flows here, and wrap"),
        (SEVERAL, "write the type that flows here, and wrap"),
        (ITSELF, "write the class"),
        (Sequence[int], "write list[...] or tuple[..., ...]"),
        (Sequence, "write list[...] or tuple[..., ...]"),
        (typing.Mapping[str, int], "write dict[..., ...]"),
        (Mapping, "write dict[..., ...]"),
        (AbstractSet[int], "write set[...] or frozenset[...]"),
        (Callable[[int], int], "write Callable without parameters, or make the function an op"),
        (type[int], "write type without parameters, or a Literal"),
        (Iterator[int], "use a type whose values can be checked without being consumed"),
        (Iterable, "use a type whose values can be checked without being consumed"),
        (map, "use a type whose values can be checked without being consumed"),
        (Awaitable[int], "write the type of its value"),
        (Box[int], "write a class without parameters: class FixedBox(Box[int])"),
        (Box[list[int]], "write a class without parameters: class FixedBox(Box[list[int]])"),
        (Parcel[int], "write a class without parameters: class FixedParcel(Parcel[int])"),
        (Bag[int], "write a class without parameters: class FixedBag(Bag[int])"),
        (Box, "write a class without parameters: class FixedBox(Box[...])"),
        (defaultdict[str, int], "write defaultdict without parameters"),
        (Shown, "mark it @runtime_checkable, or write the class"),
        (Never, "write -> None for a step that returns nothing"),
        (Tree, "make it a dataclass with a field of its own type"),
    ],
)
def test_the_way_out_is_that_of_the_type(annotation: object, fix: str) -> None:
    def takes(value: Any) -> int:
        return 1

    takes.__annotations__["value"] = annotation
    signature = read(takes, what="op `takes`")
    (diagnostic,) = signature.problems
    assert diagnostic.code == "DC220"
    assert diagnostic.fix.startswith(fix)
