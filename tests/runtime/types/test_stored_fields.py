"""Full depth: records are looked at as they are stored, and no code of theirs is run."""

from dataclasses import InitVar, dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

import pytest
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    RootModel,
    computed_field,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic.dataclasses import dataclass as validated

from dagcompile.runtime.types import shape_of

RUN: list[str] = []
"""What was run of the classes below."""


def noted(value: Any) -> Any:
    RUN.append("validator")
    return value


def from_text(value: Any) -> Any:
    RUN.append("before")
    if not isinstance(value, str):
        raise TypeError("only texts are read")
    return Decimal(value)


class Line(BaseModel):
    """Its constructor takes other names and other values than it stores."""

    amount: Annotated[Decimal, BeforeValidator(from_text), AfterValidator(noted)] = Field(
        alias="Amount"
    )
    count: int = Field(1, validation_alias=AliasChoices("n", "count"))


class Camel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True)

    unit_price: int


class Invoice(BaseModel):
    """It makes its input anew before it looks at it, and refuses what it made itself."""

    model_config = ConfigDict(extra="allow", validate_assignment=True)

    lines: list[Line]
    note: str = ""
    _seen: int = PrivateAttr(default=0)

    @model_validator(mode="before")
    @classmethod
    def unpacked(cls, data: Any) -> Any:
        RUN.append("model")
        return {"lines": data["rows"]}

    @field_validator("note", mode="after")
    @classmethod
    def never(cls, value: str) -> str:
        RUN.append("field")
        return value

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total(self) -> Decimal:
        RUN.append("computed")
        raise ArithmeticError

    @cached_property
    def text(self) -> str:
        RUN.append("cached")
        return "text"


class Many(RootModel[list[Line]]):
    pass


class Cat(BaseModel):
    kind: Literal["cat"] = "cat"
    lives: int = 9


class Dog(BaseModel):
    kind: Literal["dog"] = "dog"


class Owner(BaseModel):
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]


@dataclass
class Batch:
    """A dataclass around models, with what is stored by nobody and what is stored beside."""

    invoices: list[Invoice]
    scale: InitVar[int] = 1
    size: int = field(init=False, default=0)

    def __post_init__(self, scale: int) -> None:
        RUN.append("post_init")
        self.beside = scale


@dataclass(frozen=True, slots=True)
class Boxed:
    batch: Batch


@validated
class Checked:
    line: Annotated[int, BeforeValidator(noted)]


def line(**stored: Any) -> Line:
    return Line.model_construct(**{"amount": Decimal(1), "count": 1, **stored})


def invoice(*lines: Any, **stored: Any) -> Invoice:
    return Invoice.model_construct(lines=list(lines), **stored)


def made() -> list[tuple[Any, Any]]:
    """Values that their classes made themselves, as they make them."""
    rows = {"rows": [{"Amount": "1.50", "n": 2}, {"Amount": "3"}]}
    parsed = Invoice.model_validate(rows)
    return [
        (Line, Line(Amount="1.50")),  # type: ignore[call-arg, arg-type]
        (Camel, Camel(unitPrice=3)),  # type: ignore[call-arg]
        (Invoice, parsed),
        (Many, Many.model_validate([{"Amount": "1"}])),
        (Owner, Owner(pet=Cat())),
        (Batch, Batch([parsed], 3)),
        (Boxed, Boxed(Batch([parsed]))),
        (list[Boxed], [Boxed(Batch([parsed]))]),
        (Checked, Checked(1)),
    ]


@pytest.mark.parametrize("at", range(9))
def test_what_a_class_made_is_accepted_and_none_of_its_code_is_run(at: int) -> None:
    annotation, value = made()[at]
    shape = shape_of(annotation)
    RUN.clear()
    assert shape.accepts(value)
    assert not list(shape.violations(value))
    assert not RUN


@pytest.mark.parametrize(
    ("annotation", "value", "path", "expected"),
    [
        (Line, line(amount="1.50"), ".amount", "Decimal"),
        (Line, Line.model_construct(amount=Decimal(1), count="2"), ".count", "int"),
        (Line, Line.model_construct(count=1), ".amount", "Decimal"),
        (Camel, Camel.model_construct(unit_price="3"), ".unit_price", "int"),
        (Invoice, invoice(line(), line(count=None)), ".lines[1].count", "int"),
        (Invoice, invoice(note=3), ".note", "str"),
        (Invoice, invoice({"Amount": "1"}), ".lines[0]", f"{__name__}.Line"),
        (list[Invoice], [invoice(), invoice(line(amount=1))], "[1].lines[0].amount", "Decimal"),
        (Many, Many.model_construct([line(count="a")]), ".root[0].count", "int"),
        (Owner, Owner.model_construct(pet=Cat.model_construct(lives="9")), ".pet.lives", "int"),
        (
            dict[str, list[Boxed]],
            {"a": [Boxed(Batch([invoice(line(count="a"))]))]},
            '["a"][0].batch.invoices[0].lines[0].count',
            "int",
        ),
    ],
)
def test_what_is_stored_wrong_is_found_at_its_place(
    annotation: Any, value: Any, path: str, expected: str
) -> None:
    shape = shape_of(annotation)
    RUN.clear()
    assert not shape.accepts(value)
    (found,) = shape.violations(value)
    assert found.path == path
    assert expected in found.expected
    assert not RUN


def test_a_field_that_was_assigned_wrongly_is_found() -> None:
    checked = Checked(1)
    checked.line = "a"  # type: ignore[assignment]
    batch = Batch([])
    batch.size = "big"  # type: ignore[assignment]
    assert [each.path for each in shape_of(Checked).violations(checked)] == [".line"]
    assert [each.path for each in shape_of(Batch).violations(batch)] == [".size"]


def test_what_no_field_declares_is_not_looked_at() -> None:
    value = invoice(line(), other=object())
    value._seen = "many"  # type: ignore[assignment]
    assert shape_of(Invoice).accepts(value)
    assert shape_of(Batch).accepts(Batch([], object()))  # type: ignore[arg-type]
