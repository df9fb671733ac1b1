"""What the relation of two types can be, and how the relations of parts make that of a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias

from dagcompile.ir.records import (
    ClassType,
    Collection,
    DictType,
    EnumType,
    FrameType,
    RecordType,
    Scalar,
    TupleType,
    Type,
    TypeKey,
    Value,
)

Verdict: TypeAlias = Literal["proven", "guarded", "impossible"]

Refusal: TypeAlias = Literal["", "undeclared", "unrelated"]
"""What is lacking where a value may fit, but nothing that was declared says so: a column in the
contract at the source, or a relation of two classes, of both of which another may derive.
"""

Container: TypeAlias = Collection | TupleType | DictType
Plain: TypeAlias = Scalar | EnumType | Container | RecordType | ClassType | FrameType
"""The types that are left when `Any`, unions, literals and checks are taken apart."""

Checks: TypeAlias = frozenset[str]
"""Texts of checks that a value is known to pass."""

NO_CHECKS: Checks = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Whether the values of one type are values of another, and why not. `reason` is empty
    where it is proven; else it is a clause such as "`int` is not `str`". `refused` says
    why an edge may not be so, though it is guarded: what would have to hold is more than anybody
    declared.
    """

    verdict: Verdict
    reason: str = ""
    refused: Refusal = ""


PROVEN = Relation(verdict="proven")


def guarded(reason: str) -> Relation:
    """Some values may fit, some may not."""
    return Relation(verdict="guarded", reason=reason)


def impossible(reason: str) -> Relation:
    """No value fits."""
    return Relation(verdict="impossible", reason=reason)


def undeclared(reason: str) -> Relation:
    """Some values may fit, by a column that nobody declared."""
    return Relation(verdict="guarded", reason=reason, refused="undeclared")


def unrelated(reason: str) -> Relation:
    """Some values may fit, by a class that derives from both and that nobody declared."""
    return Relation(verdict="guarded", reason=reason, refused="unrelated")


def weakened(relation: Relation, reason: str) -> Relation:
    """`relation`, but never proven."""
    return guarded(reason) if relation.verdict == "proven" else relation


def hopeful(relation: Relation, suffix: str) -> Relation:
    """`relation`, but never impossible or refused: some value has no such part."""
    if relation.verdict == "impossible":
        return guarded(f"{relation.reason}; {suffix}")
    if relation.refused:
        return guarded(relation.reason)
    return relation


class Asks(Protocol):
    """What the rules of a family may ask about the parts of their types."""

    @property
    def types(self) -> Mapping[TypeKey, Type]:
        """The type table, with `Any` in it."""

    def relate(self, source: TypeKey, target: TypeKey, checks: Checks = NO_CHECKS) -> Relation:
        """Whether the values of `source` that pass `checks` are values of `target`."""

    def fits(self, value: Value, target: TypeKey, checks: Checks = NO_CHECKS) -> Relation:
        """Whether a literal that passes `checks` is a value of `target`."""


def each_part(parts: Iterable[tuple[str, Relation]]) -> Relation:
    """A value whose named parts must all fit: one impossible part makes it impossible."""
    worst = PROVEN
    for name, part in parts:
        where = f"{name}: {part.reason}" if name else part.reason
        if part.verdict == "impossible":
            return impossible(where)
        refused = bool(part.refused) and not worst.refused
        if refused or (part.verdict == "guarded" and worst is PROVEN):
            worst = replace(part, reason=where)
    return worst


def each_choice(choices: Iterable[Relation]) -> Relation:
    """A source that is one of several: impossible only if every choice is, refused only if
    every choice is that or impossible.
    """
    found = list(choices)
    verdicts = {each.verdict for each in found}
    if verdicts <= {"proven"}:
        return PROVEN
    reasons = "; ".join(dict.fromkeys(each.reason for each in found if each.reason))
    if verdicts == {"impossible"}:
        return impossible(reasons)
    return guarded(reasons) if any(map(_hoped, found)) else _all_refused(reasons, found)


def any_choice(choices: Iterable[Relation]) -> Relation:
    """A target that is one of several: one proven choice is enough."""
    found: list[Relation] = []
    for each in choices:
        if each.verdict == "proven":
            return PROVEN
        found.append(each)
    possible = [each for each in found if each.verdict == "guarded"]
    hoped = [each for each in possible if _hoped(each)]
    reasons = "; ".join(dict.fromkeys(each.reason for each in hoped or possible or found))
    if possible:
        return guarded(reasons) if hoped else _all_refused(reasons, possible)
    return impossible(reasons or "there is nothing to choose from")


def _hoped(relation: Relation) -> bool:
    """Whether values may fit by what is declared."""
    return relation.verdict != "impossible" and not relation.refused


def _all_refused(reasons: str, found: Iterable[Relation]) -> Relation:
    """Choices none of which is hoped for: what is refused for a column is told as that."""
    columns = any(each.refused == "undeclared" for each in found)
    return undeclared(reasons) if columns else unrelated(reasons)
