"""`--format`: the same mistakes as text, as one document, and as annotations."""

import json
from typing import Any

import pytest
from commands import Command
from pydantic import TypeAdapter

from dagcompile.diagnostics import CODES
from dagcompile.diagnostics.document import Document

IDLE = """
    from dagcompile import op, pipeline

    @op
    def one() -> int:
        return 1

    @pipeline
    def idle(day: str) -> int:
        return one()
"""


def document(text: str) -> Any:
    """The document that `text` is, and nothing but what is documented."""
    found = json.loads(text)
    documented = TypeAdapter(Document)
    assert documented.dump_python(documented.validate_json(text, strict=True), mode="json") == found
    return found


def test_a_document_holds_the_mistakes_and_the_result(dagcompile: Command) -> None:
    dagcompile.write("idle.py", IDLE)
    done = dagcompile("build", "--format", "json", "doubled", "flow:wrong", "idle:idle")
    said = document(done.out)
    assert done.err == ""
    assert (done.status, said["status"], said["errors"], said["warnings"]) == (3, 3, 1, 1)
    error, warning = said["diagnostics"]
    assert list(error) == ["code", "severity", "title", "message", "fix", "labels"]
    assert (error["code"], error["severity"], error["title"]) == ("DC201", "error", CODES["DC201"])
    assert error["message"] == "`shout.text` wants `str`, but `double.result` is `int`"
    assert error["labels"][0] == {
        "path": "flow.py",
        "line": 19,
        "column": 18,
        "end_column": 32,
        "text": "`shout.text` wants `str`; `double.result` is `int`",
    }
    assert (warning["code"], warning["severity"]) == ("DC150", "warning")
    assert said["result"]["failed"] == ["flow:wrong"]
    assert {"outcome": "written", "path": "generated/idle.ir.json"} in said["result"]["files"]


def test_a_person_is_told_once_and_a_program_of_each(dagcompile: Command) -> None:
    dagcompile.write("flow.py", "def (\n")
    dagcompile.write("idle.py", "import flow\n")
    names = ("doubled", "idle:idle")
    done = dagcompile("check", "--format", "github", *names)
    assert (done.status, done.out) == (3, "2 failed\n")
    assert done.err.count("    def (") == done.err.count("error[DC142]") == 1
    assert done.err.count("::error ") == 1
    assert "  note: the same of 2 pipelines: `doubled`, `idle:idle`\n" in done.err
    assert document(dagcompile("check", "--format", "json", *names).out)["errors"] == 2


def test_fine_is_a_document_too(dagcompile: Command) -> None:
    said = document(dagcompile("build", "--format", "json").out)
    assert (said["status"], said["diagnostics"]) == (0, [])
    assert len(said["result"]["files"]) == 3
    listed = document(dagcompile("list", "--format", "json").out)
    assert listed["result"] == [
        {"name": "doubled", "reference": "flow:doubled", "summary": "Twice a number."}
    ]
    shown = document(dagcompile("ir", "--format", "json", "doubled").out)
    assert shown["result"] == json.loads(dagcompile("ir", "doubled").out)


@pytest.mark.parametrize("arguments", [("build", "duobled"), ("list",), ("ir", "folw:doubled")])
def test_what_came_to_nothing_has_no_result(
    dagcompile: Command, arguments: tuple[str, ...]
) -> None:
    if arguments == ("list",):
        dagcompile.write("pyproject.toml", "[tool.dagcompile]\nuot = 1\n")
    done = dagcompile(*arguments, "--format", "json")
    said = document(done.out)
    assert (said["result"], said["status"]) == (None, done.status)
    assert said["errors"] == 1
    assert done.status in {2, 4}


def test_a_traceback_is_beside_the_document(dagcompile: Command) -> None:
    done = dagcompile("build", "--format", "json", "flow:raising")
    (told,) = document(done.out)["diagnostics"]
    assert told["code"] == "DC108"
    assert done.err.startswith("Traceback (most recent call last):\n")
    assert "ZeroDivisionError" in done.err


def test_stdout_of_a_run_is_the_scripts(dagcompile: Command) -> None:
    dagcompile.write("idle.py", IDLE)
    failed = dagcompile("run", "--format", "json", "flow:wrong")
    assert (failed.out, failed.status) == ("", 3)
    assert document(failed.err)["errors"] == 1
    ran = dagcompile("run", "idle:idle", "--day", "x")
    assert (ran.out, ran.status) == ("1\n", 0)
    assert ran.err.startswith("warning[DC150]: ")
    ran = dagcompile("run", "--format", "json", "idle:idle", "--day", "x")
    assert ran.out == "1\n"
    assert json.JSONDecoder().raw_decode(ran.err)[0]["warnings"] == 1


def test_annotations_stand_below_the_text(dagcompile: Command) -> None:
    deep = dagcompile.folder / "deep"
    deep.mkdir()
    done = dagcompile(
        "build", "--format", "github", "flow:wrong", "doubled",
        cwd=deep, GITHUB_WORKSPACE=str(dagcompile.folder),
    )  # fmt: skip
    assert done.status == 3
    assert done.out.endswith("3 written, 1 failed\n")
    *text, command = done.err.splitlines()
    assert text[0].startswith("error[DC201]: ")
    assert text[-1] == "1 error"
    assert command.startswith("::error title=DC201,file=flow.py,line=19,col=18,endColumn=32::`")
    assert dagcompile("build", "--format", "github").err == ""


@pytest.mark.parametrize("verb", ["build", "ir"])
def test_a_warning_is_told_and_fails_nothing(dagcompile: Command, verb: str) -> None:
    dagcompile.write("idle.py", IDLE)
    done = dagcompile(verb, "idle:idle")
    assert done.status == 0
    assert done.out
    assert done.err.startswith("warning[DC150]: param `day` of pipeline `idle` is taken by no step")
    assert "  --> idle.py:9:10\n" in done.err
    assert done.err.endswith("\n1 warning\n")


def test_colours_are_for_terminals(dagcompile: Command) -> None:
    assert "\x1b" not in dagcompile("build", "flow:wrong").err
    assert "\x1b[1;31merror\x1b[0m" in dagcompile("build", "flow:wrong", FORCE_COLOR="1").err
