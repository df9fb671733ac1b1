"""The command as a user starts it: in a process of its own, in a project of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import TypeAlias

Scaffold: TypeAlias = Callable[[Mapping[str, str]], Path]
"""Writes files, their text dedented, and gives the folder."""

FLOW = """
    from dagcompile import op, pipeline

    @op
    def double(number: int) -> int:
        return number * 2

    @op
    def shout(text: str) -> str:
        return text.upper()

    @pipeline
    def doubled(number: int) -> int:
        '''Twice a number.'''
        return double(number)

    @pipeline
    def wrong(number: int) -> str:
        return shout(double(number))

    @pipeline
    def raising(number: int) -> int:
        return double(1 // 0)
"""

SETTINGS = """
    [tool.dagcompile]
    targets = ["python", "dask"]

    [tool.dagcompile.pipelines]
    doubled = "flow:doubled"
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Command:
    """`dagcompile` in a folder, in which what is written counts as installed."""

    folder: Path

    def __call__(self, *arguments: str, cwd: Path | None = None, **environment: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "dagcompile.cli", *arguments],
            cwd=cwd or self.folder,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, (str(cwd or self.folder), *sys.path))),
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def write(self, name: str, text: str) -> Path:
        """A file of the project, its text dedented."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text))
        return file
