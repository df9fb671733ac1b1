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

PLACED = frozenset(
    (
        *(each.name for each in (*guards.CASES, *retries.CASES)),
        *("both_ports", "one_port_withheld", "withheld_in_fan_in", "failure_beats_skip"),
        *("after_skipped", "after_withheld", "after_failed", "none_withheld", "wrong_ports"),
        *("either_fail_ok", "either_ok_skip", "either_skip_ok", "either_skip_skip"),
        *("port_skip_ok", "choice_after_skip", "choice_of_many"),
        *("scalars", "records", "unions", "large_value", "structured_params"),
    )
)
"""Names of the cases whose meaning could hang on where guards stand."""

__all__ = ["CASES", "PLACED", "Case"]
