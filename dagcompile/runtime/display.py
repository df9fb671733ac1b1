"""Values as JSON for people to read. Not for reading back: see `dagcompile.runtime.types`."""

import dataclasses
import json
from typing import Any


def display(value: object) -> str:
    """`value` as indented JSON, in which what JSON lacks is text."""
    return json.dumps(_plain(value), indent=2, ensure_ascii=False)


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {
                each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)
            }
        case tuple() if hasattr(value, "_asdict"):
            return {name: _plain(each) for name, each in value._asdict().items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case set() | frozenset():
            return sorted((_plain(each) for each in value), key=repr)
        case _ if hasattr(value, "model_dump"):
            return _plain(dict(value))
        case _:
            return str(value)
