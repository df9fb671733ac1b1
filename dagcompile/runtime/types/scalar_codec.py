"""JSON forms of the scalars.

int        a number up to 2**53, beyond it a decimal string (hexadecimal past 4000 digits)
float      a number; nan, inf, -inf, -0.0 and whole floats from 1e16 on as their repr, since
           a store may write those as integers
str        itself; with NUL or lone surrogates {"escaped": python's unicode escapes}
bytes      base64
Decimal, UUID, Path    their str
date       ISO; see `moments` for time, datetime and timedelta
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from dagcompile.runtime.types import moments
from dagcompile.runtime.types.base import Json
from dagcompile.runtime.types.names import scalar_class
from dagcompile.runtime.types.texts import decode_str, encode_str, expect, expect_str

_SAFE = 2**53
_DECIMAL_BITS = 13000  # about 3900 digits; python refuses to write more than 4300


def encode_int(value: int) -> Json:
    """A number, or a string where a reader of JSON might round it."""
    if -_SAFE <= value <= _SAFE:
        return value
    return str(value) if value.bit_length() < _DECIMAL_BITS else hex(value)


def decode_int(data: Json) -> int:
    """Inverse of `encode_int`."""
    if type(data) is str:
        return int(data, 16 if data.lstrip("-")[:2] == "0x" else 10)
    number: int = expect(data, int)
    return number


def encode_float(value: float) -> Json:
    """A number, or its repr where JSON or a store of JSON has no such number."""
    if type(value) is int:
        return encode_int(value)
    if value - value != 0 or abs(value) >= 1e16 or (value == 0 and repr(value)[0] == "-"):
        return repr(value)
    return value


def decode_float(data: Json) -> float:
    """Inverse of `encode_float`; an int stays an int."""
    if type(data) is str:
        digits = data.lstrip("-")
        return decode_int(data) if digits.isdigit() or digits[:2] == "0x" else float(data)
    if type(data) is int:
        return data
    number: float = expect(data, float)
    return number


def _none(data: Json) -> None:
    if data is not None:
        raise TypeError("expected null")


def _decode_bytes(data: Json) -> bytes:
    return b64decode(expect_str(data), validate=True)


def _decode_path(data: Json) -> Any:
    return scalar_class("Path")(decode_str(data))


def _encode_path(value: Any) -> Json:
    return encode_str(str(value))


ENCODERS: dict[str, Callable[[Any], Json]] = {
    "None": lambda _: None,
    "bool": bool,
    "int": encode_int,
    "float": encode_float,
    "str": encode_str,
    "bytes": lambda value: b64encode(value).decode(),
    "date": date.isoformat,
    "datetime": moments.encode_moment,
    "time": moments.encode_moment,
    "timedelta": moments.encode_timedelta,
    "Decimal": str,
    "UUID": str,
    "Path": _encode_path,
}

DECODERS: dict[str, Callable[[Json], Any]] = {
    "None": _none,
    "bool": lambda data: expect(data, bool),
    "int": decode_int,
    "float": decode_float,
    "str": decode_str,
    "bytes": _decode_bytes,
    "date": lambda data: date.fromisoformat(expect_str(data)),
    "datetime": lambda data: moments.decode_moment(datetime, data),
    "time": lambda data: moments.decode_moment(time, data),
    "timedelta": moments.decode_timedelta,
    "Decimal": lambda data: scalar_class("Decimal")(expect_str(data)),
    "UUID": lambda data: scalar_class("UUID")(expect_str(data)),
    "Path": _decode_path,
}


def to_plain(name: str, value: Any) -> Any:
    """An instance of a subclass of the scalar `name` as an instance of the scalar itself."""
    match name:
        case "int":
            return int.__index__(value)
        case "float":
            return int.__index__(value) if isinstance(value, int) else float.__float__(value)
        case "str":
            return str.__str__(value)
        case "bytes":
            return memoryview(value).tobytes()
        case "date":
            return date(value.year, value.month, value.day)
        case "datetime":
            day = date(value.year, value.month, value.day)
            return datetime.combine(day, _plain_time(value))
        case "time":
            return _plain_time(value)
        case "timedelta":
            return timedelta(value.days, value.seconds, value.microseconds)
        case "UUID":
            return scalar_class("UUID")(int=value.int)
        case _:
            return scalar_class(name)(value)


def _plain_time(value: Any) -> time:
    parts = (value.hour, value.minute, value.second, value.microsecond, value.tzinfo)
    return time(*parts, fold=value.fold)


def same(plain: Any, value: Any) -> bool:
    """Whether the two are equal, or both not even equal to themselves."""
    try:
        return bool(plain == value) or (_is_nan(plain) and _is_nan(value))
    except ArithmeticError:  # a signalling NaN refuses to be compared
        return str(plain) == str(value)


def _is_nan(value: Any) -> bool:
    itself = value
    return bool(value != itself)
