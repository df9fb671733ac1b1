"""Files of params and config."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dagcompile.runtime.command.settings import BadFile, read_settings

YAML = """
params: {day: 2013-01-01, at: 12:30:00, "on": no}
config:
  clean: &clean
    since: 2013-01-01T12:00:00
    names: [a, "1"]
    1: one
  other:
    <<: *clean
    names: []
"""
TOML = """
params = {day = 2013-01-01, at = 12:30:00}
[config.prepare.clean]
since = 2013-01-01T12:00:00
"""


def written(folder: Path, name: str, text: str | bytes) -> str:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def test_yaml(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, "a.yml", YAML))
    assert found.params == {"day": "2013-01-01", "at": 45000, "on": False}
    clean = {"since": "2013-01-01T12:00:00", "names": ["a", "1"], "1": "one"}
    assert found.config == {"clean": clean, "other": clean | {"names": []}}


def test_toml(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, "a.toml", TOML))
    assert found.params == {"day": "2013-01-01", "at": "12:30:00"}
    assert found.config == {"prepare": {"clean": {"since": "2013-01-01T12:00:00"}}}


def test_json(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, "a.JSON", '\ufeff{"params": {"n": 1}, "config": null}'))
    assert (found.params, found.config) == ({"n": 1}, {})


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.yaml", "", "it is empty; it may have: params, config"),
        ("a.yaml", "# nothing\n", "it is empty"),
        ("a.toml", "", "it is empty"),
        ("a.json", " ", "it is empty"),
        ("a.json", "null", "it is empty"),
        ("a.yaml", "- a", "expected params and config, got a list"),
        ("a.yaml", "just words", "expected params and config, got a text"),
        ("a.json", "5", "expected params and config, got something else"),
        ("a.yaml", "params: [", "it is not YAML: while parsing"),
        (
            "a.yaml",
            "params: {}\n---\nparams: {}",
            "it is not YAML: there is more than one document",
        ),
        ("a.yaml", "config:\n  a: 1\n  a: 2", "the key 'a' is there twice, again on line 3"),
        ("a.yaml", "params: {a: 1, 'a': 2}", "the key 'a' is there twice"),
        ("a.yaml", "params: !!python/name:os.system", "it is not YAML: could not determine"),
        ("a.json", '{"config": {"a": 1, "a": 2}}', "it is not JSON: the key 'a' is there twice"),
        ("a.toml", "a = 1\na = 2", "it is not TOML: Cannot overwrite a value"),
        ("a.json", "[" * 100_000, "it is not JSON: "),
        ("a.yaml", b"\xff\xfe", "cannot be read: it is not UTF-8"),
        ("a.ini", "a = 1", "a file of .yaml, .yml, .toml or .json is expected"),
        ("a.yaml", "params: 5", "params: expected names with values, got something else"),
        ("a.yaml", "confg: {}", "confg: there is no such section; did you mean config?"),
        ("a.yaml", "clean: {max: 1}", "clean: there is no such section; there are: params, config"),
    ],
)
def test_a_file_that_is_wrong(name: str, text: str | bytes, told: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(BadFile) as raised:
        read_settings(path)
    (problem,) = raised.value.problems
    assert str(problem).startswith(f"{path}: ")
    assert told in str(problem)


def test_every_section_that_is_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as raised:
        read_settings(written(tmp_path, "a.json", '{"param": 1, "config": 2, "params": 3}'))
    assert len(raised.value.problems) == 3


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(BadFile, match="cannot be read: "):
            read_settings(str(path))


WITHOUT = """
import sys
sys.modules["yaml"] = None  # as if it were not installed
from dagcompile.runtime.v1 import main
def daily(run): ...
raise SystemExit(main(daily, argv=["--config", sys.argv[1]]))
"""


@pytest.mark.parametrize(("name", "status"), [("a.yaml", 4), ("a.json", 0)])
def test_yaml_needs_a_package_and_says_which(name: str, status: int, tmp_path: Path) -> None:
    path = written(tmp_path, name, '{"params": {}}')
    command: list[Any] = [sys.executable, "-c", WITHOUT, path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    assert ('pip install "dagcompile[yaml]"' in done.stderr) == (status == 4)
    assert "Traceback" not in done.stderr
