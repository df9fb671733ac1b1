"""What checks answer, and what is kept of it."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pytest

from dagcompile import Markdown, TableRows, Url, Verdict
from dagcompile.runtime.events import Log
from dagcompile.runtime.guarding import check
from dagcompile.runtime.lines import line_of
from dagcompile.runtime.types import Check
from dagcompile.runtime.types.answers import LONGEST, ROWS
from dagcompile.runtime.verdict import GuardVerdict, examine


def within(rows: list[int], *, most: int) -> Verdict:
    wrong = [row for row in rows if row > most]
    if wrong:
        return Verdict.failed(f"{len(wrong)} are too large", worst=max(wrong), share=0.5)
    return Verdict.passed(largest=max(rows))


def counted(rows: list[int]) -> Verdict:
    return Verdict.passed(largest="unknown", rows=len(rows))


def wordless(rows: list[int]) -> Verdict:
    return Verdict.failed("no", at=object())


def small(value: int) -> Verdict:
    return Verdict.failed("it is large", by=value - 9) if value > 9 else Verdict.passed()


LIMITED = Annotated[list[int], Check(within, name="within", most=9), Check(counted)]


def look(value: object, annotation: Any) -> GuardVerdict:
    return examine(value, annotation, subject="n.x", severity="error")


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        (3, "number", 3),
        (0.5, "number", 0.5),
        (2**2048 - 1, "number", 2**2048 - 1),
        (2**2048, "number", "about 2**2048"),
        (-(2**4000), "number", "about -2**4000"),
        (float("nan"), "number", "nan"),
        (Fraction(10**400), "number", "inf"),
        (Fraction(-(10**400), 3), "number", "-inf"),
        (Decimal("1.50"), "number", "1.50"),
        (np.int64(3), "number", 3),
        (np.float32(0.5), "number", 0.5),
        (np.True_, "bool", True),
        (False, "bool", False),
        ("text", "text", "text"),
        (Markdown("**so**"), "markdown", "**so**"),
        (Url("https://example.org"), "url", "https://example.org"),
        (Path("a") / "b", "path", "a/b"),
        (TableRows([{"a": 1, "b": None}]), "table", [{"a": 1, "b": None}]),
    ],
)
def test_what_was_measured_is_json_that_says_what_it_is(given: Any, kind: str, kept: Any) -> None:
    measured = Verdict.passed(it=given).metadata["it"]
    assert measured == {"kind": kind, "value": kept}
    assert type(measured["value"]) is type(kept)
    assert json.loads(json.dumps(measured, allow_nan=False)) == measured


def test_a_number_of_more_digits_than_python_writes_ends_no_run() -> None:
    told: list[Any] = []
    log = Log(run="r", pipeline="p", sinks=(lambda event: told.append(line_of(event)),))
    sized = Annotated[int, Check(huge)]
    failure = check(-1, sized, node="n", severity="error", log=log)
    assert check(1, sized, node="n", severity="error", log=log) is None
    assert "no (digits=about 2**16609)" in str(failure)
    assert [line.endswith("digits=about 2**16609") for line in told] == [False, True]


def huge(value: int) -> Verdict:
    digits = 10**5000
    return Verdict.passed(digits=digits) if value > 0 else Verdict.failed("no", digits=digits)


def test_what_is_kept_is_bounded_and_says_how_much_is_not() -> None:
    rows = ({"a": number} for number in range(ROWS + 7))
    verdict = Verdict.passed(text="x" * (LONGEST + 5), rows=TableRows(rows))
    assert verdict.metadata["text"] == {"kind": "text", "value": "x" * LONGEST, "more": 5}
    assert len(verdict.metadata["rows"]["value"]) == ROWS
    assert verdict.metadata["rows"]["more"] == 7


@pytest.mark.parametrize("given", [date(2024, 1, 1), None, [1], object(), TableRows([{"a": [1]}])])
def test_what_has_no_kind_is_refused_by_name(given: Any) -> None:
    with pytest.raises(TypeError, match=r"`measure(.a)?` is a .*; a verdict tells numbers"):
        Verdict.passed(measure=given)


def test_a_message_is_a_text() -> None:
    with pytest.raises(TypeError, match="a message is a text, got int"):
        Verdict.failed(3)  # type: ignore[arg-type]


def test_an_answer_is_as_true_as_the_bool_in_its_place() -> None:
    assert Verdict.passed()
    assert not Verdict.failed("no")


def test_a_failed_check_says_why_and_what_it_measured() -> None:
    verdict = look([1, 12], LIMITED)
    record: Any = verdict.record()
    assert record["violations"] == [
        {
            "path": "",
            "expected": "within (most=9)",
            "got": "[1, 12]",
            "value": "[1, 12]",
            "message": "1 are too large",
            "metadata": {
                "worst": {"kind": "number", "value": 12},
                "share": {"kind": "number", "value": 0.5},
            },
        }
    ]
    assert record["metadata"]["rows"] == {"kind": "number", "value": 2}
    told = "got [1, 12]: 1 are too large (worst=12, share=0.5)"
    assert str(verdict).endswith(told)
    assert told in line_of({"event": "guard", "node": "n", "verdict": record})


def test_what_passing_checks_measured_is_in_the_verdict_by_name() -> None:
    verdict = look([1, 2], LIMITED)
    path = f"{__name__}.counted"
    assert verdict.outcome == "pass"
    assert {name: each["value"] for name, each in verdict.metadata.items()} == {
        "largest": 2,
        f"{path}: largest": "unknown",
        "rows": 2,
    }
    line = line_of({"event": "guard", "node": "n", "verdict": verdict.record()})
    assert line.endswith(f"largest=2, {path}: largest=unknown, rows=2")


def test_a_check_inside_says_why_at_its_place() -> None:
    record: Any = look([1, 12], list[Annotated[int, Check(small)]]).record()
    (violation,) = record["violations"]
    assert (violation["path"], violation["message"]) == ("[1]", "it is large")
    assert violation["metadata"] == {"by": {"kind": "number", "value": 3}}


def test_a_measure_of_no_kind_crashes_the_check_where_it_was_given() -> None:
    verdict = look([1], Annotated[list[int], Check(wordless)])
    assert verdict.outcome == "crashed"
    assert verdict.error is not None
    assert "`at` is a object" in str(verdict.error["message"])
    assert "in wordless" in str(verdict.error["traceback"])


def test_a_check_is_asked_once() -> None:
    asked: list[int] = []

    def once(value: int) -> bool:
        asked.append(value)
        return value != 2

    for value in (1, 2):
        look(value, Annotated[int, Check(once)])
    assert asked == [1, 2]


@pytest.mark.parametrize(
    ("value", "annotation", "checked"),
    [
        ([1, 2], list[int], {"elements": 2, "of": 2}),
        ({1: 2}, dict[int, int] | None, {"elements": 1, "of": 1}),
        ([1], LIMITED, {"elements": 1, "of": 1}),
        (None, list[int] | None, None),
        (3, int, None),
        (3, list[int], None),
    ],
)
def test_a_verdict_says_how_many_elements_were_looked_at(
    value: object, annotation: Any, checked: Any
) -> None:
    assert look(value, annotation).record().get("checked") == checked
