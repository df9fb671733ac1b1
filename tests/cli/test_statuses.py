"""How the command ends: its exit status, and what it says of mistakes."""

from textwrap import dedent

import pytest
from commands import FLOW, Command

from dagcompile.cli.failing import status_of
from dagcompile.diagnostics import CompileError, Diagnostic

_LEAVING = """
import os
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
ThreadPoolExecutor().submit(int).result()
if os.environ["LEFT"]:
    Thread(target=Event().wait, args=(110,), name="beat").start()
"""


def test_a_thread_that_a_module_left_is_told_of_and_not_waited_for(dagcompile: Command) -> None:
    dagcompile.write("flow.py", _LEAVING + dedent(FLOW))
    done = dagcompile("build", "--no-cache", LEFT="1")
    assert done.status == 0, done
    assert done.out.endswith("written\n")
    assert done.err.count("threads that imported modules left: `beat`") == 1
    done = dagcompile("check", "--no-cache", LEFT="")
    assert (done.status, done.err) == (0, "")  # a pool at rest ends by itself


def test_fine_is_0(dagcompile: Command) -> None:
    assert dagcompile("build").status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("biuld",),
        ("build", "--traget", "dask"),
        ("build", "--guards", "sometimes"),
        ("build", "--target", "dsak"),
        ("build", "duobled"),
        ("run",),
        ("run", "duobled"),
        ("run", "doubled"),
        ("run", "--target", "airflow", "doubled"),
        ("ir", "duobled"),
        ("ir", "flow.doubled"),
        ("ir", ":doubled"),
        ("--project", "nowhere", "list"),
    ],
)
def test_usage_is_2(dagcompile: Command, arguments: tuple[str, ...]) -> None:
    done = dagcompile(*arguments)
    assert done.status == 2, done
    assert "Traceback" not in done.err
    assert not done.out or arguments == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--project", "nowhere", "build"),
            "Invalid value for '--project': dir 'nowhere' does not exist.",
        ),
        (
            ("graph", "--as", "pdf", "doubled"),
            "Invalid value for '--as': 'pdf' is not one of 'mermaid', 'dot', 'svg'.",
        ),
        (
            ("run", "--number", "doubled"),
            "No such option: --number; one of the script stands behind its name: PIPELINE --number",
        ),
        (
            ("run", "--targt", "dask", "doubled"),
            "No such option: --targt (Possible options: --target)",
        ),
        (("run", "--target"), "Option '--target' requires an argument."),
    ],
)
def test_usage_is_told(dagcompile: Command, arguments: tuple[str, ...], said: str) -> None:
    done = dagcompile(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines()[-1] == f"Error: {said}"


@pytest.mark.parametrize("settings", ["[tool.dagcompile]\nuot = 1", "[tool.dagcompile", "\x00"])
@pytest.mark.parametrize("verb", ["build", "list"])
def test_a_wrong_project_file_is_usage(dagcompile: Command, verb: str, settings: str) -> None:
    dagcompile.write("pyproject.toml", settings)
    done = dagcompile(verb)
    assert (done.status, done.out) == (2, "")
    assert "--> pyproject.toml:" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("verb", ["build", "ir", "run"])
def test_a_wrong_pipeline_is_3(dagcompile: Command, verb: str) -> None:
    done = dagcompile(verb, "flow:wrong")
    assert done.status == 3
    assert done.err.startswith("error[DC201]: ")
    assert "  --> flow.py:19:" in done.err
    assert done.err.endswith("\n1 error\n")


@pytest.mark.parametrize("verb", ["build", "ir", "run"])
def test_an_exception_in_the_body_is_3_with_its_traceback(dagcompile: Command, verb: str) -> None:
    done = dagcompile(verb, "flow:raising")
    assert done.status == 3
    assert done.err.startswith("Traceback (most recent call last):\n  File ")
    assert done.err.split("\n")[1].endswith('flow.py", line 23, in raising')
    assert "ZeroDivisionError: " in done.err
    assert "error[DC108]: " in done.err


def test_an_exception_in_a_module_is_3_with_its_traceback(dagcompile: Command) -> None:
    dagcompile.write("broken.py", "x = 1\nraise ValueError('no luck')\n")
    done = dagcompile("build", "broken:x")
    assert done.status == 3
    assert 'broken.py", line 2, in <module>' in done.err
    assert "error[DC142]: " in done.err
    assert "importlib" not in done.err


@pytest.mark.parametrize("verb", ["build", "ir", "run"])
def test_a_module_that_is_not_there_is_4(dagcompile: Command, verb: str) -> None:
    done = dagcompile(verb, "folw:doubled")
    assert (done.status, done.err.partition(" ")[0]) == (4, "error[DC141]:")
    assert "Traceback" not in done.err


def test_an_extra_that_is_missing_is_4_with_its_traceback(dagcompile: Command) -> None:
    dagcompile.write("needs.py", "import surely_not_there\n")
    done = dagcompile("build", "needs:x")
    assert done.status == 4
    assert 'needs.py", line 1, in <module>' in done.err
    assert "fix: install `surely_not_there`" in done.err


def test_a_target_that_cannot_be_loaded_is_4(dagcompile: Command) -> None:
    dagcompile.write(
        "bad-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: bad\nVersion: 1.0\n"
    )
    dagcompile.write(
        "bad-1.0.dist-info/entry_points.txt", "[dagcompile.targets]\nbad = flow:nothing\n"
    )
    done = dagcompile("build", "--target", "bad")
    assert done.status == 4
    assert "error[DC503]: target bad (flow:nothing) cannot be loaded: " in done.err


def test_a_file_in_the_way_is_4(dagcompile: Command) -> None:
    dagcompile.write("generated/python/doubled_script.py", "mine = 1\n")
    done = dagcompile("build")
    assert (done.status, done.err.partition(" ")[0]) == (4, "error[DC601]:")
    assert done.out == "failed  doubled\n1 failed\n"


def test_the_worst_of_several_counts(dagcompile: Command) -> None:
    done = dagcompile("build", "flow:wrong", "folw:doubled", "flow:raising")
    assert done.status == 4
    assert done.err.endswith("\n3 errors\n")


def test_a_warning_does_not_count() -> None:
    usage = Diagnostic(code="DC613", message="there is no such pipeline")
    warning = Diagnostic(code="DC150", message="mind this", severity="warning")
    assert status_of(CompileError([usage, warning])) == 2


def test_the_help_names_every_status(dagcompile: Command) -> None:
    said = " ".join(dagcompile("--help").out.split())
    for status in ("0 fine", "1 a step failed", "2 usage", "3 the pip", "4 the env", "130 interr"):
        assert status in said


@pytest.mark.parametrize("verb", ["init", "build", "diff", "run", "graph", "ir", "explain"])
def test_no_help_names_an_argument_by_a_type_of_python(dagcompile: Command, verb: str) -> None:
    said = dagcompile(verb, "--help").out
    assert "Arguments:" in said
    assert "list[" not in said
    assert "<str>" not in said
    assert "<path>" not in said
