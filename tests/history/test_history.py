"""A scripted history of the flights: each change is told as a reviewer would tell it.

The golden files are what `dagcompile diff --no-artifacts` says; read them as one.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from history import CASES, NO_OPS, Case
from history.played import NOTHING, begin, older_text
from history.processes import Played, python

if TYPE_CHECKING:
    from tests.conftest import Golden

VERBS = "added|removed|renamed|moved|rewired|widened|narrowed|loosened|tightened|changed"
TOLD = re.compile(
    rf"^  (breaking|risky|safe|cosmetic) +[-+~] (.+? (?:{VERBS}))(?::|$)", re.MULTILINE
)
REVISION = re.compile(r"HEAD \([0-9a-f]{12}\)")


def text_of(case: str, played: Played) -> str:
    """What is said of a change, whatever the revision is called."""
    said = played[case]["said"]
    assert said["err"] == ""
    return REVISION.sub("HEAD", said["out"])


# --- what changes ------------------------------------------------------------------------------


def test_there_are_enough_changes() -> None:
    assert len(CASES) >= 45
    assert len({each.file for each in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_change_is_told_as_a_reviewer_would(case: Case, played: Played, golden: "Golden") -> None:
    text = text_of(case.name, played)
    assert tuple(" ".join(each) for each in TOLD.findall(text)) == case.told
    assert played[case.name]["said"]["status"] == (1 if case.breaks else 0)
    golden(f"expected/{case.file}", text)


def test_without_a_weight_to_fail_on_a_breaking_change_fails_nothing(tmp_path: Path) -> None:
    commits = begin(tmp_path)
    (case,) = (each for each in CASES if each.name == "a param has another name")
    for each in case.edits:
        each.make(tmp_path)
    text = python("-m", "dagcompile.cli", "diff", cwd=tmp_path, PYTHONHASHSEED="7")
    assert "breaking  ~ param `worst` renamed: top -> worst" in text
    assert '+        "worst": Param(5, type="integer"' in text
    assert commits.git("status", "--porcelain", "generated") == ""


def test_another_dagcompile_that_lays_files_out_otherwise_is_told(
    tmp_path: Path, golden: "Golden"
) -> None:
    commits = begin(tmp_path)
    file = tmp_path / "generated/airflow/daily_delays_dag.py"
    file.write_text(older_text(file.read_text()))
    commits.commit()
    text = python("-m", "dagcompile.cli", "diff", "--fail-on", "breaking", cwd=tmp_path)
    golden("expected/another_dagcompile.txt", REVISION.sub("HEAD", text))


# --- what changes nothing ----------------------------------------------------------------------


@pytest.mark.parametrize("case", NO_OPS, ids=lambda case: case.name)
def test_what_no_run_can_tell_gives_no_difference(case: Case, played: Played) -> None:
    said = text_of(case.name, played)
    assert said == text_of(NOTHING, played) == "no change: 1 pipeline is as in HEAD\n"
    assert played[case.name]["dags"] == played[NOTHING]["dags"]


@pytest.mark.parametrize("seed", ["0", "1"])
def test_nor_does_another_folder_or_seed(seed: str, tmp_path: Path) -> None:
    folder = tmp_path / "another folder" / seed
    begin(folder)
    (folder / "below").mkdir()
    text = python("-m", "dagcompile.cli", "diff", cwd=folder / "below", PYTHONHASHSEED=seed)
    assert text.startswith("no change: 1 pipeline is as in HEAD")
