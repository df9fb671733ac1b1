"""What comes of a change where graphs run: their command, and the keys by which values are found.

The key of a step names its op and its node; that of a pure step also holds all that its value is
made from, so that runs find the value of another run by it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from dagcompile.changes.identity.sides import sides_of
from dagcompile.ir.queries import Index, index_of, upstream
from dagcompile.ir.records import OpNode, TypeKey
from dagcompile.ir.uses import parts_of
from dagcompile.target import Impact, Version, command_impact
from dagcompile.targets.dask.options import DaskOptions
from dagcompile.targets.dask.settings import settled

Given: TypeAlias = Mapping[str, Mapping[str, Any]]
"""What nodes ask of their keys."""


def impact(old: Version | None, new: Version | None) -> tuple[Impact, ...]:
    """What whoever starts a graph, watches it or shares its values has to know."""
    found = list(command_impact(old, new, target="dask"))
    if old is not None and new is not None:
        found += [*_keys(old, new), *_pure(old, new), *_needed(old, new)]
    return tuple(found)


def _keys(old: Version, new: Version) -> Iterator[Impact]:
    """Groups of keys that a dashboard shows under another name."""
    nodes = sides_of(old.pipeline, new.pipeline).names.nodes
    before, now = _groups(old), _groups(new)
    for id, group in before.items():
        called = nodes.get(id, id)
        if called in now and (called != id or now[called] != group):
            text = (
                f'the keys of `{called}` are `("{now[called]}-…", "{called}")`, not'
                f' `("{group}-…", "{id}")`: who looks for them by name does not find them'
            )
            yield Impact(kind="dask.keys", text=text, weight="cosmetic", names=(called,))


def _groups(version: Version) -> Mapping[str, str]:
    """The name of the op of each node, by which a dashboard groups its keys."""
    meaning = version.pipeline.meaning
    return {
        each.id: each.op.rpartition(":")[2] for each in meaning.nodes if isinstance(each, OpNode)
    }


# --- pure steps --------------------------------------------------------------------------------


def _pure(old: Version, new: Version) -> Iterator[Impact]:
    """Pure steps whose value no run takes from one of the old version."""
    before, now = _given(old), _given(new)
    one, other = index_of(old.pipeline.meaning), index_of(new.pipeline.meaning)
    changed: set[str] = set()
    for node in new.pipeline.meaning.nodes:
        above = any(each in changed for each in upstream(node))
        if above or _made_from(node.id, one, before) != _made_from(node.id, other, now):
            changed.add(node.id)
    anew = [id for id, given in now.items() if given.get("pure") and id in changed & {*before}]
    if anew:
        text = (
            f"{_listed(anew)} {'is' if len(anew) == 1 else 'are'} computed anew: no value of a run"
            " of the old version is taken"
        )
        yield Impact(kind="dask.pure", text=text, weight="safe", names=tuple(anew))


def _made_from(id: str, index: Index, given: Given) -> str:
    """What the IR tells of the key of a step, as text: 1 and True are two values."""
    node = index.nodes.get(id)
    if not isinstance(node, OpNode):
        return repr(node)
    op = index.ops[node.op]
    ports = [*(each.type for each in op.inputs), *(each.type for each in op.outputs)]
    types = {
        key: index.declared[key] for key in _parts([*ports, *filter(None, [op.config])], index)
    }
    return repr((node, op, sorted(types.items()), given.get(id)))


def _parts(keys: Sequence[TypeKey], index: Index) -> Iterable[TypeKey]:
    """The types that types are made of, and themselves."""
    found = dict.fromkeys(keys)
    queue = [*found]
    for key in queue:
        fresh = [each for each in parts_of(index.declared[key]) if each not in found]
        found.update(dict.fromkeys(fresh))
        queue += fresh
    return found


def _given(version: Version) -> Given:
    """What each node asks of its keys."""
    assert isinstance(version.options, DaskOptions)
    return dict(settled(version.pipeline, version.options))


# --- what the cluster has to have --------------------------------------------------------------


def _needed(old: Version, new: Version) -> Iterator[Impact]:
    """Resources and workers that nothing has asked for before."""
    before = {need for given in _given(old).values() for need in _needs(given)}
    found: dict[str, list[str]] = {}
    for id, given in _given(new).items():
        for need in _needs(given):
            if need not in before:
                found.setdefault(need, []).append(id)
    for need, ids in found.items():
        text = f"{_listed(ids)} {'waits' if len(ids) == 1 else 'wait'} for a worker {need}"
        yield Impact(kind="dask.workers", text=text, weight="risky", names=tuple(ids))


def _needs(given: Mapping[str, Any]) -> Iterator[str]:
    for name in given.get("resources") or {}:
        yield f"that is started with resource `{name}`"
    if not given.get("allow_other_workers"):
        for name in given.get("workers") or ():
            yield f"that is called `{name}`"


def _listed(names: Sequence[str]) -> str:
    *others, last = (f"`{each}`" for each in names)
    return f"{', '.join(others)} and {last}" if others else last
