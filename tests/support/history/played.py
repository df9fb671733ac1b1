"""Plays the whole history in one process: `played.py FOLDER RESULT`.

In FOLDER the project is built and committed. Then, change by change, its files are edited, what
`dagcompile diff` says is noted, `dagcompile build` is run, and all is as it was committed again.
"""

import importlib
import json
import linecache
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from repositories import Commits, repository_in

from dagcompile.codegen.header import parse_header, with_header
from history.cases import CASES, NO_OPS
from history.records import Case

FLIGHTS = Path(__file__).parents[3] / "examples/flights"
NOTHING = "nothing"
"""What no change at all is called."""

_LEFT_OUT = shutil.ignore_patterns("data", "tests", "__pycache__", ".*")


def begin(folder: Path) -> Commits:
    """A copy of the project as it is committed, with its artifacts, in a repository of its own."""
    commits = repository_in(folder)
    shutil.copytree(FLIGHTS, folder, ignore=_LEFT_OUT, dirs_exist_ok=True)
    commits.write({".gitignore": "__pycache__/\n.dagcompile_cache/\n"})
    commits.commit()
    return commits


def play(folder: Path) -> dict[str, Any]:
    """What the commands say of each change, by its name: `said` of a diff that fails on what is
    breaking, and the texts of the `dags` that are built then.
    """
    commits = begin(folder)
    os.chdir(folder)
    told: dict[str, Any] = {NOTHING: {"said": command("diff"), "dags": _dags(folder)}}
    told |= {case.name: _told(case, folder, commits) for case in (*CASES, *NO_OPS)}
    return told


def _told(case: Case, folder: Path, commits: Commits) -> dict[str, Any]:
    with edited(case, folder, commits):
        said = command("diff", "--no-artifacts", "--fail-on", "breaking")
        left = commits.git("status", "--porcelain", "generated")
        assert not left, f"{case.name}: a diff has written {left}"
        built = command("build", "--force")
        assert built["status"] == 0, f"{case.name}: {built}"
        return {"said": said, "dags": _dags(folder)}


def older_text(text: str) -> str:
    """A DAG file as a dagcompile would write it that laid a task out otherwise."""
    header = parse_header(text)
    assert header is not None
    body = text.split("\n", 3)[3]
    assert body.count("    run = step.stage()\n\n") == 1
    body = body.replace("    run = step.stage()\n\n", "    run = step.stage()\n")
    body = body.replace(header.body, "\0" * 16)
    return with_header(body, origin=header.origin, ir=header.ir, regenerate=header.regenerate)


@contextmanager
def edited(case: Case, folder: Path, commits: Commits) -> Iterator[None]:
    """While inside, the change is made."""
    for each in case.edits:
        each.make(folder)
    try:
        yield
    finally:
        commits.git("checkout", "--quiet", "--force", ".")
        commits.git("clean", "--quiet", "-d", "--force")


def command(*words: str) -> dict[str, Any]:
    """`dagcompile WORDS`, as if it were a process of its own."""
    _forget(Path.cwd())
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        status = _run(words, out.fileno(), err.fileno())
        texts = [_read(each) for each in (out, err)]
    return {"status": status, "out": texts[0], "err": texts[1]}


def _run(words: Sequence[str], out: int, err: int) -> int:
    from dagcompile.cli import main

    kept = os.dup(1), os.dup(2)
    os.dup2(out, 1)
    os.dup2(err, 2)
    try:
        with patch.object(sys, "argv", ["dagcompile", *words]):
            main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, each in zip((1, 2), kept, strict=True):
            os.dup2(each, number)
            os.close(each)
    return 0


def _read(file: Any) -> str:
    file.seek(0)
    return str(file.read().decode())


def _forget(folder: Path) -> None:
    """Let the modules of the project be read again."""
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None) or "").startswith(f"{folder}{os.sep}"):
            del sys.modules[name]
    importlib.invalidate_caches()
    linecache.checkcache()


def _dags(folder: Path) -> dict[str, str]:
    files = (folder / "generated/airflow").glob("*_dag.py")
    return {each.name: each.read_text() for each in files}


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    Path(sys.argv[2]).write_text(json.dumps(play(Path(sys.argv[1]))))
