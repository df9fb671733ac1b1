"""A pipeline told in other names: the old version in those of the new one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, TypeAlias, TypeVar, cast

from dagcompile.changes.records import Names, Side
from dagcompile.ir.records import (
    Asset,
    AssetName,
    CheckDef,
    Collection,
    DictType,
    Docs,
    Expect,
    Expectation,
    Field,
    FirstOf,
    FromParam,
    FromPort,
    Guard,
    InPort,
    Input,
    Kept,
    Look,
    NodeOptions,
    OpDef,
    OpKey,
    OpNode,
    OutPort,
    Output,
    Param,
    Pipeline,
    RecordType,
    Ref,
    Refined,
    Stage,
    TupleType,
    TypeEntry,
    TypeKey,
    Union,
)
from dagcompile.ir.text import ref_text, type_text, union_order

T = TypeVar("T")

_What: TypeAlias = Literal["node", "op", "port", "type", "param", "output", "asset"]

_NAMES: Mapping[tuple[type, str], _What] = {
    **{(cls, "id"): "node" for cls in (OpNode, FirstOf, Expect)},
    **{(cls, "after"): "node" for cls in (OpNode, FirstOf, Expect)},
    (FromPort, "node"): "node",
    **{(cls, "port"): "port" for cls in (FromPort, Input, Guard, Look, Kept)},
    **{(cls, "name"): "port" for cls in (InPort, OutPort)},
    (Stage, "nodes"): "node",
    (NodeOptions, "node"): "node",
    (OpDef, "key"): "op",
    (OpNode, "op"): "op",
    **{(cls, "type"): "type" for cls in (InPort, OutPort, Guard, Look, FirstOf, Param, Output)},
    (OpDef, "config"): "type",
    (Union, "members"): "type",
    (Collection, "item"): "type",
    (TupleType, "items"): "type",
    (DictType, "key"): "type",
    (DictType, "value"): "type",
    (Field, "type"): "type",
    (Refined, "base"): "type",
    (Refined, "name"): "type",
    (TypeEntry, "key"): "type",
    (FromParam, "name"): "param",
    (Param, "name"): "param",
    (Output, "name"): "output",
    (Asset, "name"): "asset",
    (AssetName, "name"): "asset",
    (Kept, "asset"): "asset",
    (OpNode, "reads"): "asset",
    (OpNode, "writes"): "asset",
}
"""The fields that hold a name, or several. Those of ports follow from the op of their node."""


def names_of(record: object) -> tuple[str, ...]:
    """The fields of a record that say something: not the one that tells its kind."""
    cls = type(record)
    if cls not in _FIELDS:
        known = tuple([each.name for each in fields(cast("Any", cls)) if each.name != "kind"])
        _FIELDS[cls] = known
    return _FIELDS[cls]


_FIELDS: dict[type, tuple[str, ...]] = {}


def told_in(pipeline: Pipeline, names: Names) -> Pipeline:
    """`pipeline` in the new `names`. It is the same object if there are none. Linear.

    Where an id is told in one that another node has, this is no verified pipeline any more.
    """
    if names == Names():
        return pipeline
    return _Teller(pipeline, names).pipeline()


def type_keys(
    pipeline: Pipeline, refs: Mapping[Ref, Ref], names: Mapping[TypeKey, TypeKey] | None = None
) -> dict[TypeKey, TypeKey]:
    """The keys of types that are others once the import paths `refs` are told in new ones, and
    the `names` that authors gave to types.
    """
    table = {entry.key: entry.type for entry in pipeline.meaning.types}
    found: dict[TypeKey, TypeKey] = dict(names or {})

    def key_of(key: TypeKey) -> TypeKey:
        if key not in found and key in table:
            type_ = table[key]
            if isinstance(
                type_, RecordType
            ):  # its key does not name its fields, which may lead back
                found[key] = ref_text(refs.get(type_.ref, type_.ref))
            elif isinstance(type_, Refined) and type_.name:  # which is its key
                found[key] = key
            else:
                found[key] = type_text(teller.told(type_))
        return found.get(key, key)

    teller = _Teller(pipeline, Names(refs=refs), types=key_of)
    for key in table:
        key_of(key)
    return {key: new for key, new in found.items() if key != new}


class _Teller:
    """Tells records in new names. What has none is returned as it is."""

    def __init__(
        self,
        pipeline: Pipeline,
        names: Names,
        *,
        types: Callable[[TypeKey], TypeKey] | None = None,
    ) -> None:
        self._pipeline = pipeline
        self._names = names
        self._maps: Mapping[str, Callable[[str], str]] = {
            "node": _by(names.nodes),
            "op": _by(names.ops),
            "type": types or _by(names.types),
            "param": _by(names.params),
            "output": _by(names.outputs),
            "asset": _by(names.assets),
        }
        self._ops = {
            node.id: node.op for node in pipeline.meaning.nodes if isinstance(node, OpNode)
        }
        self._op: OpKey | None = None

    def pipeline(self) -> Pipeline:
        """All of it, its tables in their order."""
        told = self.told(self._pipeline)
        meaning, docs = told.meaning, told.docs  # whose pairs still have the names of before
        op, type_, by = self._maps["op"], self._maps["type"], self._maps["param"]
        return replace(
            told,
            meaning=replace(
                meaning,
                ops=_sorted(meaning.ops, self._pipeline.meaning.ops, lambda each: each.key),
                assets=_sorted(
                    meaning.assets, self._pipeline.meaning.assets, lambda each: each.name
                ),
                types=_sorted(meaning.types, self._pipeline.meaning.types, lambda each: each.key),
            ),
            docs=replace(
                docs,
                params=tuple([(by(name), text) for name, text in docs.params]),
                ops=_sorted([(op(key), text) for key, text in docs.ops], docs.ops, _first),
                aliases=_sorted(
                    [(type_(key), ref) for key, ref in docs.aliases], docs.aliases, _first
                ),
                configs=self._configs(docs),
            ),
        )

    def _configs(self, docs: Docs) -> tuple[tuple[str, str], ...]:
        """Descriptions of fields of configs, by the op and the field."""
        found = []
        for path, text in docs.configs:
            op, dot, field = path.rpartition(".")
            found.append((f"{self._maps['op'](op)}{dot}{field}", text))
        return tuple(found)

    def told(self, value: T) -> T:
        """A record, a tuple of them or a scalar."""
        if isinstance(value, str | int | float) or value is None:
            return value
        return cast("T", self._told(value))

    def _told(self, value: Any) -> Any:
        match value:
            case Ref():
                return self._names.refs.get(value, value)
            case tuple():
                return self._tuple(value, self.told)
            case CheckDef() | Expectation() if value.ref is not None:
                return self._named(value)
            case Union():
                union = self._record(value)
                return union if union is value else Union(members=union_order(union.members))
            case OpNode() | OpDef():
                self._op = value.op if isinstance(value, OpNode) else value.key
                told = self._record(value)
                self._op = None
                return told
            case _:
                return self._record(value) if is_dataclass(value) else value

    def _record(self, value: T) -> T:
        changed: dict[str, object] = {}
        for name in names_of(value):
            item = getattr(value, name)
            what = _NAMES.get((type(value), name))
            if what is None:
                new = self.told(item)
            elif what == "port":
                new = self._port(value, item)
            elif isinstance(item, tuple):
                new = self._tuple(item, self._maps[what])
            else:
                new = item if item is None else self._maps[what](item)
            if new is not item:
                changed[name] = new
        return replace(cast("Any", value), **changed) if changed else value

    def _tuple(self, items: tuple[T, ...], tell: Callable[[T], T]) -> tuple[T, ...]:
        new = tuple([tell(item) for item in items])
        return items if all(a is b for a, b in zip(items, new, strict=True)) else new

    def _named(self, value: CheckDef | Expectation) -> CheckDef | Expectation:
        """What is called by the import path of its function still is."""
        told = self._record(value)
        if value.ref is None or told.ref is None or value.name != ref_text(value.ref):
            return told
        return replace(told, name=ref_text(told.ref))

    def _port(self, value: object, name: str) -> str:
        """The name of a port of the op whose use or definition is being told."""
        op: OpKey | None = self._op
        side: Side = "output"
        match value:
            case FromPort():
                op = self._ops.get(value.node)
            case Guard() | Look():
                side = value.side
            case InPort() | Input():
                side = "input"
            case _:
                pass
        return name if op is None else self._names.ports.get((op, side, name), name)


def _sorted(told: Iterable[T], before: tuple[T, ...], by: Callable[[T], str]) -> tuple[T, ...]:
    """What is told, sorted if it was so before."""
    keys = [by(each) for each in before]
    return tuple(sorted(told, key=by) if keys == sorted(keys) else told)


def _first(pair: tuple[str, object]) -> str:
    return pair[0]


def _by(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda name: names.get(name, name)
