"""Ops that make, take and fail on secrets. Where one comes from is the environment, or a param."""

import os
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, TypedDict

from pydantic import BaseModel, SecretBytes, SecretStr

from dagcompile import Bounds, Check, Config, Guard, Named, Retry, Secret, Verdict, op

VARIABLE = "VAULT_TOKEN"


def telling(value: Any) -> Verdict:
    """Says what it must not."""
    return Verdict.failed(f"it is {value}", seen=str(value))


def passing(value: Any) -> Verdict:
    """Measures what it must not."""
    return Verdict.passed(seen=str(value))


def crashing(value: Any) -> bool:
    """Raises what it must not."""
    raise ValueError(f"what of {value}?")


@dataclass(frozen=True)
class Login:
    """A record with a secret."""

    user: str
    token: Secret[str]


@dataclass
class Holder:
    """A record with anything in it."""

    what: Any


class Keys(TypedDict):
    """A dict with a secret."""

    token: Secret[str]


class Account(BaseModel):
    """A model with secrets of every make."""

    token: Secret[str]
    key: SecretBytes


class Named_(NamedTuple):
    """A tuple with a secret."""

    token: Secret[str]


class Settings(Config):
    """A config with a secret, which a run may give."""

    user: Annotated[str, Bounds(min_length=1)] = "ann"
    token: SecretStr | None = None
    other: Secret[str] | None = None


Token = Annotated[Secret[str], Check(telling), Named("Token")]
WARN = Guard(severity="warn")


def token() -> str:
    """The secret."""
    return os.environ[VARIABLE]


# --- secrets that are declared ---------------------------------------------------------------


@op
def same(token: Secret[str]) -> Secret[str]:
    """A secret as it is."""
    return token


@op(guard=WARN)
def told(token: Secret[str]) -> Token:
    """A secret that does not pass."""
    return token


@op(guard=WARN)
def passed(token: Secret[str]) -> Annotated[Secret[str], Check(passing)]:
    """A secret that passes."""
    return token


@op
def crashed(token: Secret[str]) -> Annotated[Secret[str], Check(crashing)]:
    """A secret whose check crashes."""
    return token


@op(guard=WARN)
def bounded(token: Secret[str]) -> Annotated[Secret[str], Bounds(max_length=3)]:
    """A secret that is too long."""
    return token


@op(guard=WARN)
def mistaken(token: Secret[str]) -> Secret[Literal["a"]]:
    """A secret of another type than it says."""
    return token  # type: ignore[return-value]


@op(guard=WARN)
def by_key(token: Secret[str]) -> dict[Secret[str], int]:
    """A dict whose keys are secrets, and whose values are wrong."""
    return {token: "x"}  # type: ignore[dict-item]


@op(guard=WARN)
def inside(token: Secret[str]) -> set[Annotated[Secret[str], Bounds(max_length=3)]]:
    """A set of secrets."""
    return {token}


@op(guard=WARN)
def logged_in(token: Secret[str]) -> Annotated[Login, Check(telling)]:
    """A record that a check tells of."""
    return Login("ann", token)


@op(guard=WARN)
def keyed(token: Secret[str]) -> Keys | int:
    """A dict that is wrong."""
    return {"token": [token]}  # type: ignore[return-value]


@op(guard=WARN)
def account(token: Secret[str]) -> list[Account]:
    """A model that was never validated."""
    return [Account.model_construct(token=[token], key=token)]


@op
def takes(token: Token) -> int:
    """Takes a secret only if it passes."""
    return len(token)


@op
def configured(user: str, config: Settings) -> int:
    """Has a secret in its config."""
    return len(user) + (config.token is not None)


# --- secrets that only their classes tell of -------------------------------------------------


@op
def lies(user: str) -> int:
    """Returns a record in place of a number."""
    return Login(user, token())  # type: ignore[return-value]


@op(guard=WARN)
def lies_deeper(user: str) -> list[int]:
    """Returns records within others."""
    login = Login(user, token())
    held = [
        Holder({"a": (login,)}),
        Named_(token()),
        {login: 1},
        Account.model_construct(token=token()),
    ]
    return held  # type: ignore[return-value]


@op
def anything(user: str) -> Any:
    """Returns a record of which nothing is declared."""
    return [Holder(Login(user, token()))]


@op(retry=Retry(attempts=2, delay=0.0))
def wants_number(value: int) -> int:
    """Takes a number."""
    return value


@op
def ends(user: str) -> Login:
    """A record that the pipeline returns."""
    return Login(user, token())
