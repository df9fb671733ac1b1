"""JSON forms of times, datetimes and durations, with their zones.

    2024-03-01T12:00:00                                          no zone
    2024-03-01T12:00:00+01:00                                    a fixed offset
    {"iso": "2024-11-03T01:30:00", "zone": "America/New_York", "fold": 1}
    {"iso": "2024-03-01T12:00:00+01:00", "name": "CET"}          a fixed offset with a name

The wall time and the zone's key are kept, not an instant: that is what a Python datetime is.
"""

import sys
from datetime import datetime, time, timedelta, timezone, tzinfo
from typing import Any, TypeVar, cast

from dagcompile.runtime.types.base import Json, Unencodable
from dagcompile.runtime.types.names import class_text

M = TypeVar("M", datetime, time)


def encode_moment(value: Any) -> Json:
    """JSON form of a time or datetime. Raises `Unencodable` for zones of other libraries."""
    extra: dict[str, Json] = {"fold": 1} if value.fold else {}
    zone: tzinfo | None = value.tzinfo
    if zone is not None and type(zone) is not timezone:
        extra = {"zone": _zone_key(zone), **extra}
        value = value.replace(tzinfo=None)
    elif zone is not None and len(given := cast(Any, zone).__getinitargs__()) > 1:
        extra = {"name": given[1], **extra}
    iso: str = value.isoformat()
    return {"iso": iso, **extra} if extra else iso


def _zone_key(zone: tzinfo) -> str:
    zoneinfo = sys.modules.get("zoneinfo")
    if zoneinfo is not None and isinstance(zone, zoneinfo.ZoneInfo):
        if key := cast(Any, zone).key:
            return str(key)
        raise Unencodable("", "a zone that was read from a file has no name to be found by")
    name = class_text(type(zone))
    reason = f"a time zone of class `{name}` has no json form; use zoneinfo.ZoneInfo"
    raise Unencodable("", reason)


def decode_moment(cls: type[M], data: Json) -> M:
    """Inverse of `encode_moment`. Raises `ValueError`, `TypeError` or `LookupError`."""
    if type(data) is str:
        return cls.fromisoformat(data)
    if type(data) is not dict or not data.keys() <= {"iso", "zone", "name", "fold"}:
        raise TypeError("expected an object with iso, zone, name or fold")
    moment = cls.fromisoformat(cast(str, data["iso"]))
    if "zone" in data:
        from zoneinfo import ZoneInfo

        moment = moment.replace(tzinfo=ZoneInfo(cast(str, data["zone"])))
    elif "name" in data:
        offset = cast(timedelta, moment.utcoffset())
        moment = moment.replace(tzinfo=timezone(offset, cast(str, data["name"])))
    return moment.replace(fold=cast(int, data.get("fold", 0)))


def decode_timedelta(data: Json) -> timedelta:
    """Inverse of [days, seconds, microseconds]."""
    if type(data) is not list or [type(part) for part in data] != [int, int, int]:
        raise TypeError("expected three integers")
    days, seconds, microseconds = cast(list[int], data)
    return timedelta(days, seconds, microseconds)
