"""Two versions of a pipeline in one language: which parts are the same, found step by step.

Import paths that moved come first, for everything else is told in them; then assets, by where they
are, params, by who takes them, ports, by where they stand, nodes, by what is around them, and what
follows from nodes: functions of ops, their ports, and outputs.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from dagcompile.changes.identity.classes import classes
from dagcompile.changes.identity.matching import matched
from dagcompile.changes.identity.moves import moved
from dagcompile.changes.identity.naming import told_in, type_keys
from dagcompile.changes.identity.renames import (
    aliases,
    assets,
    functions,
    outputs,
    params,
    ports,
)
from dagcompile.changes.records import Names, Side, Sides
from dagcompile.ir.queries import Index, index_of
from dagcompile.ir.records import OpKey, Pipeline, Ref, TypeKey

T = TypeVar("T", bound=Hashable)


def sides_of(old: Pipeline, new: Pipeline) -> Sides:
    """Both versions in the names of the new one."""
    told = _Told(old, new)
    told.paths(moved(old, new))
    told.paths(classes(told.old, told.new))
    told.types(aliases(told.old, told.new))
    told.rename(Names(params=params(told.old, told.new), assets=assets(told.old, told.new)))
    told.rename(Names(ports=ports(told.old, told.new)))
    nodes = matched(told.old, told.new)
    told.rename(Names(nodes=_with_removed(nodes, told.old, told.new)))
    told.ops(functions(told.old, told.new))
    told.rename(Names(ports=ports(told.old, told.new)))
    told.rename(Names(outputs=outputs(told.old, told.new)))
    return Sides(
        old=told.old,
        new=told.new,
        old_pipeline=told.pipeline,
        new_pipeline=new,
        names=told.names,
    )


def _with_removed(nodes: Mapping[str, str], old: Index, new: Index) -> dict[str, str]:
    """Renamed nodes, and those that were removed whose id is another's by now."""
    found = {id: to for id, to in nodes.items() if id != to}
    taken = {*old.nodes, *new.nodes}
    for id in old.nodes:
        if id not in nodes and id in new.nodes:
            gone = f"{id} (removed)"
            while gone in taken:
                gone += " "
            found[id] = gone
            taken.add(gone)
    return found


class _Told:
    """The old version, told in more and more names of the new one."""

    def __init__(self, old: Pipeline, new: Pipeline) -> None:
        self.pipeline = old
        self.old = index_of(old.meaning)
        self.new = index_of(new.meaning)
        self.names = Names()

    def paths(self, refs: Mapping[Ref, Ref]) -> None:
        """Tell import paths in their new ones, and the keys that follow from them."""
        if refs:
            ops = {
                op.key: op.key.replace(f"{op.ref.module}:{op.ref.name}", f"{to.module}:{to.name}")
                for op in self.old.meaning.ops
                if (to := refs.get(op.ref)) is not None
            }
            self.rename(Names(refs=refs, ops=ops, types=type_keys(self.pipeline, refs)))

    def types(self, names: Mapping[TypeKey, TypeKey]) -> None:
        """Tell types in the names that authors give them now, and the keys that follow."""
        if names:
            self.rename(Names(types=type_keys(self.pipeline, {}, names)))

    def ops(self, ops: Mapping[OpKey, OpKey]) -> None:
        """Tell ops in the names of those that do their work now."""
        refs = {
            before: after
            for key, to in ops.items()
            if (before := self.old.ops[key].ref) != (after := self.new.ops[to].ref)
        }
        self.rename(Names(refs=refs, ops=ops, types=type_keys(self.pipeline, refs)))

    def rename(self, names: Names) -> None:
        """Tell everything in `names`."""
        if names == Names():
            return
        self.pipeline = told_in(self.pipeline, names)
        self.old = index_of(self.pipeline.meaning)
        self.names = _joined(self.names, names)


def _joined(first: Names, then: Names) -> Names:
    """The names of names."""
    return Names(
        nodes=_chained(first.nodes, then.nodes),
        params=_chained(first.params, then.params),
        outputs=_chained(first.outputs, then.outputs),
        assets=_chained(first.assets, then.assets),
        refs=_chained(first.refs, then.refs),
        ops=_chained(first.ops, then.ops),
        types=_chained(first.types, then.types),
        ports=_joined_ports(first, then),
    )


def _joined_ports(first: Names, then: Names) -> dict[tuple[OpKey, Side, str], str]:
    """Those of ops by the key that they have last."""
    told = {(then.ops.get(op, op), side, port): to for (op, side, port), to in first.ports.items()}
    return told | dict(then.ports)


def _chained(first: Mapping[T, T], then: Mapping[T, T]) -> dict[T, T]:
    told = {old: then.get(new, new) for old, new in first.items()}
    known = frozenset(first.values())
    return told | {old: new for old, new in then.items() if old not in known}
