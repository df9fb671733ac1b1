"""The package loads what is asked for and nothing more."""

import importlib
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import dagcompile

LAZY = (
    "dagcompile",
    "dagcompile.authoring",
    "dagcompile.changes",
    "dagcompile.passes",
    "dagcompile.project",
    "dagcompile.project.building",
    "dagcompile.review",
    "dagcompile.target",
)
"""Packages whose names are loaded when they are first used."""

HEAVY = {"inspect", "dataclasses", "pydantic", "ast", "dis", "linecache", "difflib"}


def loaded(program: str) -> set[str]:
    """Modules that `program` adds in a fresh interpreter."""
    text = (
        "import sys, json; before = set(sys.modules)\n"
        f"{program}\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    root = Path(dagcompile.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(root)!r})\n{text}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def test_importing_loads_nothing() -> None:
    assert {name for name in loaded("import dagcompile") if not name.startswith("_")} == {
        "dagcompile"
    }


def test_op_modules_load_little() -> None:
    program = (
        "from dagcompile import op, pipeline, first_of\n@op\ndef f(x: int) -> int: return x\nf(1)"
    )
    assert not HEAVY & loaded(program)


def test_config_alone_loads_pydantic() -> None:
    assert "pydantic" not in loaded(
        "from dagcompile import Guard, Retry, Maybe, SKIP, Check, Bounds"
    )
    assert "pydantic" in loaded("from dagcompile import Config")


@pytest.mark.parametrize("package", LAZY)
def test_every_public_name_is_there(package: str) -> None:
    module = importlib.import_module(package)
    assert sorted(module.__all__) == sorted(module._HOMES)
    for name in module.__all__:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        module.nothing  # noqa: B018


@pytest.mark.parametrize("package", LAZY)
def test_no_public_name_is_that_of_a_module_of_its_package(package: str) -> None:
    """Once the module is imported, the name would stand for it."""
    module = importlib.import_module(package)
    modules = {each.name for each in pkgutil.iter_modules(module.__path__)}
    assert not modules & set(module.__all__)


def test_dir_names_what_is_public() -> None:
    assert set(dagcompile.__all__) <= set(dir(dagcompile))
