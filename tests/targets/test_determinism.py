"""The same pipelines give the same bytes, whatever the process that builds them is like."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
from hostile import everywhere

Files: TypeAlias = Mapping[str, str]

SETTINGS: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "seed 1, a far zone, another locale": (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Apia", "LC_ALL": "en_US.UTF-8", "LANG": "de_DE"},
        (),
    ),
    "a random seed, a Turkish locale, optimised": (
        {"PYTHONHASHSEED": "random", "TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8"},
        ("-O",),
    ),
    "no UTF-8, a narrow terminal, isolated folders": (
        {
            "PYTHONHASHSEED": "2",
            "LC_ALL": "C",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONUTF8": "0",
            "PYTHONIOENCODING": "ascii",
            "COLUMNS": "20",
            "NO_COLOR": "1",
            "HOME": "/nonexistent",
        },
        ("-X", "dev", "-W", "ignore"),
    ),
}


def built(folder: Path, settings: Mapping[str, str], *flags: str) -> Files:
    """Digests of the files that a process builds, by path."""
    here = folder / "a folder with \u00fcnicode"
    here.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, *flags, str(everywhere.__file__), str(folder / "out")],
        cwd=here,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **settings},
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


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Files:
    files = built(tmp_path_factory.mktemp("plain"), {"PYTHONHASHSEED": "0", "TZ": "UTC"})
    assert len(files) > 300
    return files


@pytest.mark.parametrize("settings", SETTINGS)
def test_bytes_are_the_same_in_a_process_with(settings: str, plain: Files, tmp_path: Path) -> None:
    environment, flags = SETTINGS[settings]
    assert different(built(tmp_path, environment, *flags), plain) == []


def different(files: Files, others: Files) -> list[str]:
    return sorted(
        each for each in files.keys() | others.keys() if files.get(each) != others.get(each)
    )
