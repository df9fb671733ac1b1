"""Ops whose types have checks that say more than yes or no, names of their own, and secrets."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated

from dagcompile import Bounds, Check, Markdown, Named, Secret, TableRows, Url, Verdict, op


def few_odd(values: list[int], *, most: float) -> Verdict:
    """Whether at most a share of the numbers is odd, and which are."""
    odd = [each for each in values if each % 2]
    share = len(odd) / len(values)
    if share > most:
        rows = TableRows([{"number": each} for each in odd])
        return Verdict.failed(f"{share:.0%} are odd", share=share, odd=rows)
    return Verdict.passed(share=share, none=not odd)


def documented(values: list[int]) -> Verdict:  # noqa: ARG001  (it looks at nothing)
    """Always passes, and has something to tell of every kind."""
    return Verdict.passed(
        share=1,
        note="as always",
        text=Markdown("*so*"),
        page=Url("https://example.org"),
        file=PurePosixPath("a/b"),
    )


def ordered(low: int) -> Verdict:
    """Whether a number is low, and by how much it is not."""
    return Verdict.failed("it is high", by=low - 9) if low > 9 else Verdict.passed(by=9 - low)


def leaking(token: str) -> Verdict:
    """Tells what it must not."""
    return Verdict.failed(f"not {token}", token=token)


def breaking(token: str) -> bool:
    """Raises what it must not tell."""
    raise ValueError(f"what of {token}?")


Mostly = Annotated[
    list[int], Check(few_odd, name="few odd", most=0.5), Check(documented), Named("Mostly")
]
Low = Annotated[int, Check(ordered)]
Lows = Annotated[list[Low], Bounds(min_length=1), Named("Lows")]


@dataclass(frozen=True)
class Login:
    """A record with a secret."""

    user: str
    token: Annotated[Secret[str], Bounds(max_length=8)]


@op
def numbers(first: int, second: int) -> Mostly:
    """Two numbers, of which not both may be odd."""
    return [first, second]


@op
def lows(first: int, second: int) -> Lows:
    """Two numbers, none of which may be high."""
    return [first, second]


@op
def total(values: Mostly) -> int:
    """The sum of such numbers, which are not looked at again."""
    return sum(values)


@op
def whole(values: Annotated[Mostly, Bounds(max_length=1)]) -> int:
    """The sum of even fewer."""
    return sum(values)


@op
def leaks(token: str) -> Annotated[Secret[str], Check(leaking)]:
    """A secret whose check tells it."""
    return token


@op
def breaks(token: str) -> Annotated[Secret[str], Check(breaking)]:
    """A secret whose check raises it."""
    return token


@op
def hides(token: str) -> Secret[str]:
    """A secret."""
    return token


@op
def opens(token: Secret[str]) -> int:
    """The length of a secret."""
    return len(token)


@op
def signed(user: str, token: str) -> Login:
    """A record whose secret may be too long."""
    return Login(user, token)
