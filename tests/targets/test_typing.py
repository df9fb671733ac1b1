"""Scripts and Dask modules are typed: a checker finds nothing in them, and finds what is broken."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile.built import one, write
from hostile.wiring import Made
from nasty.pipelines import nasty

from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_loaded
from dagcompile.testing.parity.cases.callables import async_ops, kinds_of_callables
from flights.pipelines import daily_delays

ROOT = Path(__file__).parents[2]
PATH = [ROOT, ROOT / "tests" / "support", ROOT / "examples" / "flights"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    guards: tuple[Placement, ...] = ("steps", "inline", "off")
    built = [
        one(Made(pipeline.name, "", pipeline, {}), compile_loaded(pipeline, guards=each), target)
        for pipeline in (nasty, daily_delays, async_ops, kinds_of_callables)
        for target in ("python", "dask")
        for each in guards
    ]
    return write(built, tmp_path_factory.mktemp("typed"))


def mypy(folder: Path, *, cache: Path) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--python-version=3.11",
            "--explicit-package-bases",
            "--config-file=",
            f"--cache-dir={cache}",
            str(folder),
        ],
        cwd=folder,
        env={**os.environ, "MYPYPATH": os.pathsep.join(map(str, PATH))},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_the_files_pass_and_a_wrong_one_does_not(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    assert mypy(folder, cache=cache) == "Success: no issues found in 24 source files\n"
    broken = tmp_path_factory.mktemp("broken")
    text = (folder / "nasty_python_steps.py").read_text()
    step = 'run.step("seed", ops.seed)('
    assert f"{step}start, day)" in text
    (broken / "broken.py").write_text(text.replace(f"{step}start, day)", f"{step}day, start)"))
    said = mypy(broken, cache=cache)
    assert said.count("error: Argument") == 2, said
