"""The same files, built by processes that differ in everything else."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from hostile import everywhere

Files: TypeAlias = Mapping[str, str]
"""Digests of files by path."""


def built(
    folder: Path,
    settings: Mapping[str, str],
    *flags: str,
    python: str = sys.executable,
    path: tuple[str, ...] = tuple(sys.path),
) -> Files:
    """What a process of `python`, with these settings and its modules on `path`, builds."""
    here = folder / "a folder with \u00fcnicode"
    here.mkdir(parents=True)
    done = subprocess.run(
        [python, *flags, str(everywhere.__file__), str(folder / "out")],
        cwd=here,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path)), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted((folder / "out").rglob("*"))
        if file.is_file()
    }


def different(files: Files, others: Files) -> list[str]:
    """The paths at which something else is, or nothing."""
    return sorted(
        each for each in files.keys() | others.keys() if files.get(each) != others.get(each)
    )
