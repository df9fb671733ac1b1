"""The layers of the architecture are what the imports say; pyproject.toml has the contracts."""

import subprocess
import sys
from pathlib import Path

import grimp


def test_the_contracts_hold(root: Path) -> None:
    # In a process of its own: it silences every logger that is there.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contracts_see_behind_the_links() -> None:
    modules = grimp.build_graph("dagcompile", cache_dir=None).modules
    assert {f"dagcompile.targets.{name}" for name in ("airflow", "dask", "python")} <= modules
