"""Assets: what outlives a run, by a name: a table, a file, a model.

    REPORT = Asset("flights/report", uri="s3://reports/daily")

    @op(reads=[RAW], writes=[REPORT])
    def publish(report: Report, ctx: Context = Context()) -> str: ...

An engine that keeps account of assets is told which a step reads and writes; the others run the
same steps. A pipeline may be scheduled by them: `schedule=RAW & OTHER`.
"""

from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

LONGEST = 1500
"""Characters of a name and of a URI; engines keep no longer ones."""

_KEPT = ("self", "context")
"""Names that Airflow keeps for itself."""


class HoldsPassword(ValueError):
    """A URI holds a password. The line that says so is not to be shown."""


class _Combined:
    """What a schedule may wait for: `RAW & OTHER` for both, `RAW | OTHER` for either."""

    __slots__ = ()

    def __and__(self, other: "Asset | Condition") -> "Condition":
        return _condition("all", self, other)

    def __or__(self, other: "Asset | Condition") -> "Condition":
        return _condition("any", self, other)


@dataclass(frozen=True, slots=True)
class Condition(_Combined):
    """All of some assets have been written, or any of them."""

    type: Literal["all", "any"]
    items: "tuple[Asset | Condition, ...]"


@dataclass(frozen=True, slots=True)
class Asset(_Combined):
    """Something that outlives the run that writes it.

    Args:
        name: by which all who read or write it know it.
        uri: where it is, for people and for lineage; nothing is read or written by it.

    Raises:
        TypeError: name or URI is no text.
        ValueError: it is none that engines take, or the URI holds a password.
    """

    name: str
    uri: str | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        _check("name", self.name)
        if self.name in _KEPT:
            raise ValueError(f"{self.name!r} is no name for an asset: Airflow keeps it for itself")
        if self.uri is not None:
            check_uri(self.uri)


def _condition(type_: Literal["all", "any"], *items: Any) -> Condition:
    found: list[Asset | Condition] = []
    for each in items:
        if not isinstance(each, Asset | Condition):
            what = type(each).__name__
            raise TypeError(f"a schedule waits for assets, not {what}; write Asset(...)")
        if isinstance(each, Condition) and each.type == type_:
            found += each.items
        else:
            found.append(each)
    return Condition(type_, tuple(found))


def check_uri(uri: object) -> None:
    """Refuse what cannot be the URI of an asset.

    Raises:
        TypeError: it is no text.
        ValueError: it is none that engines take, or holds a password.
    """
    _check("URI", uri)
    parts = urlsplit(str(uri))
    if parts.password:
        raise HoldsPassword(
            "the URI of an asset holds a password, which files and logs would show; leave it out"
        )
    if parts.scheme.lower() == "airflow":
        raise ValueError(f"{uri!r} is no URI for an asset: Airflow keeps its scheme for itself")


def _check(what: str, text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"the {what} of an asset is a text, got {type(text).__name__}")
    if not text.strip() or not text.isprintable() or len(text) > LONGEST:
        raise ValueError(
            f"{text[:80]!r} is no {what} for an asset: one is printable, not empty, and at most"
            f" {LONGEST} characters long"
        )
