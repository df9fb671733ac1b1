"""The configs of a run: what its form changes of what the pipeline gives a node.

    configured("clean", Cutoff(max_delay=300), {"day": "2013-01-30", "clean.max_delay": 20})

The form has a param for each field, and shows the value that the pipeline gives. So what stands
there is the value as a whole: a dict is not merged with the one that was shown.
"""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from dagcompile.runtime.config import settings_in
from dagcompile.runtime.reading.making import settable
from dagcompile.runtime.reading.problems import Problem
from dagcompile.runtime.reading.reader import Reader
from dagcompile.runtime.types import CheckCrashed, CodecError, RecordShape, Shape, shape_of
from dagcompile.runtime.types.records import MISSING

T = TypeVar("T")


def configured(node: str, default: T, params: Mapping[str, Any]) -> tuple[T, list[Problem]]:
    """The config of a node, and what is wrong in what the run was given.

    Args:
        default: as the pipeline gives it. It is the config where the params say nothing else.
        params: of the run, in their JSON form, by name.
    """
    settings = settings_in(node, default)
    changed = [
        path
        for path, _, shape, value in settings
        if path in params and not _is(value, shape, params[path])
    ]
    if not changed:
        return default, []
    shape = shape_of(type(default))
    reader = Reader()
    config: T = reader.read(shape, _whole(default, shape, node, params, changed), node)
    return config, reader.problems


def _is(value: Any, shape: Shape, given: Any) -> bool:
    """Whether `given` is what the form shows for `value`: the same to the last digit, sign, kind of
    number and zone, for values that differ in these may be equal.
    """
    reader = Reader()
    found = reader.read(shape, given, "")
    if reader.problems or type(found) is not type(value):
        return False
    try:
        shown, form = shape.encode(value), shape.encode(_ordered(found, value))
    except (CodecError, CheckCrashed):
        return False
    return json.dumps(form) == json.dumps(shown)


def _ordered(found: Any, value: Any) -> Any:
    """`found` with its keys in the order of `value`: a database may keep them in one of its own."""
    if isinstance(found, dict) and isinstance(value, dict) and found.keys() == value.keys():
        own = {key: key for key in found}
        return {own[key]: _ordered(found[key], each) for key, each in value.items()}
    if isinstance(found, list) and isinstance(value, list) and len(found) == len(value):
        return [_ordered(*each) for each in zip(found, value, strict=True)]
    return found


def _whole(
    config: Any, shape: Shape, path: str, params: Mapping[str, Any], changed: list[str]
) -> Any:
    """All fields of a config by name: those at `changed` as they were given, others as they are."""
    assert isinstance(shape, RecordShape)  # for it has fields that are changed
    read = shape.reader(config)
    fields: dict[str, Any] = dict(getattr(config, "__pydantic_extra__", None) or {})
    for name in settable(shape):
        value, place = read(name, MISSING), f"{path}.{name}"
        if place in changed:
            fields[name] = params[place]
        elif any(each.startswith(f"{place}.") for each in changed):
            fields[name] = _whole(value, shape_of(type(value)), place, params, changed)
        elif value is not MISSING:
            fields[name] = value
    return fields
