"""Nodes that were added, removed or renamed, or do something else by now."""

from collections.abc import Iterator, Sequence

from dagcompile.changes.records import Change, Sides, Subject
from dagcompile.changes.rules import (
    EXPECT_ADDED,
    EXPECT_REMOVED,
    EXPECT_UNTOLD,
    EXPECT_WARNS,
    NODE_ADDED,
    NODE_AND_FUNCTION,
    NODE_FEEDS,
    NODE_KIND,
    NODE_REMOVED,
    NODE_RENAMED,
    NODE_TAKEN_AWAY,
    NODE_TRADED,
    OP_ARGUMENTS,
    OP_OTHER,
    Rule,
)
from dagcompile.changes.same import same
from dagcompile.changes.texts import apart, listed
from dagcompile.changes.wires import both
from dagcompile.ir.queries import flat, upstream
from dagcompile.ir.records import Expect, FirstOf, FromPort, Node, OpDef, OpNode
from dagcompile.ir.text import value_text

_SOME = 3
"""So many nodes are named in a reason."""


def nodes(sides: Sides) -> Iterator[Change]:
    """Nodes that only one version has, and those whose id is another."""
    before, after = both(sides)
    fed = _fed(sides)
    for node in sides.new.meaning.nodes:
        if node.id not in sides.old.nodes:
            feeds = fed.get(node.id, ())
            yield _added(node, feeds).change(
                Subject(part="node", name=node.id),
                "added",
                after=after.call(node),
                behind=_named(feeds, "depends", "depend"),
            )
    was = {now: was for was, now in sides.names.nodes.items()}
    for node in sides.old.meaning.nodes:
        if node.id not in sides.new.nodes:
            takers = [each for each in sides.old.consumers[node.id] if each in sides.new.nodes]
            yield _removed(node, takers).change(
                Subject(part="node", name=was.get(node.id, node.id)),
                "removed",
                before=before.call(node),
                behind=_named(takers, "took", "took"),
            )
    yield from _renamed(sides)


def _named(names: Sequence[str], one: str, several: str) -> str:
    """`clean` took; `clean`, `rank` and 4 more took."""
    if len(names) > _SOME + 1:
        shown = ", ".join(f"`{each}`" for each in names[:_SOME])
        return f"{shown} and {len(names) - _SOME} more {several}"
    return f"{listed(names)} {one if len(names) == 1 else several}"


def _fed(sides: Sides) -> dict[str, list[str]]:
    """What was there before and depends on added nodes: nodes and outputs, some of them."""
    found: dict[str, list[str]] = {}
    old = {each.name for each in sides.old.meaning.outputs}
    for output in sides.new.meaning.outputs:
        for each in flat(output.source) if output.name in old else ():
            if isinstance(each, FromPort):
                found.setdefault(each.node, []).append(f"output {output.name}")
    for node in reversed(sides.new.meaning.nodes):
        behind = [node.id] if node.id in sides.old.nodes else found.get(node.id, [])
        for need in upstream(node) if behind else ():
            found[need] = list(dict.fromkeys([*behind, *found.get(need, [])]))[: _SOME + 2]
    return found


def _added(node: Node, fed: Sequence[str]) -> Rule:
    if isinstance(node, Expect):
        return EXPECT_ADDED if node.expectation.severity == "error" else EXPECT_WARNS
    return NODE_FEEDS if fed else NODE_ADDED


def _removed(node: Node, takers: Sequence[str]) -> Rule:
    if isinstance(node, Expect):
        return EXPECT_REMOVED if node.expectation.severity == "error" else EXPECT_UNTOLD
    return NODE_TAKEN_AWAY if takers else NODE_REMOVED


def _renamed(sides: Sides) -> Iterator[Change]:
    functions = {now: was for was, now in sides.names.ops.items()}
    for was, now in sides.names.nodes.items():
        node = sides.new.nodes.get(now)
        subject = Subject(part="node", name=now)
        if node is None:
            continue
        if isinstance(node, OpNode) and _renames(functions.get(node.op, node.op), node.op):
            yield NODE_AND_FUNCTION.change(
                subject,
                "renamed",
                before=f"{was} ({functions[node.op]})",
                after=f"{now} ({node.op})",
            )
        else:
            rule = NODE_TRADED if now in sides.names.nodes else NODE_RENAMED
            yield rule.change(subject, "renamed", before=was, after=now)


def _renames(old: str, new: str) -> bool:
    """Whether two keys of ops are of functions with other names."""
    return old.partition("#")[0].rpartition(":")[2] != new.partition("#")[0].rpartition(":")[2]


# --- what a node does ------------------------------------------------------------------------


def works(sides: Sides) -> Iterator[Change]:
    """Nodes that do the work of another op, or of another kind of node."""
    for old, new in sides.kept:
        if isinstance(old, OpNode) and isinstance(new, OpNode):
            if old.op != new.op:
                yield _work(new.id, sides.old.ops[old.op], sides.new.ops[new.op])
        elif type(old) is not type(new):
            yield NODE_KIND.change(
                Subject(part="node", name=new.id),
                "changed",
                before=_KINDS[type(old)],
                after=_KINDS[type(new)],
            )


_KINDS = {OpNode: "an op", FirstOf: "first_of", Expect: "an expectation"}


def _work(node: str, old: OpDef, new: OpDef) -> Change:
    rule = OP_ARGUMENTS if old.ref == new.ref and old.operator and new.operator else OP_OTHER
    before, after = old.key, new.key
    if rule is OP_ARGUMENTS:
        before, after = arguments(old, new)
    subject = Subject(part="node", name=node, detail="op")
    return rule.change(subject, "changed", before=before, after=after)


def arguments(old: OpDef, new: OpDef) -> tuple[str, str]:
    """The arguments of native work that differ."""
    was = dict(old.operator.arguments) if old.operator else {}
    now = dict(new.operator.arguments) if new.operator else {}
    names = [
        name
        for name in dict.fromkeys((*was, *now))
        if (name in was) != (name in now) or not same(was[name], now[name])
    ]
    return apart(
        *[
            ", ".join(f"{name}={value_text(side[name])}" for name in names if name in side)
            for side in (was, now)
        ]
    )
