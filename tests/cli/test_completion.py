"""Completion: asked the way a shell asks, in a real bash and by the protocol of the others."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from commands import Command

BIN = Path(sys.executable).parent
HEAVY = {"airflow", "dask", "jinja2", "rich", "flow"}


@cache
def script() -> str:
    command = [str(BIN / "dagcompile"), "completion", "bash"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def bash(dagcompile: Command, *words: str) -> list[str]:
    """What bash completes the last of `words` to, having read the script as a user does."""
    program = """
        eval "$SCRIPT"
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        $(complete -p dagcompile | sed 's/.* -F \\([^ ]*\\) .*/\\1/') dagcompile
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", program, "bash", "dagcompile", *words],
        cwd=dagcompile.folder,
        env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "SCRIPT": script()},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["b"], ["build"]),
        (["build", "dou"], ["doubled"]),
        (["build", "doubled", "--gua"], ["--guards", "--guard-depth"]),
        (["build", "--guards", "in"], ["inline"]),
        (["run", ""], ["doubled"]),
        (["submit", ""], ["doubled"]),
        (["graph", ""], ["doubled"]),
        (["ir", ""], ["doubled"]),
        (["diff", "--pipeline", "d"], ["doubled"]),
        (["diff", "--fail-on", "b"], ["breaking"]),
        (["run", "--target", "d"], ["dask"]),
        (["build", "--target", ""], ["airflow", "dask", "python"]),
        (["--project", "other", "build", ""], ["elsewhere"]),
        (["graph", "--as", "s"], ["svg"]),
        (
            ["explain", "DC10"],
            ["DC101", "DC102", "DC103", "DC104", "DC105", "DC106", "DC108", "DC109"],
        ),
        (["explain", "DC101", "DC20"], ["DC201", "DC202", "DC203"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["build", "generated/"], []),  # bash goes on with the names of files
    ],
    ids=" ".join,
)
def test_bash_completes(dagcompile: Command, words: list[str], found: list[str]) -> None:
    dagcompile.write("flow.py", "raise SystemExit('imported')")
    dagcompile.write("other/pyproject.toml", "[tool.dagcompile.pipelines]\nelsewhere = 'm:x'\n")
    assert bash(dagcompile, *words) == found


def test_a_project_that_cannot_be_read_has_nothing_to_offer(dagcompile: Command) -> None:
    dagcompile.write("pyproject.toml", "[tool.dagcompile")
    assert bash(dagcompile, "build", "") == []


@pytest.mark.parametrize(
    ("shell", "said"), [("zsh", '"doubled"'), ("fish", "doubled")], ids=["zsh", "fish"]
)
def test_other_shells_are_answered(dagcompile: Command, shell: str, said: str) -> None:
    done = dagcompile(
        _DAGCOMPILE_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS="dagcompile build dou",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert said in done.out
    assert done.status == 0


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_script_is_of_its_shell(dagcompile: Command, shell: str) -> None:
    done = dagcompile("completion", shell)
    assert done.status == 0
    assert f"_DAGCOMPILE_COMPLETE=complete_{shell}" in done.out
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=done.out, text=True, check=True)


def test_another_shell_is_usage(dagcompile: Command) -> None:
    done = dagcompile("completion", "tcsh")
    assert (done.status, done.out) == (2, "")
    assert "'bash', 'zsh', 'fish'" in done.err


def test_completing_loads_neither_compiler_nor_user_code(dagcompile: Command) -> None:
    program = (
        "import atexit, os, sys\n"
        f"atexit.register(lambda: os.write(2, str(sorted({HEAVY} & set(sys.modules))).encode()))\n"
        "from dagcompile.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=dagcompile.folder,
        env={
            **os.environ,
            "_DAGCOMPILE_COMPLETE": "complete_bash",
            "COMP_WORDS": "dagcompile build dou",
            "COMP_CWORD": "2",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("doubled\n", "[]")
