"""A compiler of typed data pipelines to the files that an orchestrator runs.

    from dagcompile import op, pipeline

    @op
    def add(left: int, right: int) -> int:
        return left + right

    @pipeline
    def sums(start: int = 1) -> int:
        return add(start, 2)

What is named here is loaded when it is first used: `import dagcompile` itself loads nothing.
"""

TYPE_CHECKING = False  # as of `typing`, without importing it
if TYPE_CHECKING:
    from dagcompile.authoring.choice import first_of as first_of
    from dagcompile.authoring.config import Config as Config
    from dagcompile.authoring.expecting import expect as expect
    from dagcompile.authoring.natives import Native as Native
    from dagcompile.authoring.natives import native as native
    from dagcompile.authoring.operations import Op as Op
    from dagcompile.authoring.operations import op as op
    from dagcompile.authoring.pipelines import Pipeline as Pipeline
    from dagcompile.authoring.pipelines import pipeline as pipeline
    from dagcompile.authoring.policy import Guard as Guard
    from dagcompile.authoring.schedules import Cron as Cron
    from dagcompile.authoring.schedules import partition as partition
    from dagcompile.authoring.stages import stage as stage
    from dagcompile.runtime.assets import Asset as Asset
    from dagcompile.runtime.context import Context as Context
    from dagcompile.runtime.depth import sample as sample
    from dagcompile.runtime.partitions import Daily as Daily
    from dagcompile.runtime.partitions import Hourly as Hourly
    from dagcompile.runtime.partitions import Monthly as Monthly
    from dagcompile.runtime.partitions import Weekly as Weekly
    from dagcompile.runtime.partitions import Yearly as Yearly
    from dagcompile.runtime.retry import Retry as Retry
    from dagcompile.runtime.types.answers import Markdown as Markdown
    from dagcompile.runtime.types.answers import TableRows as TableRows
    from dagcompile.runtime.types.answers import Url as Url
    from dagcompile.runtime.types.answers import Verdict as Verdict
    from dagcompile.runtime.types.frames.expecting import column as column
    from dagcompile.runtime.types.markers import SKIP as SKIP
    from dagcompile.runtime.types.markers import Bounds as Bounds
    from dagcompile.runtime.types.markers import Check as Check
    from dagcompile.runtime.types.markers import Maybe as Maybe
    from dagcompile.runtime.types.markers import Named as Named
    from dagcompile.runtime.types.markers import Secret as Secret
    from dagcompile.runtime.types.markers import checked as checked
    from dagcompile.runtime.types.support import Fact as Fact
    from dagcompile.runtime.types.support import Facts as Facts
    from dagcompile.runtime.types.support import TypeSupport as TypeSupport

__all__ = [
    "SKIP",
    "Asset",
    "Bounds",
    "Check",
    "Config",
    "Context",
    "Cron",
    "Daily",
    "Fact",
    "Facts",
    "Guard",
    "Hourly",
    "Markdown",
    "Maybe",
    "Monthly",
    "Named",
    "Native",
    "Op",
    "Pipeline",
    "Retry",
    "Secret",
    "TableRows",
    "TypeSupport",
    "Url",
    "Verdict",
    "Weekly",
    "Yearly",
    "checked",
    "column",
    "expect",
    "first_of",
    "native",
    "op",
    "partition",
    "pipeline",
    "sample",
    "stage",
]

_HOMES = {
    "Asset": "dagcompile.runtime.assets",
    "Bounds": "dagcompile.runtime.types.markers",
    "Check": "dagcompile.runtime.types.markers",
    "Config": "dagcompile.authoring.config",
    "Context": "dagcompile.runtime.context",
    "Fact": "dagcompile.runtime.types.support",
    "Facts": "dagcompile.runtime.types.support",
    "Guard": "dagcompile.authoring.policy",
    "Markdown": "dagcompile.runtime.types.answers",
    "Maybe": "dagcompile.runtime.types.markers",
    "Named": "dagcompile.runtime.types.markers",
    "Native": "dagcompile.authoring.natives",
    "Op": "dagcompile.authoring.operations",
    "Pipeline": "dagcompile.authoring.pipelines",
    "Retry": "dagcompile.runtime.retry",
    "Cron": "dagcompile.authoring.schedules",
    "partition": "dagcompile.authoring.schedules",
    "Hourly": "dagcompile.runtime.partitions",
    "Daily": "dagcompile.runtime.partitions",
    "Weekly": "dagcompile.runtime.partitions",
    "Monthly": "dagcompile.runtime.partitions",
    "Yearly": "dagcompile.runtime.partitions",
    "SKIP": "dagcompile.runtime.types.markers",
    "Secret": "dagcompile.runtime.types.markers",
    "TableRows": "dagcompile.runtime.types.answers",
    "Url": "dagcompile.runtime.types.answers",
    "Verdict": "dagcompile.runtime.types.answers",
    "TypeSupport": "dagcompile.runtime.types.support",
    "checked": "dagcompile.runtime.types.markers",
    "column": "dagcompile.runtime.types.frames.expecting",
    "expect": "dagcompile.authoring.expecting",
    "first_of": "dagcompile.authoring.choice",
    "native": "dagcompile.authoring.natives",
    "op": "dagcompile.authoring.operations",
    "pipeline": "dagcompile.authoring.pipelines",
    "sample": "dagcompile.runtime.depth",
    "stage": "dagcompile.authoring.stages",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
