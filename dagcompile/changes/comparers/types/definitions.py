"""The changes of definitions: of each class, contract and named type that both versions have."""

from collections.abc import Iterator

from dagcompile.changes.comparers.types.differences import differences
from dagcompile.changes.comparers.types.part import Difference
from dagcompile.changes.comparers.types.roles import CONFIG, Role
from dagcompile.changes.comparers.types.sight import Sight
from dagcompile.changes.comparers.types.weighing import weighed
from dagcompile.changes.pairing import op_nodes
from dagcompile.changes.records import Change, Sides, Subject, Verb
from dagcompile.ir.records import Instance, TypeKey


def definitions(sight: Sight) -> Iterator[Change]:
    """What differs in the definitions of types, each part told once: a field that a config has or
    lacks is told with its value.
    """
    valued = _valued(sight.sides)
    for key in sight.both.differing:
        roles = sight.roles.of(key)
        for each in definition(key, roles, sight):
            if roles != (CONFIG,) or (key, each.subject.detail, each.verb) not in valued:
                yield each


def _valued(sides: Sides) -> set[tuple[TypeKey, str, Verb]]:
    """The fields of the classes of configs for which a node has a value on one side alone."""
    found: set[tuple[TypeKey, str, Verb]] = set()
    for old, new in op_nodes(sides):
        key = sides.new.ops[new.op].config
        if isinstance(old.config, Instance) and isinstance(new.config, Instance) and key:
            before, now = dict(old.config.fields), dict(new.config.fields)
            found.update((key, name, "added") for name in now if name not in before)
            found.update((key, name, "removed") for name in before if name not in now)
    return found


def definition(key: TypeKey, roles: tuple[Role, ...], sight: Sight) -> Iterator[Change]:
    """What differs in the definition of one type, for those who see it in `roles`."""
    old, new = sight.both.old[key], sight.both.new[key]
    for each in differences(old, new, sight.both):
        yield change_of(each, Subject(part="type", name=key, detail=each.detail), roles)


def change_of(each: Difference, subject: Subject, roles: tuple[Role, ...]) -> Change:
    """A difference as those see it who have `roles`."""
    weight, reason = weighed(each, roles)
    return Change(
        subject=subject,
        verb=each.verb,
        weight=weight,
        reason=reason,
        before=each.before,
        after=each.after,
    )
