"""Another checkout on another machine is no change: the same files, and nothing that differs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from dagcompile.changes import compare
from dagcompile.ir import loads

EXAMPLE = Path(__file__).parents[2] / "examples" / "flights"
GENERATED = "generated"
IR = "daily_delays.ir.json"

MACHINES: Mapping[str, Mapping[str, str]] = {
    "a folder with spaces, \u00fcnic\u00f6de & 'quotes'": {
        "PYTHONHASHSEED": "1",
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "HOME": "/nonexistent",
    },
    "deep/er/and/de-ep.er/v1.0": {
        "PYTHONHASHSEED": "4294967295",
        "TZ": "Pacific/Apia",
        "LC_ALL": "tr_TR.UTF-8",
        "USER": "somebody",
        "HOSTNAME": "elsewhere",
        "COLUMNS": "20",
    },
}


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }


def built(project: Path, settings: Mapping[str, str], *, cwd: Path) -> dict[str, bytes]:
    ignored = shutil.ignore_patterns(GENERATED, "__pycache__", ".*")
    shutil.copytree(EXAMPLE, project, ignore=ignored)
    cwd.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "dagcompile.cli", "build"],
        cwd=cwd,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return tree(project / GENERATED)


@pytest.mark.parametrize("place", MACHINES)
def test_another_machine_builds_what_is_committed(place: str, tmp_path: Path) -> None:
    project = tmp_path / place / "flights"
    found, kept = built(project, MACHINES[place], cwd=project), tree(EXAMPLE / GENERATED)
    assert found == kept
    assert compare(loads(kept[IR].decode()), loads(found[IR].decode())).changes == ()


def test_a_link_and_a_folder_inside_lead_to_the_same_project(tmp_path: Path) -> None:
    project, link = tmp_path / "flights", tmp_path / "a link"
    link.symlink_to(project, target_is_directory=True)
    assert built(project, {}, cwd=link / "notes") == tree(EXAMPLE / GENERATED)
