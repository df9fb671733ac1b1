"""What ops are configured by: the values of their configs, and what stands in for an input or a
param that is not given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dagcompile.changes.literals import Difference, difference
from dagcompile.changes.pairing import keyed, op_nodes
from dagcompile.changes.records import Change, Sides, Subject, Verb
from dagcompile.changes.rules import Rule
from dagcompile.changes.same import same
from dagcompile.changes.set_rules import (
    CONFIG_ADDED,
    CONFIG_ORDER,
    CONFIG_OTHER,
    CONFIG_REMOVED,
    CONFIG_VALUE,
    DEFAULT,
    INPUT_DEFAULT,
    INPUT_DEFAULT_UNSEEN,
    VALUE_ORDER,
    VALUE_UNSEEN,
)
from dagcompile.changes.texts import HIDDEN, Shown, apart
from dagcompile.ir.queries import Index
from dagcompile.ir.records import Const, Instance, OpNode, RecordType, TypeKey, Value
from dagcompile.ir.text import ref_text, value_text

_QUIET: Mapping[Difference, Rule] = {"unseen": VALUE_UNSEEN, "order": VALUE_ORDER}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A literal of one version, and its type where that is known."""

    value: Value
    type: TypeKey | None
    shown: Shown


def configs(sides: Sides) -> Iterator[Change]:
    """The values that nodes are configured by, each field a change."""
    before, after = Shown(sides.old), Shown(sides.new)
    for old, new in op_nodes(sides):
        if same(old.config, new.config):
            continue
        found = list(_class(old, new, sides))
        mine, other = _fields(old, sides.old, before), _fields(new, sides.new, after)
        for name, was, now in keyed(mine, other):
            found += _field(Subject(part="config", name=new.id, detail=name), was, now)
        yield from found or _reordered(old, new)


def _class(old: OpNode, new: OpNode, sides: Sides) -> Iterator[Change]:
    """Another class of config, where the op asks for the same one as before."""
    if old.config is None or new.config is None or old.config.cls == new.config.cls:
        return
    if sides.old.ops[old.op].config != sides.new.ops[new.op].config:
        return  # which is told of the op
    yield CONFIG_OTHER.change(
        Subject(part="config", name=new.id),
        "changed",
        before=ref_text(old.config.cls),
        after=ref_text(new.config.cls),
    )


def _reordered(old: OpNode, new: OpNode) -> Iterator[Change]:
    if old.config is not None and new.config is not None and old.config.cls == new.config.cls:
        yield CONFIG_ORDER.change(Subject(part="config", name=new.id), "changed")


def _fields(node: OpNode, index: Index, shown: Shown) -> dict[str, _Told]:
    if not isinstance(node.config, Instance):
        return {}
    declared = index.types.get(index.ops[node.op].config or "")
    types = (
        {each.name: each.type for each in declared.fields}
        if isinstance(declared, RecordType)
        else {}
    )
    return {
        name: _Told(value=value, type=types.get(name), shown=shown)
        for name, value in node.config.fields
    }


def _field(subject: Subject, was: _Told | None, now: _Told | None) -> Iterator[Change]:
    rule = CONFIG_ADDED if was is None else CONFIG_REMOVED if now is None else CONFIG_VALUE
    verb: Verb = "added" if was is None else "removed" if now is None else "changed"
    yield from _change(subject, was, now, verb=verb, rule=rule, node=subject.name)


def defaults(sides: Sides) -> Iterator[Change]:
    """What stands in for params, and for inputs of ops, that are not given."""
    before, after = Shown(sides.old), Shown(sides.new)
    for param in sides.new.meaning.params:
        was = sides.old.params.get(param.name)
        if was is None or was.default is None or param.default is None:
            continue  # one that is required by now, or was, is told of the interface
        yield from _change(
            Subject(part="param", name=param.name, detail="default"),
            _Told(value=was.default.value, type=was.type, shown=before),
            _Told(value=param.default.value, type=param.type, shown=after),
            verb="changed",
            rule=DEFAULT,
        )
    for op in sides.new.meaning.ops:
        if op.key in sides.old.ops and not same(sides.old.ops[op.key].inputs, op.inputs):
            yield from _of_inputs(sides, op.key, before, after)


def _of_inputs(sides: Sides, key: str, before: Shown, after: Shown) -> Iterator[Change]:
    old = {port.name: port for port in sides.old.ops[key].inputs}
    users = [
        each for each in sides.new.nodes.values() if isinstance(each, OpNode) and each.op == key
    ]
    for port in sides.new.ops[key].inputs:
        was = old.get(port.name)
        if was is None or same(was.default, port.default):
            continue
        left = [each.id for each in users if port.name not in {i.port for i in each.inputs}]
        yield from _change(
            Subject(part="op", name=key, detail=f"input {port.name}"),
            _of_default(was.default, was.type, before),
            _of_default(port.default, port.type, after),
            verb="changed",
            rule=INPUT_DEFAULT if left else INPUT_DEFAULT_UNSEEN,
            node=left[0] if left else "",
            port=port.name,
        )


def _of_default(default: Const | None, type_: TypeKey, shown: Shown) -> _Told | None:
    return None if default is None else _Told(value=default.value, type=type_, shown=shown)


def _change(
    subject: Subject,
    was: _Told | None,
    now: _Told | None,
    *,
    verb: Verb,
    rule: Rule,
    **names: str,
) -> Iterator[Change]:
    if was is not None and now is not None:
        how = difference(was.value, now.value)
        if how == "none":
            return
        if rule.weight != "cosmetic":
            rule = _QUIET.get(how, rule)
    before, after = _texts(was, now)
    names |= {"name": subject.name, "field": subject.detail}
    yield rule.change(subject, verb, before=before, after=after, **names)


def _texts(was: _Told | None, now: _Told | None) -> tuple[str | None, str | None]:
    """What is shown of both: nothing of a secret, be it one on one side alone."""
    both = [each for each in (was, now) if each is not None]
    if any(each.shown.hides(told.value, each.type) for each in both for told in both):
        return None if was is None else HIDDEN, None if now is None else HIDDEN
    if was is not None and now is not None:
        return apart(value_text(was.value), value_text(now.value))
    return (
        None if was is None else value_text(was.value),
        None if now is None else value_text(now.value),
    )
