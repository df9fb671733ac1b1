"""The cases of the parity suite: small pipelines, written as any author would write them."""

from dagcompile.testing.parity.cases import (
    assets,
    callables,
    checking,
    choices,
    depths,
    expectations,
    flow,
    guards,
    keeping,
    natives,
    retries,
    stages,
    timeouts,
    times,
    values,
)
from dagcompile.testing.parity.cases.record import Case

CASES: tuple[Case, ...] = (
    *flow.CASES,
    *choices.CASES,
    *callables.CASES,
    *retries.CASES,
    *timeouts.CASES,
    *times.CASES,
    *stages.CASES,
    *assets.CASES,
    *keeping.CASES,
    *guards.CASES,
    *natives.CASES,
    *expectations.CASES,
    *depths.CASES,
    *checking.CASES,
    *values.CASES,
)
"""Every case, with a name of its own."""

PLACED = frozenset(
    (
        *(each.name for each in guards.CASES),
        *(each.name for each in keeping.CASES),
        *(each.name for each in expectations.CASES),
        *(each.name for each in depths.CASES),
        *("native_text", "native_wrong", "native_warns", "native_skipped"),
        *(each.name for each in stages.CASES),
        *("check_measures", "check_fails"),
        *("retry_success", "retry_only_on", "retry_not_for_guards", "timeout_always"),
        *("one_port_withheld", "failure_beats_skip", "after_withheld", "none_withheld"),
        *(
            "wrong_ports",
            "async_ops",
            "either_skip_ok",
            "port_skip_ok",
            "records",
            "large_value",
            "odd_ids",
        ),
        *(
            "asset_told",
            "asset_of_refused_value",
            "asset_retried",
            "asset_withheld",
        ),
    )
)
"""Names of the cases whose meaning could hang on where guards stand."""

__all__ = ["CASES", "PLACED", "Case"]
