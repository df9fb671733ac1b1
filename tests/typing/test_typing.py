"""What the type checkers say of wiring: nothing where it is right, each line where it is wrong."""

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

from dagcompile.authoring import trace

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLE, WRONG = "sample_wiring.py", "wrong_wiring.py"

Errors = dict[str, dict[int, str]]
"""Messages by file and line."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own, with the right and the wrong file."""
    folder = tmp_path_factory.mktemp("typing")
    shutil.copy(HERE / SAMPLE, folder / SAMPLE)
    shutil.copy(HERE / "wrong_wiring.txt", folder / WRONG)
    return folder


@pytest.fixture(scope="module")
def mypy(folder: Path) -> Errors:
    (folder / "mypy.ini").write_text(
        f"[mypy]\nstrict = True\nmypy_path = {ROOT}\nfollow_imports = silent\n"
    )
    command = [sys.executable, "-m", "mypy", "--output=json", "--cache-dir=.mypy", SAMPLE, WRONG]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert not done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return by_line((each["file"], each["line"], each) for each in found)


@pytest.fixture(scope="module")
def pyright(folder: Path) -> Errors:
    config = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT)], "include": ["."]}
    (folder / "pyrightconfig.json").write_text(json.dumps(config))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    found = json.loads(done.stdout)["generalDiagnostics"]
    return by_line((each["file"], each["range"]["start"]["line"] + 1, each) for each in found)


def by_line(found: Iterable[tuple[str, int, dict[str, str]]]) -> Errors:
    errors: Errors = {SAMPLE: {}, WRONG: {}}
    for file, line, each in found:
        if each["severity"] == "error":
            errors[Path(file).name][line] = each["message"]
    return errors


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_right_wiring_is_right(checker: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(checker)[SAMPLE] == {}


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_wrong_wiring_is_refused_line_by_line(
    checker: str, folder: Path, request: pytest.FixtureRequest
) -> None:
    lines = enumerate((folder / WRONG).read_text().splitlines(), start=1)
    expected = [number for number, line in lines if line.endswith("# wrong")]
    assert sorted(request.getfixturevalue(checker)[WRONG]) == expected


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_wiring", HERE / SAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "sample_wiring", module)
    spec.loader.exec_module(module)
    return module


def test_what_is_right_for_type_checkers_is_traced(sample: ModuleType) -> None:
    nodes = trace(sample.daily).pipeline.meaning.nodes
    assert [node.id for node in nodes] == [
        "load_day", "shorten", "clean", "split", "publish", "rare", "share", "again", "pick",
        "fetch", "fetch_again", "later", "len_of", "plain", "c", "other",
    ]  # fmt: skip
    outputs = trace(sample.other).pipeline.meaning.outputs
    assert [each.name for each in outputs] == ["late", "early"]
    params = trace(sample.hourly).pipeline.meaning.params
    assert [each.partition is not None for each in params] == [True, True]


def test_what_is_right_for_type_checkers_runs(sample: ModuleType) -> None:
    sample.runs_as_functions()
