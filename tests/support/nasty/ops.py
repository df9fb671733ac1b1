"""Ops that fail, withhold, lie about their types and return what JSON loses."""

import os
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, NamedTuple

from dagcompile import SKIP, Check, Config, Maybe, op


@dataclass(frozen=True)
class Entry:
    """One posting of a ledger."""

    account: int
    amount: Decimal


@dataclass(frozen=True)
class Ledger:
    """A day's postings: a date, nested records and a dict with int keys."""

    day: date
    entries: list[Entry]
    names: dict[int, str]


class Sides(NamedTuple):
    """A ledger cut in two. A side without entries is withheld."""

    credits: Maybe[list[Entry]]
    debits: Maybe[list[Entry]]


class Rounding(Config):
    """How totals are rounded."""

    places: int = 2
    sign: bool = False


class Unavailable(Exception):
    """A service is away for a moment."""


def positive(value: Decimal) -> bool:
    """Whether an amount is above zero."""
    return value > 0


Positive = Annotated[Decimal, Check(positive)]


@op
def seed(start: int, day: date) -> Ledger:
    """A ledger with credits only."""
    entries = [
        Entry(account=number, amount=Decimal(number) / 8) for number in range(start, start + 3)
    ]
    return Ledger(day=day, entries=entries, names={start: "first", start + 1: "second"})


@op
def flaky(ledger: Ledger) -> dict[int, Decimal]:
    """Totals by account from a service that is away twice."""
    counter = Path(os.environ["NASTY_SCRATCH"], "calls")
    calls = int(counter.read_text()) + 1 if counter.exists() else 1
    counter.write_text(str(calls))
    if calls < 3:
        raise Unavailable(f"call {calls}")
    return {entry.account: entry.amount for entry in ledger.entries}


@op
def split(ledger: Ledger) -> Sides:
    """Credits and debits."""
    above = [entry for entry in ledger.entries if entry.amount > 0]
    below = [entry for entry in ledger.entries if entry.amount <= 0]
    return Sides(credits=above or SKIP, debits=below or SKIP)


@op
def total(entries: list[Entry], config: Rounding = Rounding()) -> Decimal:
    """The sum of the amounts."""
    amount = sum((entry.amount for entry in entries), Decimal(0))
    return round(-amount if config.sign else amount, config.places)


@op
def broken(ledger: Ledger) -> Decimal:
    """Fails for good."""
    raise RuntimeError(f"no rate for {ledger.day}")


@op
def doubtful(ledger: Ledger) -> Positive:
    """An amount that its own check does not like."""
    return -ledger.entries[0].amount


@op
def liar(ledger: Ledger) -> int:
    """Declares an int and returns something else."""
    return str(len(ledger.names))  # type: ignore[return-value]


@op
def combine(parts: list[Decimal], totals: dict[int, Decimal]) -> Decimal:
    """Everything together."""
    return sum(parts, Decimal(0)) + sum(totals.values(), Decimal(0))


@op
def publish(amount: Decimal) -> str:
    """The line that is printed."""
    return f"total {amount}"


@op
def count(number: int) -> int:
    """Needs a number that never comes."""
    return number + 1
