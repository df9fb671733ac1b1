"""The layers of the architecture are what the imports say; pyproject.toml has the contracts."""

from pathlib import Path

import grimp
import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_the_contracts_hold(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_contracts_see_behind_the_links() -> None:
    modules = grimp.build_graph("dagcompile", cache_dir=None).modules
    assert {f"dagcompile.targets.{name}" for name in ("airflow", "dask", "python")} <= modules
