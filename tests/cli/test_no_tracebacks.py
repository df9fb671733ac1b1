"""A mistake of the user is told by a code or as usage, whatever it is; never by a traceback."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import FLOW, SETTINGS, Command

from dagcompile.cli.app import app

Files = dict[str, str]


def setting(text: str) -> Files:
    return {"pyproject.toml": f"[tool.dagcompile]\n{text}\n"}


COMMANDS: list[tuple[Files, str, int]] = [
    ({}, "build doubled --traget python", 2),
    ({}, "build doubled --format yaml", 2),
    ({}, "build doubled --guards", 2),
    ({}, "build doubled --out pyproject.toml", 4),
    ({}, "build doubled --out pyproject.toml/deeper", 4),
    ({}, f"build doubled --out {'deep/' * 3}{'a' * 300}", 4),
    ({}, "build flow", 2),
    ({}, "build flow:", 2),
    ({}, "build flow:doubled:again", 2),
    ({}, "build flow.py:doubled", 4),
    ({}, "build ..flow:doubled", 2),
    ({}, "build flow:doubled.name", 3),
    ({}, "build flow:double", 3),
    ({}, "build flow:op", 3),
    ({}, "build flow:doubled doubled", 3),
    ({}, "build sys:path", 3),
    ({}, "build json.decoder:nothing", 3),
    ({}, "build flow.deeper:doubled", 4),
    ({}, "build doubled --target ''", 2),
    ({}, "build ''", 2),
    ({}, "build '\udcff'", 2),
    ({}, "build 'flow:\udcff'", 2),
    ({}, "build '\x1b[31m'", 2),
    ({}, "ir doubled flow:doubled", 2),
    ({}, "ir flow:wrong", 3),
    ({}, "run", 2),
    ({}, "run doubled", 2),
    ({}, "run doubled --number twelve", 2),
    ({}, "run doubled --nmuber 1", 2),
    ({}, "run --target airflow doubled", 2),
    ({}, "run flow:wrong --number 1", 3),
    ({}, "list everything", 2),
    ({}, "targets airflow", 2),
    ({}, "explain DC999", 2),
    ({}, "explain --format yaml", 2),
    ({}, "--project pyproject.toml list", 2),
    ({}, "--project nowhere list", 2),
    ({"pyproject.toml": "[tool]\ndagcompile = 3\n"}, "list", 2),
    ({"pyproject.toml": "tool = 3\n"}, "build", 2),
    ({"pyproject.toml": "[tool.dagcompile\n"}, "list", 2),
    ({"pyproject.toml": "\ufeff[tool.dagcompile]\n"}, "list", 2),
    (setting("out = 3"), "build doubled", 2),
    (setting('out = "\\u0000"'), "build flow:doubled", 2),
    (setting("path = ['nowhere']"), "list", 2),
    (setting('path = ["\\u0000"]'), "list", 2),
    (setting("path = ['flow.py']"), "list", 2),
    (setting("targets = ['airfolw']"), "build flow:doubled", 2),
    (setting("targets = 'airflow'"), "build flow:doubled", 2),
    (setting("target = 3"), "build flow:doubled", 2),
    (setting("target.airflow = 3"), "build flow:doubled", 2),
    (setting("target.airflow.tags = [[1]]"), "build flow:doubled", 2),
    (setting("pipelines.x = 3"), "list", 2),
    (setting("pipelines.x = 'flow'"), "build x", 2),
    (setting("pipelines.x = 'flow:dobuled'"), "build", 3),
    (setting("pipelines.x = 'folw:doubled'"), "list", 4),
    ({"flow.py": "x = 1\n"}, "build doubled", 3),
    ({"flow.py": ""}, "list", 3),
    ({"flow/deeper.txt": ""}, "build flow:x", 3),
    ({"generated": ""}, "build doubled", 4),
    ({"generated/python": ""}, "build doubled", 4),
    ({"generated/doubled.ir.json/x": ""}, "build doubled", 4),
    ({"generated/doubled.ir.json": "{"}, "build doubled", 4),
    ({"generated/doubled.ir.json": "\x00"}, "build doubled", 4),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working folder, whose modules are forgotten afterwards."""
    monkeypatch.chdir(tmp_path)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.partition(".")[0] == "flow":
            del sys.modules[name]


@pytest.mark.parametrize(
    ("files", "line", "status"),
    COMMANDS,
    ids=[ascii(f"{line} {files}") for files, line, _ in COMMANDS],
)
def test_a_mistake_is_told_plainly(
    files: Files, line: str, status: int, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    command = Command(folder)
    package = any(name.startswith("flow/") for name in files)
    for name, text in {"pyproject.toml": SETTINGS, "flow.py": FLOW, **files}.items():
        if not (package and name == "flow.py"):
            command.write(name, text)
    with pytest.raises(SystemExit) as ended:
        app(shlex.split(line), prog_name="dagcompile")
    out, err = capfd.readouterr()
    assert ended.value.code == status, err
    assert "Traceback" not in out + err
    starts = ("error[DC", "Usage: ", "doubled: nothing was run\n", "Error: ", "there is no code ")
    assert err.startswith(starts)


@pytest.mark.parametrize(
    ("prepare", "line", "status"),
    [
        ("true", "build $(printf 'flow:\\377')", 2),
        ("true", "build doubled --out $(printf '\\377')", 0),
        ("ln -s loop loop", "build doubled --out loop", 4),
        ("ln -s loop loop", "--project loop list", 2),
        ("ln -s generated generated", "build doubled", 4),
        ("ln -s nowhere generated", "build doubled", 0),
        ("mkdir gone && cd gone && rmdir ../gone", "list", 4),
        ("printf '\\377' > pyproject.toml", "list", 2),
        ("printf 'x = \\377' > flow.py", "build doubled", 3),
        ("printf 'x = (' > flow.py", "build doubled", 3),
        ("mkfifo odd.py", "build doubled", 0),
        ("true", "explain | true", 0),
        ("true", "ir doubled | true", 0),
        ("true", "ir doubled | head -c 0; exit ${PIPESTATUS[0]}", 0),
        ("true", "--help | head -c 0; exit ${PIPESTATUS[0]}", 0),
        ("true", "ir flow:wrong --format json | head -c 0; exit ${PIPESTATUS[0]}", 3),
        ("true", "ir doubled >/dev/full", 4),
        ("true", "--version >/dev/full", 4),
        ("true", "explain >/dev/full", 4),
        ("true", "build flow:wrong --format json >/dev/full", 3),
        ("true", "list >&-", 0),
        ("true", "build flow:wrong 2>&-", 3),
    ],
)
def test_a_hostile_shell_costs_no_traceback(
    dagcompile: Command, prepare: str, line: str, status: int
) -> None:
    command = f"{prepare} && {shlex.quote(sys.executable)} -m dagcompile.cli {line}"
    done = subprocess.run(
        command,
        shell=True,
        executable="/bin/bash",
        cwd=dagcompile.folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    ours = "flow.py" not in prepare  # a module that cannot be read keeps its own words
    assert "Traceback" not in done.stdout + done.stderr
    assert ours or "SyntaxError: " in done.stderr
    assert done.returncode == status, done.stderr
