"""Generated files, compared exactly. Read a change to one as a reviewer would: it is code."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dagcompile.ir.codec import dumps
from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_pipeline
from dagcompile.target import find_target

if TYPE_CHECKING:
    from tests.conftest import Golden

FRAMES = "fleet:by_plane"
NASTY = "nasty.pipelines:nasty"


def emitted(reference: str, target: str, guards: Placement | None = None) -> str:
    found = find_target(target)
    pipeline = compile_pipeline(reference, guards=guards).pipeline
    (artifact,) = found.artifacts(pipeline, found.options())
    return artifact.text


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("python", "python/nasty_script.py"),
        ("dask", "dask/nasty_dask.py"),
        ("airflow", "airflow/nasty_dag.py"),
    ],
)
def test_nasty(golden: "Golden", target: str, file: str) -> None:
    golden(f"nasty/{file}", emitted(NASTY, target))


@pytest.mark.parametrize("target", ["python", "dask", "airflow"])
@pytest.mark.parametrize("guards", ["steps", "inline", "off"])
def test_nasty_with_guards_elsewhere(golden: "Golden", target: str, guards: Placement) -> None:
    if guards == find_target(target).guards:
        asked = emitted(NASTY, target, guards)
        assert asked.replace(f" --guards {guards}\n", "\n", 1) == emitted(NASTY, target)
    else:
        golden(f"nasty/{guards}/nasty_{target}.py", emitted(NASTY, target, guards))


@pytest.mark.parametrize("target", ["python", "dask", "airflow"])
def test_guards_by_node(golden: "Golden", target: str) -> None:
    golden(f"nasty/by_node/watched_{target}.py", emitted("nasty.watched:watched", target))


@pytest.mark.parametrize("name", ["settings", "deadline", "callbacks"])
def test_options(golden: "Golden", name: str) -> None:
    golden(f"asked/airflow/{name}_dag.py", emitted(f"asked.pipelines:{name}", "airflow"))


@pytest.mark.parametrize("target", ["python", "dask", "airflow"])
def test_frames(golden: "Golden", target: str) -> None:
    golden(f"frames/by_plane_{target}.py", emitted(FRAMES, target))


def test_frames_ir(golden: "Golden") -> None:
    golden("frames/by_plane.ir.json", dumps(compile_pipeline(FRAMES).pipeline))


def test_nasty_ir(golden: "Golden") -> None:
    golden("nasty/nasty.ir.json", dumps(compile_pipeline(NASTY).pipeline))


def test_every_golden_file_is_of_a_test() -> None:
    kept = [file for file in (Path(__file__).parent / "nasty").rglob("*") if file.is_file()]
    assert len([file for file in kept if "__pycache__" not in file.parts]) == 3 + 6 + 3 + 1
