"""Three versions of a pipeline in one language: what either side renamed has its new name in all.

    told = in_one_language(base, ours, theirs)
    told.base, told.ours, told.theirs
    told.conflicts      what both renamed, each in its own way, and names that both gave

A side is told only in the names of the other: what it calls by a name of the base by now may be
something else.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from typing import Any

from dagcompile.changes.identity.naming import told_in, type_keys
from dagcompile.changes.identity.sides import sides_of
from dagcompile.changes.merging.records import Conflict
from dagcompile.changes.records import Names
from dagcompile.ir.records import Pipeline, Ref, Refined, TypeKey
from dagcompile.ir.text import ref_text

_NOUNS: Mapping[str, str] = {
    "nodes": "node ",
    "params": "param ",
    "outputs": "output ",
    "assets": "asset ",
    "refs": "",
    "types": "type ",
    "ports": "port ",
    "ops": "op ",
}

_Table = Mapping[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class InOneLanguage:
    """Three versions in the names of both sides; where these conflict, in ours."""

    base: Pipeline
    ours: Pipeline
    theirs: Pipeline
    by_ours: Mapping[Ref, Ref]
    """Import paths that our side alone calls otherwise, from that of the base to its new one."""
    by_theirs: Mapping[Ref, Ref]
    conflicts: tuple[Conflict, ...] = ()


def in_one_language(base: Pipeline, ours: Pipeline, theirs: Pipeline) -> InOneLanguage:
    """All three in the new names of both sides. Types may be in them that only one has."""
    mine, others = _given(base, ours), _given(base, theirs)
    conflicts = [*_both_renamed(mine, others)]
    taken, known = _known(ours), _known(theirs)
    for name in ("nodes", "params", "outputs", "assets", "ops"):
        to_ours = _table(others, name, without=mine)
        to_theirs = _table(mine, name, without=others)
        for old in sorted(_clashing(to_ours, taken[name])):
            at = (f"{_NOUNS[name]}{to_ours[old]}",)
            conflicts.append(Conflict(where=at, ours="another one", theirs=f"what was {old}"))
            others = _less(others, name, old)
        for old in sorted(_clashing(to_theirs, known[name])):
            at = (f"{_NOUNS[name]}{to_theirs[old]}",)
            conflicts.append(Conflict(where=at, ours=f"what was {old}", theirs="another one"))
            mine = _less(mine, name, old)
    return InOneLanguage(
        base=_told(base, _merged(others, mine)),
        ours=_told(ours, _rest(others, mine)),
        theirs=_told(theirs, _rest(mine, others)),
        by_ours=_table(mine, "refs", without=others),
        by_theirs=_table(others, "refs", without=mine),
        conflicts=tuple(conflicts),
    )


def _given(base: Pipeline, side: Pipeline) -> Names:
    """What a side calls otherwise than the base. Of types only those that their author named anew:
    the keys of others follow.
    """
    names = sides_of(base, side).names
    old, new = _called(base), _called(side)
    types = {key: to for key, to in names.types.items() if old.get(key) != new.get(to)}
    return replace(names, types=types)


def _called(pipeline: Pipeline) -> dict[TypeKey, str]:
    types = pipeline.meaning.types
    return {each.key: each.type.name for each in types if isinstance(each.type, Refined)}


def _both_renamed(mine: Names, others: Names) -> Iterator[Conflict]:
    """What each side calls otherwise."""
    for name in ("nodes", "params", "outputs", "assets", "refs", "types", "ports"):
        ours, theirs = getattr(mine, name), getattr(others, name)
        for old, new in ours.items():
            if theirs.get(old, new) != new and not {new, theirs[old]} & _gone(old):
                at = (f"{_NOUNS[name]}{_text(old)}", "name")
                yield Conflict(where=at, ours=_text(new), theirs=_text(theirs[old]))


def _gone(old: object) -> AbstractSet[object]:
    """What a node is called that a side removed, whose id is that of another by now."""
    return frozenset((f"{old} (removed)",))


def _text(name: object) -> str:
    match name:
        case Ref():
            return ref_text(name)
        case (op, side, port):
            return f"{port} of the {side}s of op {op}"
        case _:
            return str(name)


def _known(side: Pipeline) -> dict[str, AbstractSet[str]]:
    meaning = side.meaning
    return {
        "nodes": {each.id for each in meaning.nodes},
        "params": {each.name for each in meaning.params},
        "outputs": {each.name for each in meaning.outputs},
        "assets": {each.name for each in meaning.assets},
        "ops": {each.key for each in meaning.ops},
    }


def _clashing(names: _Table, known: AbstractSet[str]) -> list[str]:
    """What would be told in a name that something else has."""
    stay = known - names.keys()
    return [old for old, new in names.items() if old in known and new in stay]


def _table(names: Names, name: str, *, without: Names) -> dict[Any, Any]:
    known: _Table = getattr(without, name)
    return {old: new for old, new in getattr(names, name).items() if old not in known}


def _less(names: Names, name: str, old: str) -> Names:
    table = {key: to for key, to in getattr(names, name).items() if key != old}
    return replace(names, **{name: table})


def _rest(names: Names, known: Names) -> Names:
    """Those of `names` of what is not otherwise named in `known`."""
    return Names(**{each.name: _table(names, each.name, without=known) for each in fields(Names)})


def _merged(first: Names, then: Names) -> Names:
    """Both, the second where they differ; but what it removed has its name from the first."""
    return Names(
        **{
            each.name: {
                **(given := getattr(first, each.name)),
                **{
                    old: new
                    for old, new in getattr(then, each.name).items()
                    if old not in given or new not in _gone(old)
                },
            }
            for each in fields(Names)
        }
    )


def _told(pipeline: Pipeline, names: Names) -> Pipeline:
    """`pipeline` in `names`, ports last: they are known by the ops that have them then."""
    types = type_keys(pipeline, names.refs, names.types)
    told = told_in(pipeline, replace(names, types=types, ports={}))
    return told_in(told, Names(ports=names.ports))
