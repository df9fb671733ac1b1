r"""The canonical text of a scalar that JSON lacks, by `Text.type`.

    float      nan, inf, -inf
    str        with Python's escapes (`\ud800`): only strings that UTF-8 cannot encode
    decimal    str(value): every digit and the exponent are kept
    date       2013-01-01
    datetime   2013-01-01T06:30:00, then a space and the zone, then ` fold` if it is the second
               of two equal wall times
    time       06:30:00, likewise
    timedelta  seconds, exactly: 300, -0.5, 0.000001
    uuid       12345678-1234-5678-1234-567812345678
    path       with forward slashes
    bytes      base64

A zone is nothing, an offset `+01:00`, an offset with a name `+01:00(CET)`, or a key of the time
zone database `[America/New_York]`. A key is kept without its offset, for rules change.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from dagcompile.ir.records import Text

_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)(?::(\d\d(?:\.\d{6})?))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The parts of a datetime or time: its wall time `iso`, and an offset or a zone's key."""

    iso: str
    offset: timedelta | None = None
    name: str | None = None
    key: str | None = None
    fold: bool = False


def to_text(obj: object) -> Text | None:
    """The text of a scalar of exactly one of these classes; None for anything else.

    Raises:
        ValueError: there is none for this value; says why.
    """
    found = _WRITE.get(type(obj))
    if found is None:
        return None
    kind, write = found
    text = write(obj)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"the text of this {kind} is not valid Unicode") from None
    return Text(type=kind, text=text)


def from_text(text: Text) -> object:
    """Inverse of `to_text`.

    Raises:
        ValueError: the text is not of its type's form, or no such type is known.
        ZoneInfoNotFoundError: the time zone database of this machine lacks the zone.
    """
    read = _READ.get(text.type)
    if read is None:
        raise ValueError(f"no literal is of type {text.type!r}")
    return read(text.text)


def moment(text: str) -> Moment:
    """The parts of the text of a datetime or time."""
    iso, _, rest = text.partition(" ")
    fold = rest == "fold" or rest.endswith(" fold")
    zone = rest.removesuffix("fold").rstrip() if fold else rest
    if zone.startswith("["):
        return Moment(iso=iso, key=zone[1:-1], fold=fold)
    offset, bracket, name = zone.partition("(")
    return Moment(
        iso=iso,
        offset=_offset(offset) if offset else None,
        name=name[:-1] if bracket else None,
        fold=fold,
    )


def _offset(text: str) -> timedelta:
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an offset from UTC")
    sign, hours, minutes, seconds = match.groups("0")
    whole, _, micro = seconds.partition(".")
    offset = timedelta(
        hours=int(hours), minutes=int(minutes), seconds=int(whole), microseconds=int(micro or 0)
    )
    return -offset if sign == "-" else offset


def _moment_text(obj: datetime | time) -> str:
    zone = _zone_text(obj.tzinfo)
    fold = " fold" if obj.fold else ""
    return f"{obj.replace(tzinfo=None).isoformat()}{zone}{fold}"


def _zone_text(zone: tzinfo | None) -> str:
    if zone is None:
        return ""
    if type(zone) is ZoneInfo:
        if not zone.key:
            raise ValueError("its time zone was read from a file and has no key")
        return f" [{zone.key}]"
    kind = type(zone)
    if kind is not timezone and not kind.__module__.startswith("pydantic_core"):
        raise ValueError(f"its time zone is a {kind.__qualname__}; use zoneinfo.ZoneInfo")
    offset = datetime(2000, 1, 1, tzinfo=zone).isoformat()[19:]
    given: tuple[Any, ...] = zone.__getinitargs__() if type(zone) is timezone else ()  # type: ignore[attr-defined]
    return f" {offset}({given[1]})" if len(given) > 1 else f" {offset}"


def _read_moment(cls: type[datetime] | type[time], text: str) -> datetime | time:
    parts = moment(text)
    zone: tzinfo | None = None
    if parts.key is not None:
        zone = ZoneInfo(parts.key)
    elif parts.offset is not None and parts.name is not None:
        zone = timezone(parts.offset, parts.name)
    elif parts.offset is not None:
        zone = timezone(parts.offset)
    return cls.fromisoformat(parts.iso).replace(tzinfo=zone, fold=int(parts.fold))


def _seconds(obj: timedelta) -> str:
    micro = obj // timedelta(microseconds=1)
    sign = "-" if micro < 0 else ""
    whole, rest = divmod(abs(micro), 1_000_000)
    return f"{sign}{whole}.{rest:06}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"


def _read_seconds(text: str) -> timedelta:
    whole, _, rest = text.partition(".")
    part = timedelta(microseconds=int(rest.ljust(6, "0")) if rest else 0)
    return timedelta(seconds=int(whole)) + (-part if text.startswith("-") else part)


_WRITE: dict[type, tuple[str, Callable[[Any], str]]] = {
    float: ("float", repr),
    str: ("str", lambda obj: obj.encode("unicode_escape").decode("ascii")),
    Decimal: ("decimal", str),
    date: ("date", date.isoformat),
    datetime: ("datetime", _moment_text),
    time: ("time", _moment_text),
    timedelta: ("timedelta", _seconds),
    UUID: ("uuid", str),
    type(Path()): ("path", Path.as_posix),
    bytes: ("bytes", lambda obj: base64.b64encode(obj).decode("ascii")),
}

_READ: dict[str, Callable[[str], object]] = {
    "float": float,
    "str": lambda text: text.encode("ascii").decode("unicode_escape"),
    "decimal": Decimal,
    "date": date.fromisoformat,
    "datetime": lambda text: _read_moment(datetime, text),
    "time": lambda text: _read_moment(time, text),
    "timedelta": _read_seconds,
    "uuid": UUID,
    "path": Path,
    "bytes": lambda text: base64.b64decode(text, validate=True),
}
