"""The files of the repository, as the tests of its own rules see them."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPED = {"build", "dist", "__pycache__"}


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file that is or would be committed, links too; without git, every visible file."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = (
        [ROOT / name for name in listed.stdout.split("\0") if name]
        if listed.returncode == 0
        else [
            file
            for file in ROOT.rglob("*")
            if (file.is_symlink() or not file.is_dir()) and _visible(file)
        ]
    )
    return sorted(file for file in set(found) if file.is_symlink() or file.is_file())


def _visible(file: Path) -> bool:
    parts = file.relative_to(ROOT).parts
    return not any(part in SKIPPED or (part.startswith(".") and part != ".ci") for part in parts)
