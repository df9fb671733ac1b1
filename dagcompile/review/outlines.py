"""A pipeline as an outline, in which what changes stands on lines of its own.

    node clean
      op: flights.ops:clean
      input flights: load_flights
      config: flights.contracts.Cutoff(max_delay=300)
      guard output landed: Landings

It is what `git diff` compares in the place of the JSON. Nothing that an IR says is left out: two
pipelines that differ have two outlines.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from dagcompile.diagnostics.excerpt import cells
from dagcompile.ir.plain import declared
from dagcompile.ir.records import (
    Const,
    FromParam,
    FromPort,
    Gather,
    Guard,
    Input,
    Instance,
    Member,
    OpDef,
    OpNode,
    Pipeline,
    Ref,
    Sequence,
    Symbol,
    Text,
)
from dagcompile.ir.records import Mapping as MappingValue
from dagcompile.ir.text import ref_text, value_text

_VALUES = Text | Sequence | MappingValue | Member | Instance | Symbol
_NAMES = ("id", "name", "key", "port", "node", "target")
"""Fields by which a record is known among others, the first that it has."""
_SINGULAR = {"aliases": "alias", "types": "type", "checks": "check", "configs": "config of"}
_PLAIN = (str, int, float, type(None), Ref, Const, FromParam, FromPort, Gather)
_TALL = OpNode | OpDef
"""Records that stand on several lines, however little they say."""
_LONGEST = 88
"""Characters up to which a record stands on one line."""


def outline(pipeline: Pipeline) -> str:
    """The outline of a pipeline; ends with a newline."""
    lines = [f"pipeline {_word(pipeline.meaning.name)}"]
    for part in (pipeline.meaning, pipeline.docs, pipeline.build):
        for name, value in _said(part):
            if (part, name) != (pipeline.meaning, "name"):
                lines += _told(name, value)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _said(record: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a record that are not as they are by default."""
    cls: type = type(record)
    defaults = {name: default for name, default, _ in declared(cls)}
    for each in fields(record):
        value = getattr(record, each.name)
        default = defaults[each.name]
        if each.name != "kind" and not (type(value) is type(default) and value == default):
            yield each.name, value


def _told(name: str, value: Any) -> Iterator[str]:
    """A field: on a line of its own, or a line for each of its parts."""
    if not isinstance(value, tuple) or all(isinstance(each, _PLAIN) for each in value):
        yield from _lines(name, value)
        return
    word = _SINGULAR.get(name) or name.removesuffix("s")
    for each in value:
        if isinstance(each, tuple):
            key, item = each
            yield from _lines(f"{word} {_word(key)}", item)
        else:
            yield from _titled(word, each)


def _titled(word: str, record: Any) -> Iterator[str]:
    """A record among others, by what it is known by."""
    if isinstance(record, Input):
        yield from _lines(f"{word} {_word(record.port)}", record.source)
        return
    said = dict(_said(record))
    if isinstance(record, OpDef) and _key(record) == record.key:
        del said["ref"]
    if isinstance(record, Guard):
        said.pop("side", None)
        word = f"{word} {record.side}"
    known = next((each for each in _NAMES if each in said), "")
    title = f"{word} {_short(said.pop(known))}" if known else word
    if (kind := getattr(record, "kind", "op")) != "op":
        title += f" ({kind})"
    pairs = _pairs(said)
    if pairs is not None and len(title) + len(pairs) < _LONGEST and not isinstance(record, _TALL):
        yield f"{title}: {pairs}" if pairs else title
        return
    yield title
    for name, value in said.items():
        yield from (f"  {line}" for line in _told(name, value))


def _key(op: OpDef) -> str:
    return f"{op.ref.module}:{op.ref.name}"


def _lines(title: str, value: Any) -> Iterator[str]:
    """A value behind its title, on several lines where it takes them."""
    if isinstance(value, str) and "\n" in value:
        yield f"{title}:"
        yield from (f"  | {cells(line)}" for line in value.split("\n"))
    elif (short := _short(value)) is not None:
        yield f"{title}: {short}"
    else:
        kind = getattr(value, "kind", "")
        yield f"{title}: {kind}".rstrip()
        for name, item in _said(value):
            yield from (f"  {line}" for line in _told(name, item))


def _short(value: Any) -> str | None:
    """A value on one line; None where it has too many parts."""
    match value:
        case str():
            return _word(value)
        case None | bool() | int() | float():
            return repr(value)
        case Ref():
            return _word(ref_text(value))
        case Const():
            return f"= {value_text(value.value)}"
        case FromParam():
            return f"param {_word(value.name)}"
        case FromPort():
            return _word(value.node if value.port == "result" else f"{value.node}.{value.port}")
        case Gather():
            return _gathered(value)
        case tuple():
            parts = [_short(each) for each in value]
            known = [each for each in parts if each is not None]
            return f"[{', '.join(known)}]" if len(known) == len(parts) else None
        case _ if isinstance(value, _VALUES):
            return value_text(value)
        case _:
            pairs = _pairs(dict(_said(value)))
            text = ", ".join(filter(None, (getattr(value, "kind", ""), pairs)))
            return text if pairs is not None and len(text) <= _LONGEST else None


def _gathered(source: Gather) -> str:
    items = [_short(each) or "" for each in source.items]
    if source.keys:
        items = [f"{_word(key)}: {item}" for key, item in zip(source.keys, items, strict=True)]
    return f"{source.type}[{', '.join(items)}]"


def _pairs(said: Mapping[str, Any]) -> str | None:
    """Fields on one line; None where one of them has too many parts."""
    parts = {name: _short(value) for name, value in said.items()}
    if None in parts.values():
        return None
    return ", ".join(f"{name} {text}" for name, text in parts.items())


def _word(text: Any) -> str:
    """A text on one line, in quotes where it would not be seen for what it is."""
    shown = str(text)
    plain = shown and shown == shown.strip() and cells(shown) == shown and shown.isprintable()
    return shown if plain and shown[0] not in "'\"" else repr(shown)
