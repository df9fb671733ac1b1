"""What the records of the IR are to a merge: which are one piece, and what names an entry."""

from collections.abc import Hashable, Mapping
from dataclasses import is_dataclass
from typing import Any, TypeAlias, assert_never, get_args

from dagcompile.ir import records as ir
from dagcompile.ir.compact import compact
from dagcompile.ir.text import ref_text, value_text

Key: TypeAlias = Hashable

DERIVED = frozenset({(ir.OpNode, "guards")})
"""What the compiler works out again from the rest."""

UNSAID = frozenset(
    {
        (ir.Pipeline, "meaning"),
        (ir.Pipeline, "docs"),
        (ir.Pipeline, "build"),
        (ir.OpNode, "policy"),
        (ir.Input, "source"),
        (ir.Output, "source"),
        (ir.TypeEntry, "type"),
    }
)
"""What nobody speaks of who speaks of what it holds."""

_PIECES: tuple[type, ...] = (
    ir.Ref,
    ir.FromPort,
    ir.FromParam,
    ir.Const,
    ir.Gather,
    ir.Text,
    ir.Member,
    ir.Symbol,
    ir.Sequence,
    ir.CronSchedule,
    ir.AssetSchedule,
    ir.Partition,
    ir.Sample,
    ir.Look,
    ir.CheckDef,
    ir.LiteralType,
)
"""Records of which two halves from two sides make no whole."""

_NAMES: Mapping[type, str] = {
    ir.Param: "name",
    ir.Output: "name",
    ir.OpNode: "id",
    ir.FirstOf: "id",
    ir.Expect: "id",
    ir.OpDef: "key",
    ir.TypeEntry: "key",
    ir.Asset: "name",
    ir.Stage: "id",
    ir.InPort: "name",
    ir.OutPort: "name",
    ir.Input: "port",
    ir.Field: "name",
    ir.Column: "name",
    ir.Expectation: "name",
    ir.Kept: "port",
    ir.TargetOptions: "target",
    ir.NodeOptions: "node",
}
"""The field that names a record among its like."""

_SETS = frozenset({"after", "reads", "writes", "tags", "nodes", "on", "members"})
"""Tuples of names from which each side may take some, and to which it may add."""

_NOUNS: Mapping[str, str] = {
    "params": "param",
    "outputs": "output",
    "nodes": "node",
    "ops": "op",
    "types": "type",
    "assets": "asset",
    "stages": "stage",
    "inputs": "input",
    "expectations": "expectation",
    "targets": "target",
    "keeps": "kept output",
    "columns": "column",
}


def is_piece(record: object) -> bool:
    """Whether a value is whole or not at all: no record, or one that is not merged by fields."""
    return not is_dataclass(record) or isinstance(record, _PIECES)


def key_of(item: Any, field: str) -> Key | None:
    """What names `item` in the tuple `field`; None where nothing does, but its place."""
    if name := _NAMES.get(type(item)):
        key: Key = getattr(item, name)
        return key
    if isinstance(item, tuple) and len(item) == 2:
        return item[0] if isinstance(item[0], Hashable) else None
    return item if field in _SETS and isinstance(item, (str, ir.Ref)) else None


def noun_of(field: str, key: Key) -> str:
    """An entry of the tuple `field`, for people."""
    text = key if isinstance(key, str) else shown(key)
    return f"{_NOUNS[field]} {text}" if field in _NOUNS else text


def shown(value: Any) -> str:
    """A value of the IR as a person reads it."""
    match value:
        case str():
            return value
        case None:
            return "none"
        case ir.Ref():
            return ref_text(value)
        case ir.CronSchedule():
            return f"{value.expression} {value.tz}"
        case ir.OpNode():
            given = (f"{each.port}={shown(each.source)}" for each in value.inputs)
            return f"{value.op}({', '.join(given)})"
        case tuple():
            return ", ".join(map(shown, value)) or "none"
        case _ if isinstance(value, get_args(ir.Value)):
            return value_text(value)
        case _ if isinstance(value, get_args(ir.Source)):
            return _source(value)
        case _:
            return compact(value)


def _source(source: ir.Source) -> str:
    match source:
        case ir.FromPort():
            return source.node if source.port == "result" else f"{source.node}.{source.port}"
        case ir.FromParam():
            return f"param {source.name}"
        case ir.Const():
            return value_text(source.value)
        case ir.Gather():
            return f"[{', '.join(map(_source, source.items))}]"
        case _:
            assert_never(source)
