"""The changes of places: a param, an output, a port that names another type than before."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from dagcompile.changes.comparers.types.both import Effect, joined
from dagcompile.changes.comparers.types.definitions import change_of
from dagcompile.changes.comparers.types.differences import secrecy
from dagcompile.changes.comparers.types.frames import frame_parts
from dagcompile.changes.comparers.types.part import Difference, verb_of
from dagcompile.changes.comparers.types.roles import INSIDE, Role
from dagcompile.changes.comparers.types.sight import Sight
from dagcompile.changes.pairing import keyed, op_nodes
from dagcompile.changes.records import Change, Subject
from dagcompile.ir.records import FirstOf, FrameType, InPort, OpDef, OutPort, TypeKey

T = TypeVar("T", bound="InPort | OutPort")


def places(sight: Sight) -> Iterator[Change]:
    """Each place of both versions whose type is another one by now."""
    yield from _published(sight)
    users = _users(sight)
    for key, old, new in keyed(sight.sides.old.ops, sight.sides.new.ops):
        if old is not None and new is not None and old != new:
            yield from _ports(old, new, users.get(key, ()), sight)
    for before, after in sight.sides.kept:
        if isinstance(before, FirstOf) and isinstance(after, FirstOf):
            subject = Subject(part="node", name=after.id)
            yield from place(before.type, after.type, subject, (INSIDE,), sight)


def _published(sight: Sight) -> Iterator[Change]:
    old, new = sight.sides.old.meaning, sight.sides.new.meaning
    params = {each.name: each.type for each in old.params}
    for param in new.params:
        if param.name in params:
            subject, role = Subject(part="param", name=param.name), Role("param", param.name)
            yield from place(params[param.name], param.type, subject, (role,), sight)
    outputs = {each.name: each.type for each in old.outputs}
    for output in new.outputs:
        if output.name in outputs:
            subject, role = Subject(part="output", name=output.name), Role("output", output.name)
            yield from place(outputs[output.name], output.type, subject, (role,), sight)


def _users(sight: Sight) -> Mapping[str, tuple[str, ...]]:
    """The nodes of each op, of those that are in both versions and were uses of it before."""
    found: dict[str, tuple[str, ...]] = {}
    for old, new in op_nodes(sight.sides):
        if old.op == new.op:
            found[new.op] = (*found.get(new.op, ()), new.id)
    return found


def _ports(old: OpDef, new: OpDef, users: tuple[str, ...], sight: Sight) -> Iterator[Change]:
    for before, after in _paired(old.inputs, new.inputs):
        subject = _subject(new, after.name, users)
        yield from place(before.type, after.type, subject, (INSIDE,), sight)
    for out, now in _paired(old.outputs, new.outputs):
        roles = (*sight.roles.of_port(new.key, now.name), INSIDE)
        yield from given(out, now, _subject(new, now.name, users), roles, sight)


def given(
    old: OutPort, new: OutPort, subject: Subject, roles: tuple[Role, ...], sight: Sight
) -> Iterator[Change]:
    """What is told of an output of an op."""
    if old.maybe == new.maybe:
        yield from place(old.type, new.type, subject, roles, sight)
    else:
        yield _withheld(old, new, subject, roles, sight)


def _subject(op: OpDef, port: str, users: tuple[str, ...]) -> Subject:
    """A port of the only node of an op; of the op, where there are several."""
    if len(users) == 1:
        return Subject(part="node", name=users[0], detail=port)
    return Subject(part="op", name=op.key, detail=port)


def _paired(old: tuple[T, ...], new: tuple[T, ...]) -> Iterator[tuple[T, T]]:
    known = {port.name: port for port in old}
    for port in new:
        if port.name in known:
            yield known[port.name], port


def place(
    before: TypeKey, after: TypeKey, subject: Subject, roles: tuple[Role, ...], sight: Sight
) -> Iterator[Change]:
    """What is told of a place that named the type `before` and names `after` by now."""
    if before == after:
        return
    tell = partial(_told, subject=subject, roles=roles)
    old, new = sight.both.old[before], sight.both.new[after]
    if isinstance(old, FrameType) and isinstance(new, FrameType) and _is_told_by_parts(old, new):
        yield from map(tell, frame_parts(old, new))
        return
    effect = sight.both.effect(before, after)
    verb = verb_of(effect)
    yield tell(Difference(verb=verb, effect=effect, before=before, after=after))
    if sight.both.shows(before, after):
        yield tell(secrecy(now=False))
    elif sight.both.hides(before, after):
        yield tell(secrecy(now=True))


def _told(each: Difference, *, subject: Subject, roles: tuple[Role, ...]) -> Change:
    detail = ".".join(filter(None, (subject.detail, each.detail)))
    return change_of(each, Subject(part=subject.part, name=subject.name, detail=detail), roles)


def _is_told_by_parts(old: FrameType, new: FrameType) -> bool:
    """Whether two tables are named by all of their columns, few of which differ."""
    known = {column.name for column in old.columns}
    common = [column for column in new.columns if column.name in known]
    return old.library == new.library == "arrow" and len(common) > len(known) / 2


def _withheld(
    old: OutPort, new: OutPort, subject: Subject, roles: tuple[Role, ...], sight: Sight
) -> Change:
    """That an output may be withheld by now, or may not any more."""
    need: Effect = "widened" if new.maybe else "narrowed"
    effect = joined(sight.both.effect(old.type, new.type), need)
    change = _told(
        Difference(verb=verb_of(effect), effect=effect, before=_maybe(old), after=_maybe(new)),
        subject=subject,
        roles=roles,
    )
    if change.weight == "breaking":
        return change
    reason = "what takes it may be skipped" if new.maybe else "a run that withholds it fails"
    return replace(change, weight="risky", reason=reason)


def _maybe(port: OutPort) -> str:
    return f"Maybe[{port.type}]" if port.maybe else port.type
