"""A small pipeline, and versions of it that differ in nodes, ops or edges."""

from collections.abc import Sequence
from dataclasses import replace

from irs import node, op, pipeline

from dagcompile.ir.records import Node, OpDef, OpNode, Pipeline, Ref, Source

ROWS = {"rows": "list[int]"}
OPS = (
    op("load", {"day": "str"}, out="list[int]"),
    op("clean", ROWS, out={"landed": "list[int]", "late": "list[int]"}),
    op("count", ROWS),
    op("report", {"n": "int", "rows": "list[int]"}),
)
LOAD = node("load", {"day": "$day"})
CLEAN = node("clean", {"rows": "load"})
COUNT = node("count", {"rows": "clean.landed"})
REPORT = node("report", {"n": "count", "rows": "clean.late"})


def days(
    *nodes: Node,
    ops: Sequence[OpDef] = OPS,
    gives: dict[str, tuple[str | Source, str]] | None = None,
    params: dict[str, str] | None = None,
) -> Pipeline:
    """`load`, `clean`, `count` and `report` of one day; or other nodes, ops, outputs, params."""
    return pipeline(
        *ops,
        nodes=nodes or (LOAD, CLEAN, COUNT, REPORT),
        outputs=gives or {"result": ("report", "int")},
        params=params or {"day": "str"},
    )


def moved(of: Pipeline, to: str, *names: str) -> Pipeline:
    """`of`, with its functions of those names in another module."""
    keys = {f"app.ops:{name}": f"{to}:{name}" for name in names}
    ops = [
        replace(each, key=keys[each.key], ref=Ref(module=to, name=each.ref.name))
        if each.key in keys
        else each
        for each in of.meaning.ops
    ]
    nodes = [
        replace(each, op=keys.get(each.op, each.op)) if isinstance(each, OpNode) else each
        for each in of.meaning.nodes
    ]
    return replace(of, meaning=replace(of.meaning, ops=tuple(ops), nodes=tuple(nodes)))
