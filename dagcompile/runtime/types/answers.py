"""What a check may answer in place of a bool: why, and what it measured on the way.

    def few_nulls(frame: pl.DataFrame, *, most: float) -> Verdict:
        share = frame["tail"].null_count() / len(frame)
        if share > most:
            return Verdict.failed(f"{share:.1%} of the tails are null", share=share)
        return Verdict.passed(share=share)

What was measured is kept as JSON that says what it is, `{"kind": "number", "value": 0.2}`, so that
whoever shows it knows how.
"""

import math
import numbers
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from dagcompile.runtime.types.names import class_text

Measured: TypeAlias = "dict[str, Any]"
"""JSON: `kind` is number, bool, text, markdown, url, path, table or json; `value` what there is of
it; `more` how many characters or rows were left out.
"""

LONGEST = 4000
"""Characters that are kept of a text."""
ROWS = 50
"""Rows that are kept of a table."""
COLUMNS = 50
"""Columns that are kept of a row."""
_WIDEST = 2048
"""Bits of an int that is kept as it is: of a larger one Python may refuse to write the digits."""


@dataclass(frozen=True, slots=True)
class Markdown:
    """A text to be shown as Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Url:
    """An address to be shown as a link."""

    address: str


@dataclass(frozen=True, slots=True)
class TableRows:
    """Rows to be shown as a table; each maps the names of columns to numbers, texts or None."""

    rows: Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a check: made by `Verdict.passed` or `Verdict.failed`.

    It is true where the value passed, as a bool in its place would be.
    """

    ok: bool
    message: str = ""
    metadata: Mapping[str, Measured] = field(default_factory=dict)

    @classmethod
    def passed(cls, **measured: Any) -> "Verdict":
        """The value passes.

        Args:
            measured: numbers, bools, texts, `Markdown`, `Url`, paths and `TableRows` by name.

        Raises:
            TypeError: something measured is of another class.
        """
        return cls(ok=True, metadata=_kept(measured))

    @classmethod
    def failed(cls, message: str, /, **measured: Any) -> "Verdict":
        """The value does not pass, and why: `message` is shown beside the value.

        Args:
            measured: as of `passed`.

        Raises:
            TypeError: the message is no text, or something measured is of another class.
        """
        if not isinstance(message, str):
            raise TypeError(f"a message is a text, got {class_text(type(message))}")
        return cls(ok=False, message=message, metadata=_kept(measured))

    def __bool__(self) -> bool:
        return self.ok


def described_all(metadata: Mapping[str, Any]) -> dict[str, Measured]:
    """What is told of an asset: what a verdict takes, and JSON of it.

    Raises:
        TypeError: a name is no text, or something is of another class.
    """
    return {_name(name): _described(name, value) for name, value in metadata.items()}


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"metadata is named by texts, got {name!r} of {class_text(type(name))}")
    return str(name)


def _described(name: str, value: Any) -> Measured:
    if value is None or isinstance(value, list | tuple | dict):
        return {"kind": "json", "value": _json(name, value)}
    return _measured(name, value, teller="metadata", beside=", None, and lists and dicts of these")


def _json(name: str, value: Any) -> Any:
    match value:
        case None:
            return None
        case list() | tuple():
            return [_json(f"{name}[{at}]", each) for at, each in enumerate(value)]
        case dict():
            return {_name(key): _json(f"{name}[{key!r}]", each) for key, each in value.items()}
        case _:
            return _described(name, value)["value"]


def _kept(measured: Mapping[str, Any]) -> dict[str, Measured]:
    return {name: _measured(name, value) for name, value in measured.items()}


def _measured(name: str, value: Any, *, teller: str = "a verdict", beside: str = "") -> Measured:
    from pathlib import PurePath  # which takes longer to import than all of this package

    match value:
        case Markdown():
            return _text("markdown", value.text)
        case Url():
            return _text("url", value.address)
        case TableRows():
            return _table(name, value.rows)
        case PurePath():
            return _text("path", value.as_posix())
        case str():
            return _text("text", value)
        case _:
            plain = _number(value)
    if plain is None:
        told = f"numbers, bools, texts, Markdown, Url, paths and TableRows{beside}"
        raise TypeError(f"`{name}` is a {class_text(type(value))}; {teller} tells {told}")
    return {"kind": "bool" if isinstance(plain, bool) else "number", "value": plain}


def _number(value: Any) -> Any:
    """`value` as a number of JSON (or the text of one that JSON lacks); None where it is none.

    Numbers of libraries say that they are numbers, or, as a bool of numpy, have an `item`.
    """
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    if isinstance(value, numbers.Integral):
        whole = int(value)
        bits = whole.bit_length()
        return whole if bits <= _WIDEST else f"about {'-' if whole < 0 else ''}2**{bits - 1}"
    if isinstance(value, numbers.Real):
        try:
            number = float(value)
        except OverflowError:  # of a fraction
            floor: Any = math.floor(value)
            number = math.inf if floor > 0 else -math.inf
        return number if math.isfinite(number) else str(number)
    if type(value).__module__ in ("decimal", "_pydecimal"):
        return str(value)
    return None


def _text(kind: str, text: str) -> Measured:
    kept = str(text[:LONGEST])
    more = len(text) - LONGEST
    return {"kind": kind, "value": kept, **({"more": more} if more > 0 else {})}


def _table(name: str, rows: Iterable[Mapping[str, Any]]) -> Measured:
    kept: list[dict[str, Any]] = []
    more = 0
    for row in rows:
        if len(kept) == ROWS:
            more += 1
            continue
        cells = list(row.items())[:COLUMNS]
        kept.append({str(column): _cell(f"{name}.{column}", cell) for column, cell in cells})
    return {"kind": "table", "value": kept, **({"more": more} if more else {})}


def _cell(name: str, value: Any) -> Any:
    return None if value is None else _measured(name, value)["value"]
