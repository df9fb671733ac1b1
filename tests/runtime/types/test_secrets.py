"""Secrets are in nothing that is said of a value."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, TypedDict

import pytest
from pydantic import BaseModel, SecretBytes, SecretStr

from dagcompile import Bounds, Check, Named, Secret, Verdict
from dagcompile.runtime.lines import line_of
from dagcompile.runtime.params import complaints
from dagcompile.runtime.types import Undecodable, Unencodable, shape_of
from dagcompile.runtime.types.names import short
from dagcompile.runtime.types.secrets import holds_secret, is_secret, reveals
from dagcompile.runtime.verdict import GuardFailed, GuardVerdict, examine

CANARY = "canary-7f3a"


def telling(value: Any) -> Verdict:
    return Verdict.failed(f"it is {value}", seen=str(value))


def crashing(value: Any) -> bool:
    raise ValueError(f"what of {value}?")


@dataclass(frozen=True)
class Login:
    user: str
    token: Secret[str]


@dataclass(frozen=True)
class Short:
    token: Annotated[Secret[str], Bounds(max_length=20)]


@dataclass
class Outer:
    login: Any
    count: int = 0


@dataclass(slots=True)
class Slotted:
    login: Any


class Pair(NamedTuple):
    user: str
    token: Secret[str]


class Keys(TypedDict):
    token: Secret[str]


class Model(BaseModel):
    name: str
    token: Secret[str]


class Open(BaseModel, extra="allow"):
    name: str


class Hidden(BaseModel):
    token: SecretStr
    key: SecretBytes


@dataclass
class Odd:
    first: "Missing"  # type: ignore[name-defined]  # noqa: F821
    token: Secret[str]


LOGIN = Login("ann", CANARY)

SHOWS: list[tuple[Any, Any]] = [
    # a value of another class, and one that does not pass
    (Secret[int], CANARY),
    (Annotated[Secret[str], Bounds(max_length=3)], CANARY),
    (Annotated[Secret[str], Check(telling)], CANARY),
    (Annotated[Secret[str], Check(crashing)], CANARY),
    (Secret[Annotated[str, Check(crashing)]], CANARY),
    (Secret[list[Annotated[str, Check(crashing)]]], [CANARY]),
    (Annotated[Secret[str], Check(telling), Named("Token")], CANARY),
    (Secret[Literal["a", "b"]], CANARY),  # type: ignore[misc]
    # inside, and as keys
    (Secret[dict[str, int]], {CANARY: "x"}),
    (Secret[dict[str, int]], {CANARY: CANARY}),
    (dict[Secret[str], int], {CANARY: "x"}),
    (dict[Annotated[Secret[str], Bounds(max_length=3)], int], {CANARY: 1}),
    (set[Annotated[Secret[str], Bounds(max_length=3)]], {CANARY}),
    (list[Secret[int]], [CANARY]),
    (tuple[Secret[str], int], (CANARY,)),
    (Secret[str] | None, [CANARY]),
    (Secret[str] | int, [CANARY]),
    (list[Secret[str]], CANARY),
    # in records
    (Login, Login("ann", token=[CANARY])),  # type: ignore[arg-type]
    (Login, {"token": CANARY}),
    (Login | None, {"token": CANARY}),
    (Keys, {"token": [CANARY]}),
    (Keys | int, {"token": [CANARY]}),
    (Pair, (CANARY,)),
    (Pair, tuple.__new__(Pair, (CANARY,))),
    (Annotated[Login, Check(telling)], LOGIN),
    (Annotated[Login, Check(crashing)], LOGIN),
    (list[Annotated[Login, Check(crashing)]], [LOGIN]),
    # where nothing of the kind is declared
    (int, LOGIN),
    (int, Outer(Outer([LOGIN]))),
    (int, Slotted(LOGIN)),
    (int, [Pair("ann", CANARY)]),
    (int, {"a": (LOGIN,)}),
    (int, {LOGIN: 1}),
    (int, Model(name="ann", token=CANARY)),
    (int, Open.model_validate({"name": "ann", "other": LOGIN})),
    (int, Odd(1, CANARY)),
    (dict[Login, int], {LOGIN: "x"}),
    (set[int], {LOGIN}),
    (Literal["a"], LOGIN),
    (list[int], {LOGIN}),
    # those of pydantic
    (SecretStr, CANARY),
    (SecretBytes, CANARY.encode()),
    (SecretStr | None, CANARY),
    (dict[str, SecretStr], {"a": CANARY}),
    (Annotated[SecretStr, Check(crashing)], CANARY),
    (int, Hidden(token=SecretStr(CANARY), key=SecretBytes(CANARY.encode()))),
    (Hidden, Hidden.model_construct(token=CANARY, key=CANARY)),
]


def said(value: Any, annotation: Any) -> Iterator[str]:
    """All that is said of a value by its guard, as a param, and as one that has to travel."""
    verdict: GuardVerdict = examine(value, annotation, subject="n.x", severity="error")
    assert verdict.outcome != "pass"
    yield str(verdict)
    yield json.dumps(verdict.record())
    yield line_of({"event": "guard", "node": "n", "verdict": verdict.record()})
    failure = GuardFailed(verdict)
    yield from (str(failure), *getattr(failure, "__notes__", ()))
    shape = shape_of(annotation)
    yield from complaints(value, shape)
    try:
        yield json.dumps(shape.encode(value))
    except Unencodable as error:
        yield str(error)
    except Exception:  # noqa: BLE001  a check that crashed chooses no branch
        yield ""


@pytest.mark.parametrize(("annotation", "value"), SHOWS)
def test_nothing_that_is_said_of_a_value_has_a_secret_in_it(annotation: Any, value: Any) -> None:
    for text in said(value, annotation):
        assert CANARY not in text


def test_without_the_mark_the_same_is_shown() -> None:
    """So that the test above can fail."""
    for annotation in (int, Annotated[str, Check(telling)], Annotated[str, Check(crashing)]):
        assert all(CANARY in text for text in list(said(CANARY, annotation))[:3])


def test_what_is_told_instead_says_where_and_what_was_expected() -> None:
    given = {"a": Short(CANARY * 9)}
    kept = examine(given, dict[str, Short], subject="n.x", severity="warn")
    assert kept.record()["violations"] == [
        {
            "path": '["a"].token',
            "expected": "max_length=20",
            "got": "a secret",
            "value": "a secret",
        }
    ]
    assert str(kept).endswith('["a"].token: expected max_length=20, got a secret')
    wrong = examine(3, Secret[str], subject="n.x", severity="error")
    assert (
        str(wrong) == "n.x is not Secret[str]; the value: expected Secret[str], got int (a secret)"
    )


def test_a_check_that_crashed_on_a_secret_keeps_its_place_but_not_its_words() -> None:
    verdict = examine(CANARY, Annotated[Secret[str], Check(crashing)], subject="n", severity="warn")
    assert verdict.error is not None
    assert verdict.error["type"] == "builtins.ValueError"
    assert "in crashing" in str(verdict.error["traceback"])
    assert "what it said is not shown" in str(verdict.error["message"])


@pytest.mark.parametrize(
    ("annotation", "itself", "inside"),
    [
        (Secret[str], True, True),
        (SecretStr, True, True),
        (Annotated[SecretStr, Check(telling)], True, True),
        (Secret[str] | None, True, True),
        (list[Secret[str]], False, True),
        (Login, False, True),
        (Hidden, False, True),
        (str, False, False),
        (Outer, False, False),
    ],
)
def test_which_types_are_secrets(annotation: Any, itself: bool, inside: bool) -> None:
    shape = shape_of(annotation)
    assert (is_secret(shape), holds_secret(shape)) == (itself, inside)


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        (Secret[str], "Secret[str]"),
        (Annotated[Secret[str], Bounds(max_length=3)], "Annotated[Secret[str], max_length=3]"),
        (Secret[Annotated[str, Bounds(max_length=3)]], "Annotated[Secret[str], max_length=3]"),
        (Annotated[Secret[str], Named("Token")], "Token"),
    ],
)
def test_secrecy_is_part_of_the_type(annotation: Any, text: str) -> None:
    assert shape_of(annotation).text == text
    assert shape_of(annotation).accepts("ab")


def test_a_secret_has_no_form_that_others_can_read() -> None:
    shape = shape_of(Login)
    assert "a secret is not written where others can read it" in str(shape.obstacle())
    with pytest.raises(Unencodable, match=r"at \.token: a secret is not written"):
        shape.encode(LOGIN)
    with pytest.raises(Undecodable):
        shape.decode({"user": "ann", "token": CANARY})


def test_a_record_without_secrets_is_shown_and_so_is_one_that_hides_them_itself() -> None:
    assert short(Outer(1)) == "Outer(login=1, count=0)"
    assert not reveals(Hidden(token=SecretStr("x"), key=SecretBytes(b"x")))
    assert "**" in short(Hidden(token=SecretStr("x"), key=SecretBytes(b"x")))


def test_looking_for_secrets_has_an_end() -> None:
    inside: list[Any] = []
    inside.append(inside)
    assert not reveals(Outer(inside))
    assert reveals(Outer([[each] for each in range(20_000)]))
    assert not reveals(Outer(list(range(1_000_000))))
