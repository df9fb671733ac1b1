"""Random typed graphs, and what they come to without a compiler.

    plan = drawn(Random(7))            # a definition, as data
    pipeline_of(plan)                  # wired as an author would
    direct(plan, {"number": 3})        # its meaning, by calling the same ops one after the other

`direct` shares nothing with what is compiled: no IR, no generated code, no run time. What it and
a compiled run of the same plan come to is compared in full.
"""

from dagcompile.testing.parity.graphs.direct import Direct, direct
from dagcompile.testing.parity.graphs.drawing import complete, drawn, given_to
from dagcompile.testing.parity.graphs.plans import Plan, Step
from dagcompile.testing.parity.graphs.wiring import case_of, pipeline_of

__all__ = [
    "Direct",
    "Plan",
    "Step",
    "case_of",
    "complete",
    "direct",
    "drawn",
    "given_to",
    "pipeline_of",
]
