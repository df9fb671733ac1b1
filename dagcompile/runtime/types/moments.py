"""JSON forms of times, datetimes and durations, with their zones.

    2024-03-01T12:00:00                                          no zone
    2024-03-01T12:00:00+01:00                                    a fixed offset
    {"iso": "2024-11-03T01:30:00", "zone": "America/New_York", "fold": 1}
    {"iso": "2024-03-01T12:00:00", "offset": [0, 3600, 0], "name": "CET"}

The wall time and the zone's key are kept, not an instant: that is what a Python datetime is.
"""

import sys
from datetime import datetime, time, timedelta, timezone, tzinfo
from typing import Any, TypeVar, cast

from dagcompile.runtime.types.base import Json, Unencodable
from dagcompile.runtime.types.names import class_text
from dagcompile.runtime.types.texts import decode_str, encode_str

M = TypeVar("M", datetime, time)

_KEYS = frozenset({"iso", "zone", "offset", "name", "fold"})


def encode_moment(value: Any) -> Json:
    """JSON form of a time or datetime. Raises `Unencodable` for zones of other libraries."""
    zone: tzinfo | None = value.tzinfo
    parts = {} if zone is None else _zone_parts(zone)
    whole = parts.keys() == {"offset"} and not value.utcoffset().microseconds
    if whole and not value.fold:
        # in whole seconds: python reads back +00:00:00.000001 as UTC
        return str(value.isoformat())
    if value.fold:
        parts["fold"] = 1
    iso = str(value.replace(tzinfo=None, fold=0).isoformat())
    return {"iso": iso, **parts} if parts else iso


def _zone_parts(zone: tzinfo) -> dict[str, Json]:
    if type(zone) is timezone:
        offset, *name = cast(Any, zone).__getinitargs__()
        return {
            "offset": encode_timedelta(offset),
            **({"name": encode_str(name[0])} if name else {}),
        }
    zoneinfo = sys.modules.get("zoneinfo")
    if zoneinfo is not None and isinstance(zone, zoneinfo.ZoneInfo):
        if key := cast(Any, zone).key:
            return {"zone": str(key)}
        raise Unencodable("", "a zone that was read from a file has no name to be found by")
    name = class_text(type(zone))
    reason = f"a time zone of class `{name}` has no json form; use zoneinfo.ZoneInfo"
    raise Unencodable("", reason)


def decode_moment(cls: type[M], data: Json) -> M:
    """Inverse of `encode_moment`. Raises `ValueError`, `TypeError` or `LookupError`."""
    if type(data) is str:
        return cls.fromisoformat(data)
    if type(data) is not dict or not data.keys() <= _KEYS:
        raise TypeError(f"expected an object with {', '.join(sorted(_KEYS))}")
    moment = cls.fromisoformat(cast(str, data["iso"]))
    if "zone" in data:
        from zoneinfo import ZoneInfo

        moment = moment.replace(tzinfo=ZoneInfo(cast(str, data["zone"])))
    elif "offset" in data:
        offset = decode_timedelta(data["offset"])
        name = (decode_str(data["name"]),) if "name" in data else ()
        moment = moment.replace(tzinfo=timezone(offset, *name))
    return moment.replace(fold=cast(int, data.get("fold", 0)))


def encode_timedelta(value: timedelta) -> list[Json]:
    """[days, seconds, microseconds], as Python keeps them."""
    return [value.days, value.seconds, value.microseconds]


def decode_timedelta(data: Json) -> timedelta:
    """Inverse of `encode_timedelta`."""
    if type(data) is not list or [type(part) for part in data] != [int, int, int]:
        raise TypeError("expected three integers")
    days, seconds, microseconds = cast(list[int], data)
    return timedelta(days, seconds, microseconds)
