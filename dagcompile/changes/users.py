"""Which pipelines read an asset or wait for it, and which write it.

users = Users(now={"report": report, "daily": daily}.items)
users.readers(["sales"])       ("pipeline:report",)
users.writers("sales")         ("daily",)
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from dagcompile.ir.queries import written
from dagcompile.ir.records import AssetName, AssetSchedule, OpNode, Pipeline, Schedule

Pipelines: TypeAlias = Callable[[], Iterable[tuple[str, Pipeline]]]
"""What makes pipelines known, each with what it is called by."""


@dataclass(frozen=True)
class Users:
    """Pipelines that may use assets, each with what it is called by; asked for once it is asked
    who uses something. Those that were there `before` may have been others.
    """

    now: Pipelines
    before: Pipelines = tuple

    def readers(self, assets: Iterable[str]) -> tuple[str, ...]:
        """Who reads one of some assets, as consumers of a change."""
        names = dict.fromkeys(name for asset in assets for name in self._reading.get(asset, ()))
        return tuple([f"pipeline:{name}" for name in names])

    def writers(self, asset: str) -> tuple[str, ...]:
        """What the pipelines are called by that write an asset, or keep an output as it."""
        return self._writing.get(asset, ())

    def writers_before(self, asset: str) -> tuple[str, ...]:
        """Those that did before."""
        return self._written.get(asset, ())

    @cached_property
    def _reading(self) -> dict[str, tuple[str, ...]]:
        return _by_asset(self.now, _reads)

    @cached_property
    def _writing(self) -> dict[str, tuple[str, ...]]:
        return _by_asset(self.now, _writes)

    @cached_property
    def _written(self) -> dict[str, tuple[str, ...]]:
        return _by_asset(self.before, _writes)


NO_USERS = Users(tuple)


def _by_asset(
    pipelines: Pipelines, uses: Callable[[Pipeline], Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    """What the pipelines that use each asset are called by, in their order."""
    found: dict[str, dict[str, None]] = {}
    for name, pipeline in pipelines():
        for asset in uses(pipeline):
            found.setdefault(asset, {})[name] = None
    return {asset: tuple(names) for asset, names in found.items()}


def _writes(pipeline: Pipeline) -> Iterator[str]:
    for node in pipeline.meaning.nodes:
        if isinstance(node, OpNode):
            yield from written(node)


def _reads(pipeline: Pipeline) -> Iterator[str]:
    for node in pipeline.meaning.nodes:
        if isinstance(node, OpNode):
            yield from node.reads
    yield from _awaited(pipeline.meaning.schedule)


def _awaited(schedule: "Schedule | AssetName | None") -> Iterator[str]:
    if isinstance(schedule, AssetName):
        yield schedule.name
    elif isinstance(schedule, AssetSchedule):
        for item in schedule.items:
            yield from _awaited(item)
