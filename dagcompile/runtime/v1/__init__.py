"""Version 1 of the interface between generated code and the run time.

Generated files import from here and from the modules beside this one, and nowhere else in
dagcompile. What is here keeps its meaning while files that were generated against it are in use.
"""

from dagcompile.runtime.main import main
from dagcompile.runtime.params import ParamError
from dagcompile.runtime.reading.problems import ConfigError
from dagcompile.runtime.report import Outputs, Report, RunFailed
from dagcompile.runtime.retry import Retry
from dagcompile.runtime.run import Run, execute
from dagcompile.runtime.timeout import StepTimeout
from dagcompile.runtime.tokens import gather
from dagcompile.runtime.types import SKIP, Bounds, Check, Maybe
from dagcompile.runtime.verdict import GuardFailed

__all__ = [
    "SKIP",
    "Bounds",
    "Check",
    "ConfigError",
    "GuardFailed",
    "Maybe",
    "Outputs",
    "ParamError",
    "Report",
    "Retry",
    "Run",
    "RunFailed",
    "StepTimeout",
    "execute",
    "gather",
    "main",
]
