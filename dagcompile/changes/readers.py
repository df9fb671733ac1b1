"""Which pipelines read an asset, or wait for it.

readers = Readers({"report": report, "alerts": alerts}.items)
readers.of(["sales"])          ("pipeline:report",)
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dagcompile.ir.records import AssetName, AssetSchedule, OpNode, Pipeline, Schedule


@dataclass(frozen=True)
class Readers:
    """Pipelines that may read assets, each with what it is called by; asked for once it is asked
    who reads something.
    """

    pipelines: Callable[[], Iterable[tuple[str, Pipeline]]]

    def of(self, assets: Iterable[str]) -> tuple[str, ...]:
        """Who reads one of some assets, as consumers of a change."""
        names = dict.fromkeys(name for asset in assets for name in self._by_asset.get(asset, ()))
        return tuple([f"pipeline:{name}" for name in names])

    @cached_property
    def _by_asset(self) -> dict[str, tuple[str, ...]]:
        """What the pipelines that read each asset are called by, in their order."""
        found: dict[str, dict[str, None]] = {}
        for name, pipeline in self.pipelines():
            for asset in _reads(pipeline):
                found.setdefault(asset, {})[name] = None
        return {asset: tuple(names) for asset, names in found.items()}


NO_READERS = Readers(tuple)


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
