"""The parity suite: one meaning on every target.

    from dagcompile.testing.parity import run_suite

    suite = run_suite("mytarget", folder=tmp_path)
    assert not suite.failures, suite.report()

`semantics` is the judge, `cases` are what is tried, a target brings a `Runner`.
"""

from dagcompile.testing.parity.building import Asked
from dagcompile.testing.parity.cases import CASES, PLACED, Case
from dagcompile.testing.parity.harness import Suite, asked_for, run_suite
from dagcompile.testing.parity.observed import (
    Event,
    NodeObservation,
    Observed,
    by_node,
    differences,
    normalise,
)
from dagcompile.testing.parity.runners import (
    BuiltCase,
    Runner,
    Unrunnable,
    function_of,
    observed_of,
    results_of,
)
from dagcompile.testing.parity.semantics import evaluate

__all__ = [
    "CASES",
    "PLACED",
    "Asked",
    "BuiltCase",
    "Case",
    "Event",
    "NodeObservation",
    "Observed",
    "Runner",
    "Suite",
    "Unrunnable",
    "asked_for",
    "by_node",
    "differences",
    "evaluate",
    "function_of",
    "normalise",
    "observed_of",
    "results_of",
    "run_suite",
]
