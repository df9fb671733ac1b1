"""Records as compact JSON, straight to text: what a digest is taken of.

    compact(Input(port="rows", source=FromParam(name="day")))
    {"port":"rows","source":{"kind":"param","name":"day"}}

It is the text of the builtins that `to_plain` makes, which would take thirty times its memory.
"""

from collections.abc import Callable
from json.encoder import encode_basestring_ascii
from math import isfinite
from types import NoneType
from typing import Any, TypeAlias

from dagcompile.ir.plain import declared

_Writer: TypeAlias = Callable[[Any], str]


def compact(value: object) -> str:
    """The JSON of a record, a tuple of records or a scalar, in ASCII and without spaces.

    Raises:
        ValueError: a float is not finite.
        TypeError: a value is not one that the IR is made of.
    """
    return _WRITERS[type(value)](value)


def _record(cls: type) -> _Writer:
    known = tuple(
        (name, f"{encode_basestring_ascii(name)}:", default, is_float)
        for name, default, is_float in declared(cls)
    )

    def write(record: object) -> str:
        parts: list[str] = []
        for name, start, default, is_float in known:
            item = getattr(record, name)
            if item is default:
                continue
            kind = type(item)
            if is_float and kind is int:
                item, kind = float(item), float
            if kind is not type(default) or item != default:
                parts.append(start + _WRITERS[kind](item))
        return f"{{{','.join(parts)}}}"

    return write


def _float(number: float) -> str:
    if not isfinite(number):
        raise ValueError(f"{number} has no JSON form; the IR holds it as a Text record")
    return repr(number)


def _tuple(items: tuple[object, ...]) -> str:
    return f"[{','.join([_WRITERS[type(each)](each) for each in items])}]"


class _Writers(dict[type, _Writer]):
    """What writes the values of a class. A record's is made when it is first asked for."""

    def __missing__(self, cls: type) -> _Writer:
        made = self[cls] = _record(cls)
        return made


_WRITERS = _Writers(
    {
        NoneType: lambda _: "null",
        bool: lambda value: "true" if value else "false",
        int: repr,
        float: _float,
        str: encode_basestring_ascii,
        tuple: _tuple,
    }
)
