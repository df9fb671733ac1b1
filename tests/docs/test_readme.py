"""The README shows what the compiler does: its blocks are compiled, and what it quotes is found."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def blocks() -> list[tuple[str, str]]:
    return BLOCK.findall(README.read_text())


@pytest.fixture(scope="module")
def folder(blocks: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the README's modules and what `dagcompile build` made of the first."""
    found = tmp_path_factory.mktemp("readme")
    for kind, text in blocks:
        if kind == "python" and text.startswith("# "):
            (found / text.split("\n", 1)[0].removeprefix("# ")).write_text(text)
    done = dagcompile(found, "build", "shop:revenue")
    assert done.returncode == 0, done.stderr
    return found


def dagcompile(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dagcompile.cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("index", "file"),
    [(0, "python/revenue_script.py"), (1, "dask/revenue_dask.py"), (2, "airflow/revenue_dag.py")],
)
def test_an_artifact_is_shown_as_it_is(
    blocks: list[tuple[str, str]], folder: Path, index: int, file: str
) -> None:
    shown = [text for kind, text in blocks if kind == "python" and not text.startswith("# ")]
    assert shown[index] in (folder / "generated" / file).read_text()


def test_the_pipeline_runs(folder: Path) -> None:
    (folder / "orders").mkdir()
    (folder / "orders" / "2026-11-02.csv").write_text("customer,amount\nada,10.50\nada,0.1\n")
    done = dagcompile(folder, "run", "shop:revenue", "--day", "2026-11-02")
    assert done.returncode == 0, done.stderr
    assert done.stdout == '{\n  "ada": "10.60"\n}\n'


def test_the_mistake_is_reported_as_shown(blocks: list[tuple[str, str]], folder: Path) -> None:
    (shown,) = [text for kind, text in blocks if kind == "text"]
    done = dagcompile(folder, "build", "wrong:broken")
    assert done.returncode == 3
    assert shown in done.stderr
    assert "wrong.py:" in done.stderr
    assert "shop.py:" in done.stderr


def test_the_configuration_is_accepted(blocks: list[tuple[str, str]], folder: Path) -> None:
    (shown,) = [text for kind, text in blocks if kind == "toml"]
    assert "revenue" in tomllib.loads(shown)["tool"]["dagcompile"]["pipelines"]
    (folder / "pyproject.toml").write_text(shown)
    try:
        done = dagcompile(folder, "build")
    finally:
        (folder / "pyproject.toml").unlink()
    assert done.returncode == 0, done.stderr
    assert "3 unchanged" in done.stdout
    dag = (folder / "generated" / "airflow" / "revenue_dag.py").read_text()
    assert "start_date=datetime(2026, 1, 1, tzinfo=UTC)" in dag
    assert 'tags=["shop"]' in dag
