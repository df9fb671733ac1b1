"""How ops that both versions have are used: their ports, what they are configured by and given.

Types of ports are told as types, and an input that comes or goes as one of the nodes that take it.
"""

from collections.abc import Iterator

from dagcompile.changes.comparers.nodes import arguments
from dagcompile.changes.records import Change, Side, Sides, Subject, Verb
from dagcompile.changes.rules import (
    CONFIG_CLASS,
    CONTEXT,
    INPUT_ADDED,
    INPUT_REMOVED,
    OP_ARGUMENTS,
    OP_KEY,
    OP_NATIVE,
    OP_UNUSED,
    OPS_ORDER,
    OUT_ADDED,
    OUT_REMOVED,
    PORT_FORM,
    PORT_RENAMED,
    PORTS_ORDER,
    RESULT_FORM,
    STAND_IN,
)
from dagcompile.changes.same import same
from dagcompile.changes.texts import apart
from dagcompile.ir.records import InPort, OpDef, OpKey, OpNode, Ref
from dagcompile.ir.text import ref_text


def ops(sides: Sides) -> Iterator[Change]:
    """What became of each op beside its types and its path."""
    wired = _wired(sides)
    for (key, side, before), after in sides.names.ports.items():
        subject = Subject(part="op", name=key, detail=_detail(side, after))
        yield PORT_RENAMED.change(subject, "renamed", before=before, after=after)
    for new in sides.new.meaning.ops:
        old = sides.old.ops.get(new.key)
        if old is not None and not same(old, new):
            yield from _inputs(old, new, wired)
            yield from _outputs(old, new)
            yield from _body(old, new)
            yield from _native(old, new)
    yield from _table(sides)


def _table(sides: Sides) -> Iterator[Change]:
    """What only the table of ops says: what no node uses, and how native work is called."""
    old, new = sides.old.meaning, sides.new.meaning
    used = {node.op for side in (old, new) for node in side.nodes if isinstance(node, OpNode)}
    for side, others, verb in ((old, sides.new.ops, _GONE), (new, sides.old.ops, _COME)):
        for op in side.ops:
            if op.key not in others and op.key not in used:
                yield OP_UNUSED.change(Subject(part="op", name=op.key), verb)
    for was, now in sides.names.ops.items():
        if was.partition("#")[0] == now.partition("#")[0] and _is_same(sides, now):
            yield OP_KEY.change(Subject(part="op", name=now), "renamed", before=was, after=now)
    order = [
        [each.key for each in side.ops if each.key in others]
        for side, others in ((old, sides.new.ops), (new, sides.old.ops))
    ]
    if order[0] != order[1]:
        before, after = apart(*[", ".join(keys) for keys in order])
        subject = Subject(part="pipeline", detail="order of ops")
        yield OPS_ORDER.change(subject, "changed", before=before, after=after)


def _is_same(sides: Sides, key: OpKey) -> bool:
    return key in sides.new.ops and same(sides.old.ops[key], sides.new.ops[key])


_GONE: Verb = "removed"
_COME: Verb = "added"


def _detail(side: Side, port: str) -> str:
    return f"{side} {port}"


def _wired(sides: Sides) -> frozenset[tuple[str, str]]:
    """The inputs of ops that a node of both versions is given on one side at least."""
    return frozenset(
        (node.op, each.port)
        for pair in sides.kept
        for node in pair
        if isinstance(node, OpNode)
        for each in node.inputs
    )


def _inputs(old: OpDef, new: OpDef, wired: frozenset[tuple[str, str]]) -> Iterator[Change]:
    before, after = (
        {each.name: each for each in old.inputs},
        {each.name: each for each in new.inputs},
    )
    for name, port in after.items():
        subject = Subject(part="op", name=new.key, detail=_detail("input", name))
        was = before.get(name)
        if was is None:
            if (new.key, name) not in wired:
                yield INPUT_ADDED.change(subject, "added", after=_form(port))
        elif _form(was) != _form(port):
            yield PORT_FORM.change(subject, "changed", before=_form(was), after=_form(port))
    for name, port in before.items():
        if name not in after and (new.key, name) not in wired:
            subject = Subject(part="op", name=new.key, detail=_detail("input", name))
            yield INPUT_REMOVED.change(subject, "removed", before=_form(port))
    yield from _order(new, "input", [*before], [*after])


def _form(port: InPort) -> str:
    """`required`, `optional, by name alone`."""
    words = "required" if port.required else "optional"
    return f"{words}, by name alone" if port.keyword_only else words


def _outputs(old: OpDef, new: OpDef) -> Iterator[Change]:
    before, after = [each.name for each in old.outputs], [each.name for each in new.outputs]
    for name in after:
        if name not in before:
            subject = Subject(part="op", name=new.key, detail=_detail("output", name))
            yield OUT_ADDED.change(subject, "added", after=name)
    for name in before:
        if name not in after:
            subject = Subject(part="op", name=new.key, detail=_detail("output", name))
            yield OUT_REMOVED.change(subject, "removed", before=name)
    yield from _order(new, "output", before, after)


def _order(op: OpDef, side: Side, before: list[str], after: list[str]) -> Iterator[Change]:
    """The order of ports that are on both sides."""
    was = [each for each in before if each in after]
    now = [each for each in after if each in before]
    if was != now:
        subject = Subject(part="op", name=op.key, detail=f"{side}s")
        yield PORTS_ORDER.change(subject, "changed", before=", ".join(was), after=", ".join(now))


def _body(old: OpDef, new: OpDef) -> Iterator[Change]:
    if old.fields != new.fields:
        words = ("its value", "the fields of a tuple")
        yield RESULT_FORM.change(
            Subject(part="op", name=new.key, detail="outputs"),
            "changed",
            before=words[old.fields],
            after=words[new.fields],
        )
    if old.context != new.context:
        yield CONTEXT.change(
            Subject(part="op", name=new.key, detail="context"),
            "changed" if old.context and new.context else "added" if new.context else "removed",
            before=old.context or None,
            after=new.context or None,
        )
    if old.config != new.config:
        yield CONFIG_CLASS.change(
            Subject(part="op", name=new.key, detail="config"),
            "changed" if old.config and new.config else "added" if new.config else "removed",
            before=old.config,
            after=new.config,
        )


def _native(old: OpDef, new: OpDef) -> Iterator[Change]:
    if old.operator is None or new.operator is None:
        if old.operator is not new.operator:
            words = ("a function", "native work")
            yield OP_NATIVE.change(
                Subject(part="op", name=new.key, detail="work"),
                "changed",
                before=words[old.operator is not None],
                after=words[new.operator is not None],
            )
        return
    if not same(old.operator.arguments, new.operator.arguments):
        before, after = arguments(old, new)
        subject = Subject(part="op", name=new.key, detail="arguments")
        yield OP_ARGUMENTS.change(subject, "changed", before=before, after=after)
    if old.operator.stand_in != new.operator.stand_in:
        yield STAND_IN.change(
            Subject(part="op", name=new.key, detail="stand-in"),
            "changed",
            before=_path(old.operator.stand_in),
            after=_path(new.operator.stand_in),
        )


def _path(ref: Ref | None) -> str | None:
    return None if ref is None else ref_text(ref)
