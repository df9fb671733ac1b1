"""What is wrong with params and configs is told without the secrets in them."""

from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple, TypedDict

import pytest
from pydantic import BaseModel, SecretStr, field_validator, model_validator

from dagcompile import Bounds, Check, Secret
from dagcompile.runtime.reading.leaves import Text
from dagcompile.runtime.reading.reader import Reader
from dagcompile.runtime.reading.wording import shown
from dagcompile.runtime.types import shape_of

CANARY = "canary-7f3a"


def crashing(value: Any) -> bool:
    raise ValueError(f"what of {value}?")


@dataclass
class Login:
    user: str
    token: Secret[str]


@dataclass
class Strict:
    token: Secret[str]

    def __post_init__(self) -> None:
        raise ValueError(f"{self.token} is weak")


class Pair(NamedTuple):
    token: Secret[str]
    other: int


class Keys(TypedDict):
    token: Secret[str]


class Model(BaseModel):
    token: Secret[str]
    keys: dict[Secret[str], int] = {}
    hidden: SecretStr | None = None

    @field_validator("token")
    @classmethod
    def refused(cls, value: str) -> str:
        raise ValueError(f"{value} is weak")


class Whole(BaseModel, extra="forbid"):
    token: Secret[str] = ""

    @model_validator(mode="after")
    def refused(self) -> "Whole":
        raise ValueError(f"{self.token} is weak")


GIVEN: list[tuple[Any, Any]] = [
    (Secret[int], Text(CANARY)),
    (Secret[int], CANARY),
    (Secret[list[int]], [CANARY]),
    (Secret[list[int]], Text(f'["{CANARY}"]')),
    (Annotated[Secret[str], Bounds(max_length=3)], Text(CANARY)),
    (Annotated[Secret[str], Check(crashing)], Text(CANARY)),
    (list[Annotated[Secret[str], Bounds(max_length=3)]], [CANARY]),
    (dict[Secret[str], int], {CANARY: "x"}),
    (dict[Secret[str], int], Text(f'{{"{CANARY}": "x"}}')),
    (dict[str, Secret[int]], {"a": CANARY}),
    (Secret[int] | None, Text(CANARY)),
    (SecretStr, [CANARY]),
    (Login, CANARY),
    (Login, {"token": [CANARY]}),
    (Login, {"user": 1, "token": CANARY}),
    (Strict, {"token": CANARY}),
    (Pair, [CANARY]),
    (Secret[list[int]] | None, [CANARY]),
    (Secret[dict[str, int]], {CANARY: "x"}),
    (Keys, {"token": [CANARY]}),
    (Keys, Text(CANARY)),
    (Model, {"token": CANARY}),
    (Model, {"token": [CANARY]}),
    (Model, {"token": "x", "keys": {CANARY: CANARY}}),
    (Model, {"token": "x", "hidden": [CANARY]}),
    (Whole, {"token": CANARY}),
    (Whole, {"other": CANARY}),
]


@pytest.mark.parametrize(("type_", "given"), GIVEN)
def test_what_does_not_fit_is_told_without_the_secret(type_: Any, given: Any) -> None:
    reader = Reader()
    reader.read(shape_of(type_), given, "value")
    assert reader.problems
    for each in reader.problems:
        assert CANARY not in str(each)


@pytest.mark.parametrize("type_", [int, list[int], dict[str, int]])
def test_what_is_no_secret_is_shown(type_: Any) -> None:
    reader = Reader()
    reader.read(shape_of(type_), [CANARY] if type_ is not int else CANARY, "value")
    assert CANARY in str(reader.problems[0])


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (Secret[str], CANARY),
        (list[Secret[str]], [CANARY]),
        (Login, Login("ann", CANARY)),
        (Any, [Login("ann", CANARY)]),
        (SecretStr, SecretStr(CANARY)),
    ],
)
def test_a_default_is_shown_without_its_secret(type_: Any, value: Any) -> None:
    assert CANARY not in shown(value, shape_of(type_))
