"""The changes of definitions: of each class, contract and named type that both versions have."""

from collections.abc import Iterator

from dagcompile.changes.records import Change, Subject
from dagcompile.changes.types.differences import differences
from dagcompile.changes.types.part import Difference
from dagcompile.changes.types.roles import Role
from dagcompile.changes.types.sight import Sight
from dagcompile.changes.types.weighing import weighed
from dagcompile.ir.records import TypeKey


def definitions(sight: Sight) -> Iterator[Change]:
    """What differs in the definitions of types, each part told once."""
    for key in sight.both.differing:
        yield from definition(key, sight.roles.of(key), sight)


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
