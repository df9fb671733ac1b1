"""What has changed for others in what a pipeline publishes: its params, its outputs, its assets.

    contract(old, new, users=users).changes

Whoever gives a param is content where it takes more, whoever reads an output or an asset where it
holds less. What goes on between is nobody's contract, but that
nothing looks any more at what is published.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from dagcompile.changes.comparers.moving import moved_in
from dagcompile.changes.comparers.types.published import published
from dagcompile.changes.comparers.types.roles import PUBLISHED, Role, Roles
from dagcompile.changes.comparing import compare
from dagcompile.changes.identity.moves import refs_in
from dagcompile.changes.identity.sides import sides_of
from dagcompile.changes.order import ordered
from dagcompile.changes.records import Change, Comparison, Sides
from dagcompile.changes.sharing import Sharing
from dagcompile.changes.unguarded import Published
from dagcompile.changes.users import NO_USERS, Users
from dagcompile.ir.queries import Index, index_of, written
from dagcompile.ir.records import OpNode, Pipeline, Ref, TypeKey


def contract(
    old: Pipeline,
    new: Pipeline,
    *,
    users: Users = NO_USERS,
    settled: Iterable[Change] = (),
) -> Comparison:
    """How what `new` publishes differs from what `old` does; both as in `compare`.

    `settled` are changes of guards that follow from the settings of a project. `consumers` of a
    change are those of `users` that read an asset it is of, or wait for it: `pipeline:NAME`.
    """
    whole = compare(old, new)
    sides = sides_of(old, new)
    sharing = Sharing(users, _called(old, new))
    changes = [
        _read_by(sharing.told(change), assets, users)
        for change, assets in (
            *_of_interface(whole.changes, sides),
            *published(sides),
            *_unchecked((*whole.changes, *settled), Published(sides.new)),
        )
    ]
    return replace(whole, changes=ordered(changes, sides))


def _of_interface(
    changes: Iterable[Change], sides: Sides
) -> Iterator[tuple[Change, tuple[str, ...]]]:
    """The changes of what is published as such, each with the asset that it is of."""
    assets = _Assets(sides)
    for change in changes:
        name = change.subject.name
        match change.subject.part:
            case "param" | "output":
                yield change, ()
            case "pipeline" if change.subject.detail in _NAMED or assets.moved.of(change):
                yield change, assets.of(change)
            case "asset" if found := assets.of(change):
                yield change, found
            case "type" if change.verb in ("renamed", "moved"):
                if any(each.kind in PUBLISHED for each in assets.roles.of(name)):
                    yield change, assets.of(change)
            case _:
                continue


_NAMED = ("", "order of params", "order of outputs")
"""What others may know of a pipeline as a whole: its name, and how its params and outputs stand."""


class _Moved:
    """Who sees values of the types that what moved with others, or as a part of types, is of."""

    def __init__(self, sides: Sides, roles: Roles) -> None:
        self._sides, self._roles = sides, roles

    def of(self, change: Change) -> tuple[Role, ...]:
        """Those that are published."""
        refs = self._refs.get(replace(change, consumers=()), ())
        keys = dict.fromkeys(key for ref in refs for key in self._types.get(ref, ()))
        roles = dict.fromkeys(role for key in keys for role in self._roles.of(key))
        return tuple([each for each in roles if each.kind in PUBLISHED])

    @cached_property
    def _refs(self) -> Mapping[Change, tuple[Ref, ...]]:
        return {each.change: each.refs for each in moved_in(self._sides)}

    @cached_property
    def _types(self) -> Mapping[Ref, list[TypeKey]]:
        """The types that each import path is named in."""
        found: dict[Ref, list[TypeKey]] = defaultdict(list)
        for entry in self._sides.new.meaning.types:
            for ref in dict.fromkeys(refs_in(entry.type)):
                found[ref].append(entry.key)
        return found


def _kept(roles: Iterable[Role]) -> tuple[str, ...]:
    return tuple([each.name for each in roles if each.kind == "asset"])


def _unchecked(
    changes: Iterable[Change], published: Published
) -> Iterator[tuple[Change, tuple[str, ...]]]:
    """Guards and expectations that no longer hold of what others read."""
    for change in changes:
        if change.subject.part in ("guard", "expectation"):
            outputs, assets = published.unchecked(change)
            names = [f"output `{each}`" for each in outputs]
            names += [f"asset `{each}`" for each in assets]
            if names:
                why = f"what is published is checked less: {', '.join(names)}; {change.reason}"
                yield replace(change, reason=why), assets


def _written(index: Index) -> frozenset[str]:
    return frozenset(
        asset for node in index.meaning.nodes if isinstance(node, OpNode) for asset in written(node)
    )


# --- who reads assets ----------------------------------------------------------------------------


def _read_by(change: Change, assets: tuple[str, ...], users: Users) -> Change:
    is_felt = assets and change.weight != "cosmetic"
    return replace(change, consumers=users.readers(assets) if is_felt else ())


def among(
    changes: tuple[Change, ...], old: Pipeline | None, new: Pipeline | None, users: Users
) -> tuple[Change, ...]:
    """`changes` of all of a pipeline beside those that use its assets: each with who else reads an
    asset that it is of behind its consumers, and in the order of what it weighs by then. A version
    is None where there is none: what the other keeps came or went with it.
    """
    own = _called(old, new)
    sharing = Sharing(users, own)
    if old is None:
        return changes if new is None else (*sharing.begun(new), *changes)
    before = index_of(old.meaning)
    now = index_of(new.meaning) if new else before
    if not (_written(before) | _written(now)):
        return changes
    sides = sides_of(old, new or old)
    assets = _Assets(sides)
    found = []
    for each in changes:
        change = sharing.told(each)
        names = tuple(_written(before)) if new is None else assets.of(change)
        readers = users.readers(names) if names and change.weight != "cosmetic" else ()
        others = [each for each in readers if each.removeprefix("pipeline:") not in own]
        found.append(replace(change, consumers=(*change.consumers, *others)))
    return ordered(found, sides)


def _called(*versions: Pipeline | None) -> frozenset[str]:
    return frozenset(each.meaning.name for each in versions if each)


class _Assets:
    """The assets that changes are of, as those see them who read them."""

    def __init__(self, sides: Sides) -> None:
        self._given = _written(sides.old) | _written(sides.new)
        self.roles = Roles(sides)
        self.moved = _Moved(sides, self.roles)

    def of(self, change: Change) -> tuple[str, ...]:
        """The names of the assets, before and now where it has another."""
        name, detail = change.subject.name, change.subject.detail
        match change.subject.part:
            case "asset" if name in self._given and detail != "read":
                was = change.before if change.verb == "renamed" else None
                return (name,) if was is None else (was, name)
            case "type":
                return _kept(self.roles.of(name))
            case "pipeline":
                return _kept(self.moved.of(change))
            case _:
                return ()
