"""A process that has loaded dagcompile, and builds in children that know nothing of each other.

It reads a line of JSON for each command, {"folder": ..., "arguments": [...]}, and answers with
one. A child has imported no module of an author, as a command that a user starts, and is there at
once.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, NoReturn

VARIABLES = "variables.json"
"""A file in the folder: environment variables that are set while a command runs there."""

_FLOW = """
from dagcompile import op, pipeline

@op
def double(number: int) -> int:
    return number * 2

@pipeline
def flow(number: int) -> int:
    return double(number)
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


class Builder:
    """The other end: starts such a process, and ends it."""

    def __init__(self) -> None:
        self._caches = TemporaryDirectory()
        self.secret = Path(self._caches.name, "dagcompile", "secret")
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": "", "XDG_CACHE_HOME": self._caches.name},
            text=True,
        )

    def __call__(self, folder: Path, *arguments: str) -> Ended:
        """`dagcompile` in a folder."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(
            json.dumps({"folder": str(folder), "arguments": arguments}) + "\n"
        )
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End it."""
        self._process.communicate()
        self._caches.cleanup()


def serve() -> None:
    """Answer until there are no more lines."""
    _warm_up()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_ended(**json.loads(line))) + "\n")
        sys.stdout.flush()


def _warm_up() -> None:
    """Load what a build needs, templates included, so that no child has to."""
    from dagcompile.cli import app, table  # noqa: F401
    from dagcompile.diagnostics import colours, document, render  # noqa: F401
    from dagcompile.project import build_pipelines, load_project
    from dagcompile.project.cache import known  # noqa: F401

    with TemporaryDirectory() as folder:
        Path(folder, "warm_up.py").write_text(_FLOW)
        build_pipelines(load_project(Path(folder)), names=["warm_up:flow"])
    del sys.modules["warm_up"]


def _ended(folder: str, arguments: Sequence[str]) -> dict[str, Any]:
    with TemporaryFile() as out, TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            _run(folder, arguments)
        _, status = os.waitpid(child, 0)
        told = {}
        for name, file in (("out", out), ("err", err)):
            file.seek(0)
            told[name] = file.read().decode()
        return {"status": os.waitstatus_to_exitcode(status), **told}


def _run(folder: str, arguments: Sequence[str]) -> NoReturn:
    from dagcompile.cli import main

    status: Any = 70
    try:
        os.chdir(folder)
        with suppress(FileNotFoundError):
            os.environ.update(json.loads(Path(VARIABLES).read_text()))
        sys.argv = ["dagcompile", *arguments]
        main()
    except SystemExit as ended:
        status = ended.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(status))


if __name__ == "__main__":
    serve()
