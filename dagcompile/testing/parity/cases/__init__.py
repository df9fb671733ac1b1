"""The cases of the parity suite: small pipelines, written as any author would write them."""

from dagcompile.testing.parity.cases import choices, flow, guards, retries, values
from dagcompile.testing.parity.cases.record import Case

CASES: tuple[Case, ...] = (
    *flow.CASES,
    *choices.CASES,
    *retries.CASES,
    *guards.CASES,
    *values.CASES,
)
"""Every case, with a name of its own."""

__all__ = ["CASES", "Case"]
