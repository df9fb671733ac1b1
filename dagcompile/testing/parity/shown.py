"""Values as text in which nothing that a pipeline could notice is lost.

    shown([1, True, Decimal("1.10")])     "[1, True, Decimal('1.10')]"

Two values are the same to the parity suite when their texts are: `1`, `1.0` and `True` differ, so
do a tuple and a list, the digits of a Decimal and the order of a dict; one NaN is like another.
"""

import dataclasses
from typing import Any


def shown(value: Any) -> str:
    """`value` as text: like its repr, the same in every process and for every hash seed."""
    name = type(value).__qualname__
    match value:
        case set() | frozenset():
            return f"{name}({', '.join(sorted(shown(each) for each in value))})"
        case dict():
            pairs = ", ".join(f"{shown(key)}: {shown(each)}" for key, each in value.items())
            return f"{{{pairs}}}" if type(value) is dict else f"{name}({{{pairs}}})"
        case list():
            return f"[{', '.join(shown(each) for each in value)}]"
        case tuple() if hasattr(value, "_fields"):
            return _record(name, zip(value._fields, value, strict=True))
        case tuple():
            return f"({', '.join(shown(each) for each in value)})"
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = (each.name for each in dataclasses.fields(value))
            return _record(name, ((each, getattr(value, each)) for each in names))
        case _ if hasattr(value, "__pydantic_fields__"):
            return _record(name, value)
        case _:
            return repr(value)


def _record(name: str, fields: Any) -> str:
    return f"{name}({', '.join(f'{field}={shown(each)}' for field, each in fields)})"
