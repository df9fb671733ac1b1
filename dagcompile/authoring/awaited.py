"""Schedules by assets, as the IR has them.

@pipeline(schedule=RAW)
@pipeline(schedule=RAW & (DAILY | HOURLY))
@pipeline(schedule=[RAW, OTHER])                 # all of them
"""

from collections.abc import Collection, Iterator
from typing import Any

from dagcompile.authoring.assets import enter
from dagcompile.authoring.places import Spot
from dagcompile.authoring.sites import Site
from dagcompile.ir import records as ir
from dagcompile.runtime.assets import Asset, Condition


class NotAwaited(Exception):
    """No schedule by assets: `what` stands where an asset is meant."""

    def __init__(self, what: object) -> None:
        super().__init__(what)
        self.what = what


def awaited(site: Site, given: Any, *, at: Spot) -> ir.AssetSchedule:
    """The schedule `given`; its assets are entered in the table of the pipeline.

    Raises:
        NotAwaited: it is none.
    """
    if isinstance(given, list | tuple):
        given = Condition("all", tuple(given))
    found = _item(site, given, at=at)
    if isinstance(found, ir.AssetName):
        return ir.AssetSchedule(items=(found,))
    if not found.items:
        raise NotAwaited([])
    return found


def is_met(schedule: ir.AssetSchedule, *, by: Collection[str]) -> bool:
    """Whether nothing more has to be written than the assets `by`."""
    met = (
        is_met(each, by=by) if isinstance(each, ir.AssetSchedule) else each.name in by
        for each in schedule.items
    )
    return all(met) if schedule.type == "all" else any(met)


def names_of(schedule: ir.AssetSchedule) -> Iterator[str]:
    """The names of the assets that a schedule speaks of, in order."""
    for each in schedule.items:
        if isinstance(each, ir.AssetSchedule):
            yield from names_of(each)
        else:
            yield each.name


def _item(site: Site, given: Any, *, at: Spot) -> ir.AssetName | ir.AssetSchedule:
    if isinstance(given, Asset):
        enter(site, given, at=at)
        return ir.AssetName(name=given.name)
    if not isinstance(given, Condition):
        raise NotAwaited(given)
    items = dict.fromkeys(_item(site, each, at=at) for each in given.items)
    return ir.AssetSchedule(type=given.type, items=tuple(items))
