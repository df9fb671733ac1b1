"""The merge of two versions of a pipeline, by nodes and their parts."""

from collections.abc import Iterable

from dagcompile.changes.merging.configs import doubtful_configs
from dagcompile.changes.merging.foreign import foreign
from dagcompile.changes.merging.names import in_one_language
from dagcompile.changes.merging.records import Conflict, Merged
from dagcompile.changes.merging.secrets import Secrets
from dagcompile.changes.merging.sorting import sorted_nodes
from dagcompile.changes.merging.tables import replenished, tidied
from dagcompile.changes.merging.three_way import ThreeWay
from dagcompile.ir.records import Pipeline


def merge(base: Pipeline | None, ours: Pipeline, theirs: Pipeline) -> Merged:
    """Merge `ours` and `theirs`, which both come from `base`: None where both added the pipeline.

    What one side renamed and the other changed, or used anew, has the new name; but what is said of
    a function or class goes to no other, which may not be the same (`foreign`). The guards
    of the result are those of our side: `dagcompile.passes.compile_ir` places them anew, and says
    whether the two sides fit together.
    """
    if base is None:
        merging = ThreeWay(Secrets((ours, theirs)))
        found = merging.of(None, ours, theirs, where=())
        return Merged(pipeline=found, conflicts=tuple(merging.conflicts))
    told = in_one_language(base, ours, theirs)
    base, ours, theirs = told.base, told.ours, told.theirs
    secrets = Secrets((base, ours, theirs))
    merging = ThreeWay(secrets)
    merging.conflicts += told.conflicts
    merging.conflicts += doubtful_configs(base, ours, theirs, secrets=secrets)
    merging.conflicts += foreign(told, secrets=secrets)
    found = merging.of(base, replenished(ours, base), replenished(theirs, base), where=())
    return Merged(pipeline=tidied(sorted_nodes(found)), conflicts=_once(merging.conflicts))


def _once(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """The first of those of one place."""
    found: dict[tuple[str, ...], Conflict] = {}
    for each in conflicts:
        found.setdefault(each.where, each)
    return tuple(found.values())
