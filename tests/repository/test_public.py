"""Public is what `__all__` says: no more, no less, and cheap to import."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

# What an orchestrator would pay for on every parse if we imported it too early.
HEAVY = {
    "airflow",
    "dask",
    "distributed",
    "jinja2",
    "pandas",
    "pandera",
    "polars",
    "pydantic",
    "rich",
    "typer",
}


def test_every_name_in_all_exists(public: list[ModuleType]) -> None:
    missing = [
        f"{module.__name__}.{name}"
        for module in public
        for name in module.__all__
        if not hasattr(module, name)
    ]
    assert not missing


def test_every_public_name_is_in_all(public: list[ModuleType]) -> None:
    undeclared = [
        f"{module.__name__}.{name}"
        for module in public
        for name in sorted(_visible(module) - set(module.__all__))
    ]
    assert not undeclared


def test_no_name_is_declared_twice(public: list[ModuleType]) -> None:
    for module in public:
        assert len(set(module.__all__)) == len(module.__all__), module.__name__


def test_the_package_and_its_run_time_are_public(public: list[ModuleType]) -> None:
    assert {"dagcompile", "dagcompile.runtime.v1"} <= {module.__name__ for module in public}


@pytest.mark.parametrize("module", ["dagcompile", "dagcompile.runtime.v1"])
def test_importing_is_cheap(module: str) -> None:
    assert not HEAVY & _imported(module)


def test_the_run_time_needs_only_the_standard_library() -> None:
    foreign = _imported("dagcompile.runtime.v1") - sys.stdlib_module_names - {"dagcompile"}
    # Underscored modules come from how the interpreter was started: an editable install, a venv.
    assert not {name for name in foreign if not name.startswith("_")}


@pytest.fixture(scope="module")
def public(root: Path) -> list[ModuleType]:
    """Every package of ours that declares `__all__`."""
    packages = [
        ".".join(init.parent.relative_to(root).parts)
        for init in sorted((root / "dagcompile").rglob("__init__.py"))
        if "__all__" in init.read_text()
    ]
    return [importlib.import_module(name) for name in packages]


def _visible(module: ModuleType) -> set[str]:
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and name != "TYPE_CHECKING"
        and not isinstance(value, ModuleType)
        and getattr(value, "__module__", module.__name__).startswith("dagcompile")
    }


def _imported(module: str) -> set[str]:
    """The top-level names that importing `module` adds in a fresh interpreter."""
    program = (
        "import sys, json; before = set(sys.modules)\n"
        f"import {module}\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in set(sys.modules) - before})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout))
