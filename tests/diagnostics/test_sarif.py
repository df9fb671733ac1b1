"""A log of SARIF holds what was said, at its places, by fingerprints that stay."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.diagnostics import CODES, Diagnostic, Label, Place
from dagcompile.diagnostics.sarif import sarif

ROOT = Path("/repository")


def log(*told: Diagnostic, elsewhere: str = "pyproject.toml") -> Any:
    """The only run of the log, as a reader has it."""
    text = json.dumps(sarif(told, folder=ROOT, elsewhere=elsewhere))
    document = json.loads(text)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    return run


def found(message: str, *labels: Label, code: str = "DC201", fix: str = "") -> Diagnostic:
    return Diagnostic(code=code, message=message, labels=labels, fix=fix)


def at(file: str, line: int, column: int = 0, end: int = 0, text: str = "") -> Label:
    place = Place(file=file, line=line, column=column, end_column=end)
    return Label(place=place, text=text)


def test_a_result_is_at_its_first_place_and_the_others_are_related() -> None:
    told = found(
        "wrong",
        Label(place=None, text="it was so"),
        at("/repository/a b/flow.py", 3, 5, 9, "this"),
        at("/elsewhere/ops.py", 7),
        fix="mend it",
    )
    (result,) = log(told)["results"]
    assert result["message"]["text"] == (
        "wrong\nnote: it was so\na b/flow.py:3: this\nfix: mend it"
    )
    (location,) = result["locations"]
    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": "a%20b/flow.py", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 3, "startColumn": 5, "endColumn": 9},
        },
        "message": {"text": "this"},
    }
    (related,) = result["relatedLocations"]
    assert related == {
        "id": 1,
        "physicalLocation": {
            "artifactLocation": {"uri": "file:///elsewhere/ops.py"},
            "region": {"startLine": 7},
        },
    }


def test_what_has_no_place_is_shown_at_a_file_that_there_is() -> None:
    (result,) = log(found("wrong"), elsewhere="etl/pyproject.toml")["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "etl/pyproject.toml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1},
    }


def test_a_rule_is_a_code_with_its_page() -> None:
    run = log(found("one"), found("two", code="DC602"), found("three"))
    rules = run["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == ["DC201", "DC602"]
    assert [each["ruleIndex"] for each in run["results"]] == [0, 1, 0]
    for rule in rules:
        assert rule["shortDescription"]["text"] == CODES[rule["id"]]
        assert not rule["fullDescription"]["text"].startswith("#")
        assert "## Wrong" not in rule["fullDescription"]["text"]
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}: ")
    assert log()["results"] == []


@pytest.mark.parametrize("code", CODES)
def test_a_rule_holds_what_a_code_host_asks_for(code: str) -> None:
    """GitHub wants these texts, and cuts descriptions off behind 1024 characters."""
    (rule,) = log(found("wrong", code=code))["tool"]["driver"]["rules"]
    for description in ("shortDescription", "fullDescription"):
        assert 0 < len(rule[description]["text"]) <= 1024
    assert rule["help"]["text"]


def test_a_log_names_the_version_that_made_it() -> None:
    (run,) = cast(Any, sarif((), folder=ROOT, elsewhere="x", version="2.0.1"))["runs"]
    assert (run["tool"]["driver"]["name"], run["tool"]["driver"]["version"]) == (
        "dagcompile",
        "2.0.1",
    )
    assert "version" not in log()["tool"]["driver"]


def test_a_warning_is_of_its_own_level() -> None:
    told = Diagnostic(code="DC150", message="idle", severity="warning")
    (result,) = log(told)["results"]
    assert result["level"] == "warning"


def _prints(*told: Diagnostic) -> list[str]:
    return [each["partialFingerprints"]["dagcompile/v1"] for each in log(*told)["results"]]


def test_a_fingerprint_stays_while_lines_move_and_is_nobody_elses() -> None:
    one, other = at("/repository/flow.py", 3), at("/repository/flow.py", 30, 2)
    assert _prints(found("wrong", one)) == _prints(found("wrong", other))
    several = _prints(
        found("wrong", one),
        found("wrong", other),
        found("wrong", at("/repository/ops.py", 3)),
        found("bad", one),
        found("wrong", one, code="DC602"),
    )
    assert len(set(several)) == 5
    assert _prints(found("wrong", one), found("bad", one))[1] == _prints(found("bad", one))[0]


@given(st.text(), st.text(alphabet=st.characters(exclude_characters="\0/")))
def test_any_text_is_held(message: str, file: str) -> None:
    (result,) = log(found(message, at(f"/repository/x{file}", 0)))["results"]
    location = result["locations"][0]["physicalLocation"]
    assert location["region"] == {"startLine": 1}
    assert location["artifactLocation"]["uri"].isascii()
