"""Between a plan and its making: what is known to be as before is not made again.

results = made_or_known(plan, folder=project.folder, out=project.out, make=make)
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dagcompile.ir.plain import Malformed
from dagcompile.project.building.plan import Plan
from dagcompile.project.building.result import Result
from dagcompile.project.cache.digests import Once, digest, stamp
from dagcompile.project.cache.entries import Paths, became, emission_of, plain_used
from dagcompile.project.cache.environment import environment_digest
from dagcompile.project.cache.resolving import Resolver
from dagcompile.project.cache.store import Store, Stored
from dagcompile.project.cache.used import Used
from dagcompile.project.cache.variables import variable_digest
from dagcompile.project.emissions import Emission
from dagcompile.project.selection import Selected
from dagcompile.project.ways import completed

Make = Callable[[Plan], tuple[Result, ...]]


def made_or_known(plan: Plan, *, folder: Path | None, out: Path, make: Make) -> tuple[Result, ...]:
    """What each pipeline of `plan` becomes, in its order, as `make` would tell it.

    A pipeline is made unless all that was used for it is as it was when it was made last, and its
    files below `out` are as they were made. What is made is kept for the next time.

    Args:
        plan: what is asked.
        folder: of the project, in which is kept what is known; None where all is to be made.
        out: where the artifacts are.
        make: makes what is not known; nothing is imported before.
    """
    if folder is None:
        return make(plan)
    store = Store(folder, asked=_asked(plan), environment=environment_digest(plan.path))
    stored = store.read()
    if Resolver(plan.path).shadowed(sorted(stored.foreign)):
        stored = Stored()  # a module of the author stands where another was found
    if any(stamp(file) != kept for file, kept in stored.libraries.items()):
        stored = Stored()  # an installed module is another than the one that was imported
    if not all(variable_digest(name, os.environ) == kept for name, kept in stored.ambient.items()):
        stored = Stored()  # a library may be another when it is imported
    found = _Known(stored, plan, folder=folder, out=out).results()
    missing = tuple(each for each in plan.wanted if each.name not in found)
    made = make(replace(plan, wanted=missing, recorded=True)) if missing else ()
    if kept := _kept(made, {each.name: each for each in missing}, folder):
        store.write(_with(stored, kept, [each.used for each in made if each.used]))
    found |= {each.name: each for each in made}
    return tuple(found[each.name] for each in plan.wanted)


class _Known:
    """Looks at what is kept. A file is read once, however many pipelines use it."""

    def __init__(self, stored: Stored, plan: Plan, *, folder: Path, out: Path) -> None:
        self._stored = stored
        self._plan = plan
        self._folder = folder
        self._out = out
        self._paths = Paths(folder)
        self._once = Once()
        self._resolver = Resolver(plan.path)

    def results(self) -> dict[str, Result]:
        """By name, those of the pipelines of which nothing has changed."""
        found = {each.name: self._result(each) for each in self._plan.wanted}
        return {name: result for name, result in found.items() if result is not None}

    def _result(self, wanted: Selected) -> Result | None:
        entry = self._stored.pipelines.get(wanted.name)
        try:
            if entry is None or entry["reference"] != wanted.reference or not self._same(entry):
                return None
            known = emission_of(wanted.name, entry["became"], out=self._out, folder=self._folder)
        except (KeyError, TypeError, ValueError, AttributeError, Malformed):
            return None  # nothing that we have kept
        if known is None:
            return None
        emission, warnings = known
        files = {self._paths.outside(each): kept for each, kept in entry["files"].items()}
        used = Used(files=files)
        return Result(name=wanted.name, outcome=emission, warnings=warnings, used=used)

    def _same(self, entry: Mapping[str, Any]) -> bool:
        outside, once = self._paths.outside, self._once
        return (
            entry["cwd"] in {None, self._paths.inside(str(Path.cwd()))}
            and all(once.file(outside(each)) == kept for each, kept in entry["files"].items())
            and all(once.folder(outside(each)) == kept for each, kept in entry["folders"].items())
            and all(once.kind(outside(each)) == kept for each, kept in entry["kinds"].items())
            and all(once.place(outside(each)) == kept for each, kept in entry["places"].items())
            and all(
                variable_digest(each, os.environ) == kept
                for each, kept in entry["variables"].items()
            )
            and all(self._leads(name, kept) for name, kept in entry["names"].items())
        )

    def _leads(self, name: str, kept: list[str] | None) -> bool:
        origin = self._resolver(name)
        inside = None if origin is None else [self._paths.inside(each) for each in origin]
        return inside == kept


def _kept(
    made: tuple[Result, ...], wanted: Mapping[str, Selected], folder: Path
) -> dict[str, Mapping[str, Any]]:
    """What can be kept of results: those that came to something, and of which all was seen."""
    return {
        each.name: {
            "reference": wanted[each.name].reference,
            **plain_used(each.used, folder),
            "became": became(each.outcome, each.warnings, folder),
        }
        for each in made
        if each.used is not None and each.used.whole and isinstance(each.outcome, Emission)
    }


def _with(stored: Stored, kept: Mapping[str, Mapping[str, Any]], used: list[Used]) -> Stored:
    """What is known with what was made now."""
    libraries, ambient = dict(stored.libraries), dict(stored.ambient)
    for each in used:
        libraries |= each.libraries
        ambient |= each.ambient
    return Stored(
        pipelines={**stored.pipelines, **kept},
        foreign=stored.foreign.union(*(each.foreign for each in used)),
        libraries=libraries,
        ambient=ambient,
    )


def _asked(plan: Plan) -> str:
    """The digest of how pipelines are built, whichever they are."""
    targets = [(each.target.name, each.options.model_dump_json()) for each in plan.chosen]
    ways = {repr(sorted(completed(each.project, plan.asked).items())) for each in plan.wanted}
    return digest(repr([targets, sorted(ways)]).encode("utf-8", "surrogatepass"))
