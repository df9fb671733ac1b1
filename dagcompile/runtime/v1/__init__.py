"""Version 1 of the interface between generated code and the run time.

Generated files import from here and from the modules beside this one, and nowhere else in
dagcompile. What is here keeps its meaning while files that were generated against it are in use.

What is named here is loaded when it is first used: an Airflow file that a scheduler reads every few
seconds wants types of it, and none of what runs a script.
"""

TYPE_CHECKING = False  # as of `typing`, without importing it
if TYPE_CHECKING:
    from dagcompile.runtime.beginnings import begins as begins
    from dagcompile.runtime.depth import sample as sample
    from dagcompile.runtime.expectations import ExpectationFailed as ExpectationFailed
    from dagcompile.runtime.expectations import expect as expect
    from dagcompile.runtime.main import main as main
    from dagcompile.runtime.needing import Keep as Keep
    from dagcompile.runtime.needing import needs_store as needs_store
    from dagcompile.runtime.params import ParamError as ParamError
    from dagcompile.runtime.partitions import Daily as Daily
    from dagcompile.runtime.partitions import Hourly as Hourly
    from dagcompile.runtime.partitions import Monthly as Monthly
    from dagcompile.runtime.partitions import Weekly as Weekly
    from dagcompile.runtime.partitions import Yearly as Yearly
    from dagcompile.runtime.reading.problems import ConfigError as ConfigError
    from dagcompile.runtime.report import Outputs as Outputs
    from dagcompile.runtime.report import Report as Report
    from dagcompile.runtime.report import RunFailed as RunFailed
    from dagcompile.runtime.retry import Retry as Retry
    from dagcompile.runtime.run import Run as Run
    from dagcompile.runtime.run import execute as execute
    from dagcompile.runtime.timeout import StepTimeout as StepTimeout
    from dagcompile.runtime.tokens import gather as gather
    from dagcompile.runtime.types import SKIP as SKIP
    from dagcompile.runtime.types import Bounds as Bounds
    from dagcompile.runtime.types import Check as Check
    from dagcompile.runtime.types import Facts as Facts
    from dagcompile.runtime.types import Maybe as Maybe
    from dagcompile.runtime.types.frames.expecting import column as column
    from dagcompile.runtime.types.markers import Named as Named
    from dagcompile.runtime.types.markers import Secret as Secret
    from dagcompile.runtime.verdict import GuardFailed as GuardFailed

__all__ = [
    "SKIP",
    "Bounds",
    "Check",
    "ConfigError",
    "Daily",
    "ExpectationFailed",
    "Facts",
    "GuardFailed",
    "Hourly",
    "Keep",
    "Maybe",
    "Monthly",
    "Named",
    "Outputs",
    "ParamError",
    "Report",
    "Retry",
    "Run",
    "RunFailed",
    "Secret",
    "StepTimeout",
    "Weekly",
    "Yearly",
    "begins",
    "column",
    "execute",
    "expect",
    "gather",
    "main",
    "needs_store",
    "sample",
]

_HOMES = {
    "Bounds": "dagcompile.runtime.types",
    "Check": "dagcompile.runtime.types",
    "ConfigError": "dagcompile.runtime.reading.problems",
    "ExpectationFailed": "dagcompile.runtime.expectations",
    "Facts": "dagcompile.runtime.types",
    "GuardFailed": "dagcompile.runtime.verdict",
    "Keep": "dagcompile.runtime.needing",
    "Maybe": "dagcompile.runtime.types",
    "Named": "dagcompile.runtime.types.markers",
    "Outputs": "dagcompile.runtime.report",
    "ParamError": "dagcompile.runtime.params",
    "Report": "dagcompile.runtime.report",
    "Retry": "dagcompile.runtime.retry",
    "Daily": "dagcompile.runtime.partitions",
    "Hourly": "dagcompile.runtime.partitions",
    "Monthly": "dagcompile.runtime.partitions",
    "Weekly": "dagcompile.runtime.partitions",
    "Yearly": "dagcompile.runtime.partitions",
    "Run": "dagcompile.runtime.run",
    "RunFailed": "dagcompile.runtime.report",
    "SKIP": "dagcompile.runtime.types",
    "Secret": "dagcompile.runtime.types.markers",
    "StepTimeout": "dagcompile.runtime.timeout",
    "begins": "dagcompile.runtime.beginnings",
    "column": "dagcompile.runtime.types.frames.expecting",
    "execute": "dagcompile.runtime.run",
    "expect": "dagcompile.runtime.expectations",
    "gather": "dagcompile.runtime.tokens",
    "main": "dagcompile.runtime.main",
    "needs_store": "dagcompile.runtime.needing",
    "sample": "dagcompile.runtime.depth",
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
