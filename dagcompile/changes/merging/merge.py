"""The merge of two versions of a pipeline, by nodes and their parts."""

from collections.abc import Iterator
from dataclasses import fields, replace

from dagcompile.changes.identity.naming import told_in, type_keys
from dagcompile.changes.identity.sides import sides_of
from dagcompile.changes.merging.configs import doubtful_configs
from dagcompile.changes.merging.records import Conflict, Merged
from dagcompile.changes.merging.sorting import sorted_nodes
from dagcompile.changes.merging.tables import replenished, tidied
from dagcompile.changes.merging.three_way import ThreeWay
from dagcompile.changes.records import Names
from dagcompile.ir.records import Pipeline


def merge(base: Pipeline | None, ours: Pipeline, theirs: Pipeline) -> Merged:
    """Merge `ours` and `theirs`, which both come from `base`: None where both added the pipeline.

    What one side renamed and the other changed, or used anew, has the new name. The guards
    of the result are those of our side: `dagcompile.passes.compile_ir` places them anew, and says
    whether the two sides fit together.
    """
    merging = ThreeWay()
    if base is None:
        found = merging.of(None, ours, theirs, where=())
        return Merged(pipeline=found, conflicts=tuple(merging.conflicts))
    mine, others = sides_of(base, ours).names, sides_of(base, theirs).names
    merging.conflicts += _both_renamed(mine, others)
    names = _joined(mine, others)
    base, ours, theirs = (_in(names, each) for each in (base, ours, theirs))
    merging.conflicts += doubtful_configs(base, ours, theirs)
    found = merging.of(base, replenished(ours, base), replenished(theirs, base), where=())
    return Merged(pipeline=tidied(sorted_nodes(found)), conflicts=tuple(merging.conflicts))


def _joined(mine: Names, others: Names) -> Names:
    """What either side renamed; ours where both did."""
    names = [each.name for each in fields(Names)]
    sides = ((name, getattr(others, name), getattr(mine, name)) for name in names)
    return Names(**{name: {**theirs, **ours} for name, theirs, ours in sides})


def _in(names: Names, pipeline: Pipeline) -> Pipeline:
    """A version in the names of both sides. It may have types that no other has."""
    types = {**type_keys(pipeline, names.refs), **names.types}
    return told_in(pipeline, replace(names, types=types))


def _both_renamed(mine: Names, others: Names) -> Iterator[Conflict]:
    """What each side calls otherwise."""
    for noun, ours, theirs in (
        ("node", mine.nodes, others.nodes),
        ("param", mine.params, others.params),
        ("output", mine.outputs, others.outputs),
    ):
        for old, new in ours.items():
            if theirs.get(old, new) != new:
                yield Conflict(where=(f"{noun} {old}", "name"), ours=new, theirs=theirs[old])
