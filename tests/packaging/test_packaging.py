"""What people install is what is in the repository, and the core alone compiles the example.

The distributions are built once; the wheel is installed in an empty environment with its own
dependencies only, so no engine is there when the example is compiled for all of them.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from email import message_from_string
from importlib.metadata import version
from pathlib import Path

import pytest
from hostile.processes import Files, different
from hostile.processes import built as hostile
from pythons import python_of

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "flights"
GENERATED = "generated"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq"]
OTHERS = [f"3.{number}" for number in (11, 12, 13) if number != sys.version_info[1]]
"""The minor versions of Python that compile, without the one that runs the tests."""
CORE = {"jinja2", "pydantic", "rich", "typer", "tzdata"}


@dataclass(frozen=True, kw_only=True)
class Built:
    wheel: Path
    sdist: Path

    def members(self) -> set[str]:
        """The files of the package in the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return {name for name in archive.namelist() if name.startswith("dagcompile/")}


@dataclass(frozen=True, kw_only=True)
class Environment:
    """An environment where only the wheel and what it depends on are installed."""

    bin: Path

    def run(self, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return _run(str(self.bin / command[0]), *command[1:], cwd=cwd)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    out = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT), cwd=out)
    (wheel,) = out.glob("*.whl")
    (sdist,) = out.glob("*.tar.gz")
    return Built(wheel=wheel, sdist=sdist)


@pytest.fixture(scope="module")
def environment(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return _environment(str(built.wheel), tmp_path_factory.mktemp("empty") / "venv")


@pytest.fixture(scope="module")
def with_frames(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """One with what the frames of the example need, too."""
    wanted = f"{built.wheel}[pandera,polars]"
    return _environment(wanted, tmp_path_factory.mktemp("frames") / "venv")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """What this Python builds of pipelines that are hard to tell alike everywhere."""
    files = hostile(tmp_path_factory.mktemp("here"), {})
    assert len(files) > 300
    return files


def _environment(wanted: str, folder: Path, *, python: str = sys.executable) -> Environment:
    _run(python, "-m", "venv", "--without-pip", str(folder), cwd=folder.parent)
    install = ["install", "--no-compile", "-c", str(ROOT / "constraints.txt"), wanted]
    _run(*PIP, "--python", str(folder / "bin" / "python"), *install, cwd=folder.parent)
    return Environment(bin=folder / "bin")


def test_the_wheel_holds_every_file_of_the_package_and_no_other(built: Built) -> None:
    assert built.members() == _package_files()
    assert {"dagcompile/py.typed", "dagcompile/targets/python/__init__.py"} <= built.members()
    assert any(name.endswith(".j2") for name in built.members())
    assert "dagcompile/diagnostics/pages/DC201.md" in built.members()


def test_the_sdist_holds_what_the_wheel_is_built_from(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        members = archive.getmembers()
    names = {member.name.split("/", 1)[1] for member in members if member.isfile()}
    assert _package_files() | {"LICENSE", "CHANGELOG.md", "README.md", "pyproject.toml"} <= names
    assert not [member.name for member in members if member.issym() or member.islnk()]


def test_the_core_needs_five_packages(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_string(archive.read(name).decode())
    required = metadata.get_all("Requires-Dist") or []
    assert {re.split(r"[^\w.-]", each)[0] for each in required if "extra ==" not in each} == CORE
    assert metadata["Version"] == version("dagcompile")
    assert metadata["License-Expression"] == "Apache-2.0"


def test_the_package_imports_without_an_engine(environment: Environment, tmp_path: Path) -> None:
    program = (
        "import dagcompile, importlib.util as u\n"
        "print([n for n in ('airflow', 'dask', 'pandas', 'polars') if u.find_spec(n)])\n"
        "print([n for n in dagcompile.__all__ if not hasattr(dagcompile, n)])\n"
    )
    assert environment.run("python", "-c", program, cwd=tmp_path).stdout == "[]\n[]\n"


def test_the_targets_are_found_through_their_entry_points(
    environment: Environment, tmp_path: Path
) -> None:
    program = (
        "from importlib.metadata import entry_points\n"
        "found = entry_points(group='dagcompile.targets')\n"
        "print(sorted(each.load().name for each in found))\n"
    )
    done = environment.run("python", "-c", program, cwd=tmp_path)
    assert done.stdout == "['airflow', 'dask', 'python']\n"


def test_the_command_says_what_it_can_do(environment: Environment, tmp_path: Path) -> None:
    assert "build" in environment.run("dagcompile", "--help", cwd=tmp_path).stdout
    assert "## Right" in environment.run("dagcompile", "explain", "201", cwd=tmp_path).stdout


def test_the_example_compiles_to_what_is_committed(
    with_frames: Environment, tmp_path: Path
) -> None:
    _assert_as_committed(with_frames, tmp_path / "flights")


@pytest.mark.parametrize("minor", OTHERS)
def test_another_python_compiles_to_the_same(
    built: Built, here: Files, minor: str, tmp_path: Path
) -> None:
    python = python_of(minor)
    if python is None:
        pytest.skip(f"Python {minor} is not on this machine")
    wanted = f"{built.wheel}[pandera,polars]"
    other = _environment(wanted, tmp_path / "venv", python=python)
    _assert_as_committed(other, tmp_path / "flights")
    path = tuple(str(ROOT / each) for each in ("tests/support", "examples/flights"))
    there = hostile(tmp_path / "there", {}, python=str(other.bin / "python"), path=path)
    assert different(there, here) == []


def _assert_as_committed(environment: Environment, project: Path) -> None:
    ignored = shutil.ignore_patterns(GENERATED, "__pycache__", ".*")
    shutil.copytree(EXAMPLE, project, ignore=ignored)
    environment.run("dagcompile", "build", cwd=project)
    built, kept = _tree(project / GENERATED), _tree(EXAMPLE / GENERATED)
    assert built.keys() == kept.keys()
    assert not [name for name, content in kept.items() if built[name] != content]
    assert {name.split("/")[0] for name in kept} >= {"airflow", "dask", "python"}


def test_uv_runs_the_committed_script_of_a_fresh_clone(tmp_path: Path) -> None:
    """As a user would who has uv and nothing else: no environment, an empty cache."""
    clone, home, tools = tmp_path / "clone", tmp_path / "elsewhere", tmp_path / "tools"
    ignored = shutil.ignore_patterns("__pycache__", ".*", "build", "dist")
    shutil.copytree(ROOT, clone, ignore=ignored, symlinks=True)
    home.mkdir()
    _run(sys.executable, "-m", "venv", "--without-pip", str(tools), cwd=home)
    install = ["install", "-c", str(ROOT / "constraints.txt"), "uv"]
    _run(*PIP, "--python", str(tools / "bin" / "python"), *install, cwd=home)
    script = clone / "examples" / "flights" / GENERATED / "python" / "daily_delays_script.py"
    command = [str(tools / "bin" / "uv"), "run", "--python", sys.executable]
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "VIRTUAL_ENV", "FLIGHTS_DATA"}
    }
    done = subprocess.run(
        [*command, str(script), "--day", "2013-01-01", "--set", "clean.max_delay=60", "--quiet"],
        cwd=home,
        env={
            **environment,
            "UV_CACHE_DIR": str(tmp_path / "cache"),
            "UV_PYTHON_DOWNLOADS": "never",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["day"] == "2013-01-01"


def _package_files() -> set[str]:
    package = ROOT / "dagcompile"
    linked = {link.name: link.resolve() for link in package.iterdir() if link.is_symlink()}
    own = {f"dagcompile/{name}" for name in _tree(package)}
    return own | {
        f"dagcompile/{link}/{name}" for link, folder in linked.items() for name in _tree(folder)
    }


def _tree(folder: Path) -> dict[str, bytes]:
    """Every file under `folder` by its relative path, compiled bytecode left out."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def _run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.fail(f"{' '.join(command)}\n{done.stdout}{done.stderr}", pytrace=False)
    return done
