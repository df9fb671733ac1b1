"""Files that nothing of the project makes any more, and what killed builds have left."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dagcompile.diagnostics import Diagnostic
from dagcompile.project.building.orphans import find_orphans, look
from dagcompile.project.building.plan import Plan
from dagcompile.project.building.strays import strays
from dagcompile.project.building.sweeping import doubt, unread
from dagcompile.project.emissions import Emission
from dagcompile.project.faults import Fault, Finding

_LEFT = Fault(code="DC647", text="was left by a build that was killed", remedy="sweep")


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphans:
    """What a build of the whole project would remove, and what of it could not be read."""

    findings: tuple[Finding, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


def orphans_of(plan: Plan, emissions: Sequence[Emission], *, out: Path, alone: bool) -> Orphans:
    """The files below `out` that nothing needs, and those of a folder that was in its place.

    Args:
        plan: the whole of the project.
        emissions: what it gives.
        out: the output folder.
        alone: whether it is known that no build is writing, and its files not those of one.
    """
    needed = [out / one.artifact.path for each in emissions for one in each.made]
    tree = look(plan, needed=needed, out=out)
    found = find_orphans(tree, plan, needed=needed, out=out)
    dead = tree.left_over if alone else ()
    left = (Finding(path=out / each.relative_to(tree.root), fault=_LEFT) for each in dead)
    orphans = (*found.orphans, *strays(plan, emissions, out=out))
    return Orphans(
        findings=(*(each.finding for each in orphans), *left),
        warnings=(*map(unread, found.unread), *doubt(found)),
    )
