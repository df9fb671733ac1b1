"""Where the values of inputs come from, in which order they are tried, and what is waited for."""

from collections import Counter
from collections.abc import Iterator, Sequence

from dagcompile.changes.literals import difference
from dagcompile.changes.pairing import keyed
from dagcompile.changes.records import Change, Sides, Subject, Verb
from dagcompile.changes.rules import (
    AFTER_ADDED,
    AFTER_ORDER,
    AFTER_REMOVED,
    CONSTANT,
    CONSTANT_ORDER,
    CONSTANT_UNSEEN,
    FIRST_ITEMS,
    FIRST_ORDER,
    INPUT_LEFT,
    INPUT_WIRED,
    INPUTS_ORDER,
    OUTPUT_REWIRED,
    REWIRED,
    Rule,
)
from dagcompile.changes.same import same
from dagcompile.changes.texts import HIDDEN, apart, brief
from dagcompile.changes.wires import both
from dagcompile.ir.compact import compact
from dagcompile.ir.queries import Index
from dagcompile.ir.records import Const, Expect, FirstOf, Input, OpNode, Source, TypeKey, Value
from dagcompile.ir.text import value_text


def wires(sides: Sides) -> Iterator[Change]:
    """Inputs and outputs that take another value, and nodes that wait for others."""
    told = _Told(sides)
    for old, new in sides.kept:
        if isinstance(old, FirstOf) and isinstance(new, FirstOf):
            yield from told.first_of(old, new)
        elif not isinstance(old, FirstOf) and not isinstance(new, FirstOf):
            yield from told.inputs(old, new)
        yield from told.after(new.id, old.after, new.after)
    before = {each.name: each for each in sides.old.meaning.outputs}
    for output in sides.new.meaning.outputs:
        was = before.get(output.name)
        if was is not None and not same(was.source, output.source):
            texts = told.texts(was.source, output.source, (was.type, output.type))
            yield OUTPUT_REWIRED.change(
                Subject(part="output", name=output.name),
                "rewired",
                before=texts[0],
                after=texts[1],
                name=output.name,
            )


class _Told:
    """What is told of nodes that both versions have."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._before, self._after = both(sides)

    def inputs(self, old: OpNode | Expect, new: OpNode | Expect) -> Iterator[Change]:
        if same(old.inputs, new.inputs):
            return
        was, now = (
            {each.port: each for each in old.inputs},
            {each.port: each for each in new.inputs},
        )
        for port, before, after in keyed(was, now):
            yield from self._input(old, new, port, before, after)
        order = [each for each in was if each in now], [each for each in now if each in was]
        if order[0] != order[1] and not self._ordered(old, new):
            yield INPUTS_ORDER.change(
                Subject(part="node", name=new.id, detail="inputs"),
                "changed",
                before=", ".join(order[0]),
                after=", ".join(order[1]),
            )

    def _ordered(self, old: OpNode | Expect, new: OpNode | Expect) -> bool:
        """Whether the order of inputs follows from that of their op, which is told of it."""
        if not isinstance(old, OpNode) or not isinstance(new, OpNode):
            return False
        was, now = self._sides.old.ops[old.op], self._sides.new.ops[new.op]
        return [each.name for each in was.inputs] != [each.name for each in now.inputs]

    def _input(
        self,
        old: OpNode | Expect,
        new: OpNode | Expect,
        port: str,
        before: Input | None,
        after: Input | None,
    ) -> Iterator[Change]:
        subject = Subject(part="node", name=new.id, detail=port)
        if before is not None and after is not None:
            if same(before.source, after.source):
                return
            rule = _rule(before.source, after.source)
            was, now = self.texts(
                before.source,
                after.source,
                (_type(self._sides.old, old, port), _type(self._sides.new, new, port)),
            )
            verb: Verb = "rewired" if rule is REWIRED else "changed"
            yield rule.change(subject, verb, before=was, after=now, name=new.id)
        elif after is not None:
            text = brief(self._after.text(after.source))
            yield INPUT_WIRED.change(subject, "added", after=text, name=new.id)
        elif before is not None:
            text = brief(self._before.text(before.source))
            yield INPUT_LEFT.change(subject, "removed", before=text, name=new.id)

    def first_of(self, old: FirstOf, new: FirstOf) -> Iterator[Change]:
        if same(old.items, new.items):
            return
        was, now = [compact(each) for each in old.items], [compact(each) for each in new.items]
        subject = Subject(part="node", name=new.id, detail="items")
        before = ", ".join([self._before.text(each) for each in old.items])
        after = ", ".join([self._after.text(each) for each in new.items])
        shown = apart(before, after)
        if Counter(was) == Counter(now):
            yield FIRST_ORDER.change(subject, "changed", before=shown[0], after=shown[1])
        else:
            yield FIRST_ITEMS.change(subject, "rewired", before=shown[0], after=shown[1])

    def after(self, node: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
        if old == new:
            return
        subject = Subject(part="node", name=node, detail="after")
        gone = [self._before.node(each) for each in old if each not in new]
        come = [each for each in new if each not in old]
        if gone:
            yield AFTER_REMOVED.change(subject, "removed", before=brief(", ".join(gone)))
        if come:
            yield AFTER_ADDED.change(subject, "added", after=brief(", ".join(come)))
        if not gone and not come:
            before = ", ".join(map(self._before.node, old))
            yield AFTER_ORDER.change(subject, "changed", before=before, after=", ".join(new))

    def texts(
        self, old: Source, new: Source, types: tuple[TypeKey | None, TypeKey | None]
    ) -> tuple[str, str]:
        """Both sources; no literal of them where one of them is a secret on either side."""
        hidden = any(
            side.holds_secret(source, key)
            for source in (old, new)
            for side, key in zip((self._before, self._after), types, strict=True)
        )
        literals = _hidden if hidden else value_text
        return apart(
            self._before.text(old, literals=literals), self._after.text(new, literals=literals)
        )


def _hidden(value: Value) -> str:  # noqa: ARG001  (which is the point)
    return HIDDEN


def _rule(old: Source, new: Source) -> Rule:
    if not isinstance(old, Const) or not isinstance(new, Const):
        return REWIRED
    match difference(old.value, new.value):
        case "unseen":
            return CONSTANT_UNSEEN
        case "order":
            return CONSTANT_ORDER
        case _:
            return CONSTANT


def _type(index: Index, node: OpNode | Expect, port: str) -> TypeKey | None:
    """The type of an input, where its op says so."""
    return index.inputs.get((node.op, port)) if isinstance(node, OpNode) else None
