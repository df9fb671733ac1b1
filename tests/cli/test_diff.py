"""`dagcompile diff` as it is typed."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from commands import FLOW, SETTINGS, Command
from repositories import repository_in
from strangers import CODE, stranger_in


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built and committed, and then edited."""
    dagcompile = Command(tmp_path_factory.mktemp("project"))
    commits = repository_in(dagcompile.folder)
    dagcompile.write("pyproject.toml", SETTINGS)
    dagcompile.write("flow.py", FLOW)
    dagcompile.write(".gitignore", "__pycache__/\n.dagcompile_cache/\n")
    assert dagcompile("build").status == 0
    commits.commit()
    text = (dagcompile.folder / "flow.py").read_text()
    changed = text.replace("@op\ndef double", "@op(timeout=30)\ndef double", 1)
    assert changed != text
    dagcompile.write("flow.py", changed)
    return dagcompile.folder


@pytest.fixture
def edited(project: Path, tmp_path: Path) -> Command:
    """The command in a copy of the project."""
    return Command(shutil.copytree(project, tmp_path / "copy"))


def test_a_difference_is_told_and_fails_what_asks_for_it(edited: Command) -> None:
    done = edited("diff")
    lines = done.out.splitlines()
    assert (done.status, done.err) == (0, "")
    assert lines[0].startswith("HEAD (")
    assert lines[0].endswith(") -> the sources")
    assert lines[2].startswith("doubled: ")
    assert "  artifacts" in lines
    assert any(each.startswith("+++ the sources: python/doubled_script.py") for each in lines)
    assert lines[-1].startswith("1 pipeline changed (")
    (weight,) = [each for each in ("breaking", "risky", "safe") if f"1 {each}" in lines[2]]
    assert edited("diff", "--fail-on", weight).status == 1
    assert edited("diff", "--fail-on", "cosmetic").status == 1
    assert edited("diff", "--fail-on", "breaking").status == (weight == "breaking")


def test_artifacts_may_be_left_out(edited: Command) -> None:
    done = edited("diff", "--no-artifacts")
    assert "python/doubled_script.py" in done.out
    assert "+++" not in done.out
    document = json.loads(edited("diff", "--no-artifacts", "--format", "json").out)
    assert {
        one["diff"] for each in document["result"]["pipelines"] for one in each["artifacts"]
    } == {None}


def test_json_is_one_document(edited: Command) -> None:
    document = json.loads(edited("diff", "--format", "json").out)
    assert (document["status"], document["diagnostics"]) == (0, [])
    (pipeline,) = document["result"]["pipelines"]
    assert pipeline["id"] == "doubled"
    assert {"subject", "verb", "weight", "reason", "before", "after", "consumers"} == {
        key for change in pipeline["changes"] for key in change
    }
    assert document["result"]["unchanged"] == []


def test_no_change_is_told_in_a_line_and_what_was_compared(edited: Command) -> None:
    done = edited("diff", "HEAD..HEAD", "--fail-on", "cosmetic")
    assert done.status == 0
    first, second = done.out.splitlines()
    assert first.startswith("no change: 1 pipeline is as in HEAD (")
    assert second.startswith("note: what is committed was compared; `dagcompile check` tells ")


def test_a_pipeline_that_does_not_compile_is_a_compile_error(edited: Command) -> None:
    edited.write(
        "pyproject.toml", (edited.folder / "pyproject.toml").read_text() + 'x = "flow:wrong"\n'
    )
    done = edited("diff", "--fail-on", "cosmetic")
    assert done.status == 3
    assert done.err.startswith("error[DC201]: ")
    assert "x: it does not compile now" in done.out
    assert done.out.splitlines()[-1].endswith(", 1 pipeline not compared")


def test_a_revision_that_is_not_there_is_usage(edited: Command) -> None:
    done = edited("diff", "nowhere")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("error[DC660]: ")


def test_an_empty_name_is_usage(edited: Command) -> None:
    done = edited("diff", "", "--fail-on", "breaking")
    assert (done.status, done.out) == (2, "")
    assert "nothing is named; leave it out to compare HEAD with the sources" in done.err


def test_colours_are_for_terminals(edited: Command) -> None:
    assert "\x1b[" not in edited("diff").out
    assert "\x1b[1;33m" in edited("diff", FORCE_COLOR="1").out


def test_the_text_is_utf_8_in_every_locale(edited: Command) -> None:
    edited.write("flow.py", (edited.folder / "flow.py").read_text().replace("Twice", "größer 数"))
    assert "größer 数" in edited("diff", PYTHONIOENCODING="latin-1").out


def test_git_compares_outlines(edited: Command) -> None:
    commits = repository_in(edited.folder)
    program = f"{sys.executable} -m dagcompile.cli diff --textconv"
    commits.git("config", "diff.dagcompile.textconv", program)
    edited.write(".gitattributes", "*.ir.json diff=dagcompile\n")
    edited("build")
    lines = commits.git("diff", "--unified=1", "--", "generated/doubled.ir.json").splitlines()[4:]
    assert lines == [
        "@@ -5,2 +5,3 @@ node double",
        "   input number: param number",
        "+  policy: timeout 30.0",
        "   guard output result: type int",
    ]


def test_a_file_that_holds_no_pipeline_is_printed_as_it_is(edited: Command) -> None:
    file = edited.write("half.ir.json", '{"dagcompile_ir": 99,\n')
    beside = edited("diff", "--textconv", str(file), "HEAD")
    assert (beside.status, beside.out) == (2, "")
    done = edited("diff", "--textconv", str(file))
    assert (done.status, done.out) == (0, '{"dagcompile_ir": 99,\n')
    assert edited("diff", "--textconv", "nowhere.json").status == 4


def test_two_revisions_and_files_are_compared_without_code_of_the_folder(edited: Command) -> None:
    ran = stranger_in(edited.folder, "python2")
    text = SETTINGS.replace('"dask"]', '"dask", "python2"]')
    edited.write("pyproject.toml", text)
    repository_in(edited.folder).commit("a target")
    file = "generated/doubled.ir.json"
    path = os.pathsep.join(filter(None, [*sys.path, str(edited.folder)]))
    done = edited("diff", "HEAD~1..HEAD", PYTHONPATH=path)
    assert (done.status, ran.exists()) == (0, False)
    assert "there is no target 'python2'" in done.err
    assert edited("diff", "--contract", "HEAD~1..HEAD", PYTHONPATH=path).status == 0
    assert edited("diff", f"{file}..{file}", PYTHONPATH=path).status == 2
    assert not ran.exists()
    (edited.folder / "typer.py").write_text(CODE)  # as a library is called that the command uses
    apart = os.pathsep.join(filter(None, sys.path))  # the folder is not among what is installed
    assert edited("diff", "--textconv", file, PYTHONPATH=apart).status == 0
    assert edited("merge", file, file, file, file, PYTHONPATH=apart).status == 0
    assert edited("diff", "HEAD~1..HEAD", PYTHONPATH=apart).status == 0
    assert not ran.exists()
