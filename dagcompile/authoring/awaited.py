"""Schedules by assets, as the IR has them.

@pipeline(schedule=RAW)
@pipeline(schedule=RAW & (DAILY | HOURLY))
@pipeline(schedule=[RAW, OTHER])                 # all of them
"""

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


def _item(site: Site, given: Any, *, at: Spot) -> ir.AssetName | ir.AssetSchedule:
    if isinstance(given, Asset):
        enter(site, given, at=at)
        return ir.AssetName(name=given.name)
    if not isinstance(given, Condition):
        raise NotAwaited(given)
    items = dict.fromkeys(_item(site, each, at=at) for each in given.items)
    return ir.AssetSchedule(type=given.type, items=tuple(items))
