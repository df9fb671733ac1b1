"""Straight-line code, one statement a step, one a guard."""

from dagcompile.target import StraightModule
from dagcompile.targets.python.options import metadata

_SCRIPT = StraightModule(
    runtime="dagcompile.runtime.v1",
    variable="run",
    type="Run",
    template="python/script.py.j2",
    folder="python",
    suffix="_script",
    holds="values",
    guards="steps",
    preamble=metadata,
)

emit = _SCRIPT.emit
