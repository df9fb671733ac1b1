"""`dagcompile check`: its exit status, and what it tells to people, programs and pull requests."""

import json
import shlex
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

import pytest
from commands import Command, Done
from workplace import Workplace

SCRIPT = "generated/python/doubled_script.py"

Check: TypeAlias = Callable[..., Done]
"""`dagcompile` with some arguments, in this process, in the folder of a project that was built."""


@pytest.fixture
def built(
    dagcompile: Command, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Check:
    place = Workplace(dagcompile.folder, monkeypatch)

    def run(*arguments: str) -> Done:
        capfd.readouterr()
        status = place(shlex.join(["dagcompile", *arguments]))
        return Done(status, *capfd.readouterr())

    assert run("build").status == 0
    return run


def _edit(folder: Path) -> None:
    with (folder / SCRIPT).open("a") as file:
        file.write("x = 1\n")


def test_what_differs_is_1_and_told_in_every_format(built: Check, tmp_path: Path) -> None:
    assert (done := built("check")).status == 0
    assert (done.out, done.err) == ("3 unchanged\n", "")
    _edit(tmp_path)
    (tmp_path / "generated/dask/doubled_dask.py").unlink()
    done = built("check")
    assert done.status == 1
    assert done.out.startswith(f"--- {SCRIPT}\n+++ {SCRIPT} (built)\n@@ ")
    assert done.out.endswith("\n-x = 1\n1 edited, 1 missing, 1 unchanged\n")
    assert done.err.endswith(
        "  fix: dagcompile build doubled\n\nfor more: dagcompile explain DC602 DC646\n2 errors\n"
    )
    for format in ("json", "github", "sarif"):
        assert built("check", "--format", format).status == 1, format


def test_a_document_holds_files_and_what_mends_them(built: Check, tmp_path: Path) -> None:
    _edit(tmp_path)
    said = json.loads(built("check", "--format", "json").out)
    assert (said["status"], said["errors"]) == (1, 1)
    result = said["result"]
    assert result["counts"] == {
        **dict.fromkeys(("wrong", "stale", "missing", "orphaned", "untracked", "failed"), 0),
        "edited": 1,
        "unchanged": 2,
    }
    line = len((tmp_path / SCRIPT).read_text().splitlines())
    assert result["files"] == [
        {
            "verdict": "edited",
            "code": "DC602",
            "path": SCRIPT,
            "line": line,
            "pipeline": "doubled",
            "text": "was edited by hand",
        }
    ]
    (told,) = said["diagnostics"]
    assert (told["labels"][0]["path"], told["labels"][0]["line"]) == (SCRIPT, line)
    (mend,) = result["mends"]
    assert mend == {
        "code": "DC602",
        "verdict": "edited",
        "files": 1,
        "before": "move the change into the pipeline",
        "command": "dagcompile build --force doubled",
    }
    assert built(*mend["command"].split()[1:]).status == 0
    assert built("check").status == 0


def test_a_pipeline_that_is_wrong_is_3_and_the_rest_is_told_too(
    built: Check, tmp_path: Path
) -> None:
    _edit(tmp_path)
    done = built("check", "doubled", "flow:wrong")
    assert done.status == 3
    assert "error[DC201]: " in done.err
    assert "error[DC602]: " in done.err
    assert done.out.endswith("1 edited, 2 unchanged, 1 failed\n")
    log = json.loads(built("check", "doubled", "flow:wrong", "--format", "sarif").out)
    results = log["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == ["DC201", "DC602"]
    places = [each["locations"][0]["physicalLocation"] for each in results]
    assert [each["artifactLocation"]["uri"] for each in places] == ["flow.py", SCRIPT]
    assert log["runs"][0]["tool"]["driver"]["version"] == version("dagcompile")
    done = built("check", "doubled", "folw:x", "--format", "sarif")
    assert done.status == 4
    (missing, _) = json.loads(done.out)["runs"][0]["results"]
    location = missing["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "pyproject.toml"


def test_what_is_wrong_with_the_project_is_a_document_too(built: Check, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.dagcompile]\nuot = 1\n")
    done = built("check", "--format", "sarif")
    assert done.status == 2
    (result,) = json.loads(done.out)["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("DC611", "error")


def test_a_pull_request_shows_files_at_their_places(
    built: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edit(tmp_path)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    done = built("check", "--format", "github")
    *_, command = done.err.splitlines()
    line = len((tmp_path / SCRIPT).read_text().splitlines())
    assert command.startswith(
        f"::error title=DC602,file={tmp_path.name}/{SCRIPT},line={line}::{SCRIPT} was edited"
    )


def test_how_files_differ_is_shown_in_part_or_whole(built: Check, tmp_path: Path) -> None:
    with (tmp_path / SCRIPT).open("a") as file:
        file.write("".join(f"x = {number}\n" for number in range(200)))
    short, whole = built("check"), built("check", "--diff")
    assert len(short.out.splitlines()) == 62
    assert "\n... and 146 more lines: --diff shows all\n1 edited" in short.out
    assert len(whole.out.splitlines()) == 207
    assert whole.out.startswith(short.out.partition("\n...")[0])


def test_what_mends_is_told_in_the_words_of_the_check(built: Check) -> None:
    asked = ("--target", "python", "--guards", "off", "--guard-depth", "schema", "--out", "a b")
    done = built("--project", ".", "check", *asked, "doubled")
    assert done.status == 1
    command = (
        "dagcompile --project . build --out 'a b' --guards off --guard-depth schema"
        " --target python doubled"
    )
    assert f"  fix: {command}\n" in done.err
