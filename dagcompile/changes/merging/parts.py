"""What the records of the IR are to a merge: which are one piece, and what names an entry."""

from collections.abc import Hashable, Mapping
from dataclasses import is_dataclass
from typing import Any, TypeAlias

from dagcompile.changes.merging.saying import shown
from dagcompile.ir import records as ir

Key: TypeAlias = Hashable

DERIVED = frozenset({(ir.OpNode, "guards")})
"""What the compiler works out again from the rest."""

TEXTS = frozenset({(ir.Docs, name) for name in ("params", "ops", "configs", "aliases")})
"""Tables of what is told of things, by their names."""

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

WORDS: Mapping[tuple[type, str], str] = {(ir.Docs, "text"): "docs"}
"""What is called otherwise than its field."""

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

_IDENTITIES: Mapping[type, str] = {ir.Instance: "cls", ir.Expectation: "ref"}
"""The field that says what a record is of. What another says of its other fields is of that."""

SETTLED = frozenset(
    {
        *((ir.Meaning, name) for name in ("nodes", "ops", "types", "assets", "stages")),
        *((ir.Docs, name) for name in ("params", "ops", "aliases", "configs", "tags")),
        *((ir.Build, name) for name in ("targets", "nodes")),
        (ir.NodeOptions, "targets"),
        (ir.Stage, "nodes"),
        (ir.Union, "members"),
        (ir.FactType, "facts"),
    }
)
"""Tables whose order follows from something else, or means nothing: to each of them both sides may
add at one place.
"""

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
    "aliases": "type",
    "configs": "config",
}


def is_piece(ours: object, theirs: object) -> bool:
    """Whether values are whole or not at all: no records of one thing that are merged by fields."""
    if type(ours) is not type(theirs) or not is_dataclass(ours) or isinstance(ours, _PIECES):
        return True
    identity = _IDENTITIES.get(type(ours))
    return identity is not None and getattr(ours, identity) != getattr(theirs, identity)


def key_of(item: Any, field: str) -> Key | None:
    """What names `item` in the tuple `field`; None where nothing does, but its place."""
    if name := _NAMES.get(type(item)):
        key: Key = getattr(item, name)
        return key
    if isinstance(item, tuple) and len(item) == 2:
        return item[0] if isinstance(item[0], str) else (type(item[0]), item[0])  # 1 is not True
    return item if field in _SETS and isinstance(item, (str, ir.Ref)) else None


def noun_of(field: str, key: Key) -> str:
    """An entry of the tuple `field`, for people."""
    return f"{_NOUNS[field]} {name_of(key)}" if field in _NOUNS else name_of(key)


def name_of(key: Key) -> str:
    """What names an entry, for people."""
    return key if isinstance(key, str) else shown(key[1] if isinstance(key, tuple) else key)
