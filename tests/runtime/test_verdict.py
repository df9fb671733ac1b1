"""What a guard says."""

import json
import pickle
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
import pytest

from dagcompile.runtime.types import UnsupportedType
from dagcompile.runtime.v1 import Bounds, Check, GuardFailed
from dagcompile.runtime.verdict import COUNTED, SHOWN, GuardVerdict, examine, withheld
from tests.runtime.bodies import Touchy, crash, leave, positive


def check(
    value: object, annotation: Any, severity: Literal["error", "warn"] = "error"
) -> GuardVerdict:
    return examine(value, annotation, subject="n.x", severity=severity)


def test_a_value_that_fits_passes() -> None:
    verdict = check([1, 2], list[int])
    assert (verdict.outcome, verdict.blocks, verdict.violations) == ("pass", False, ())
    assert verdict.record() == {
        "subject": "n.x",
        "type": "list[int]",
        "outcome": "pass",
        "severity": "error",
        "checked": {"elements": 2, "of": 2},
        "violations": [],
        "more": 0,
        "seconds": round(verdict.seconds, 6),
    }
    assert verdict.seconds > 0


def test_a_value_that_does_not_fit_fails_with_the_places() -> None:
    verdict = check([1, "b"], list[int])
    assert verdict.outcome == "fail"
    assert verdict.blocks
    record: Any = verdict.record()
    assert record["violations"] == [
        {"path": "[1]", "expected": "int", "got": "str", "value": "'b'"}
    ]
    assert str(verdict) == "n.x is not list[int]; [1]: expected int, got str ('b')"


def test_a_warning_does_not_block() -> None:
    assert not check("b", int, "warn").blocks
    assert check("b", int, "warn").outcome == "fail"


@pytest.mark.parametrize("severity", ["error", "warn"])
@pytest.mark.parametrize("checking", [crash, leave])
def test_a_check_that_crashes_blocks_whatever_the_severity(
    severity: Literal["error", "warn"], checking: Any
) -> None:
    verdict = check(1, Annotated[int, Check(checking)], severity)
    assert verdict.outcome == "crashed"
    assert verdict.blocks


def test_a_crash_is_told_with_the_users_traceback() -> None:
    verdict = check(1, Annotated[int, Check(crash)])
    assert verdict.error is not None
    assert verdict.error["type"] == "builtins.LookupError"
    lines = str(verdict.error["traceback"]).splitlines()
    assert "tests/runtime/bodies.py" in lines[1]
    assert verdict.record()["error"] == verdict.error
    assert "crashed: LookupError: a check that crashes" in str(verdict)


@pytest.mark.parametrize("more", [0, 1, 30])
def test_violations_are_listed_up_to_a_number_and_counted(more: int) -> None:
    verdict = check(["b"] * (SHOWN + more), list[int])
    assert (len(verdict.violations), verdict.more) == (SHOWN, more)
    assert str(verdict).endswith(f"and {more} more") is (more > 0)


def test_counting_has_an_end() -> None:
    verdict = check(["b"] * (COUNTED + 50), list[int])
    assert len(verdict.violations) + verdict.more == COUNTED


def test_a_value_inside_itself_crashes_its_guard_and_not_the_run() -> None:
    rows: list[Any] = []
    rows.append(rows)
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    assert check(rows, list[list[int]]).outcome == "fail"
    assert check(deep, list[Any]).outcome == "pass"


class Raising:
    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        raise RuntimeError("nobody looks at me")


def test_a_value_that_raises_when_looked_at_crashes_its_guard() -> None:
    verdict = check(Raising(), dict[str, int])
    assert verdict.outcome == "crashed"
    assert verdict.error is not None
    assert verdict.error["message"] == "nobody looks at me"


@pytest.mark.parametrize(
    "value", [Touchy(1), np.zeros(3), pd.DataFrame({"a": [1]}), float("nan"), ValueError("x")]
)
@pytest.mark.parametrize(
    "annotation", [int, Literal["a", 1], int | None, list[int], dict[str, int]]
)
def test_user_values_are_neither_compared_nor_tested_for_truth(value: Any, annotation: Any) -> None:
    assert check(value, annotation).outcome == "fail"


def test_an_annotation_that_is_no_type_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(UnsupportedType):
        check(1, "not a type")


def test_an_output_withheld_against_its_type() -> None:
    verdict = withheld(list[int], subject="n.x", severity="error")
    assert verdict.blocks
    said = "expected list[int], got SKIP, which is for Maybe[list[int]]"
    assert str(verdict) == f"n.x is not list[int]; the value: {said}"


def test_a_failure_has_the_words_of_all_its_verdicts() -> None:
    first, second = check("b", int), check(-1, Annotated[int, Bounds(ge=0), Check(positive)])
    failure = GuardFailed(first, second)
    assert str(failure) == f"{first}\n{second}"
    again = pickle.loads(pickle.dumps(failure))
    assert again.verdicts == failure.verdicts
    assert str(again) == str(failure)
    assert json.loads(json.dumps(first.record())) == first.record()
