"""What importing the package costs, and what it exports."""

import os
import pickle
import subprocess
import sys

import dagcompile.runtime.types as package
from dagcompile.runtime.types import UnsupportedType, shape_of
from tests.runtime.types.samples import Node

PROBE = """
import sys
before = set(sys.modules)
import dagcompile.runtime.types as types
shape = types.shape_of(list[int | None])
assert shape.accepts([1, None]) and shape.decode(shape.encode([1])) == [1]
tops = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(tops - sys.stdlib_module_names - {"dagcompile"}))
print(*sorted({"pydantic", "uuid", "zoneinfo", "asyncio", "typing_extensions"} & set(sys.modules)))
"""


def test_only_the_standard_library_is_imported() -> None:
    # without site packages, so that nothing there is even found
    command = [sys.executable, "-S", "-c", PROBE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout == "\n\n"


SEEDED = """
from typing import Any, Literal
from dagcompile.runtime.types import shape_of
words = {"b", "a", "é", "c\\0"}
of = shape_of(set[str] | dict[str, Literal["b", "a"]] | None)
print(of.text, of.encode(words), shape_of(Any).encode(words))
print(*shape_of(set[int]).violations(words))
"""


def test_text_json_and_violations_do_not_hang_on_the_hash_seed() -> None:
    def run(seed: str) -> str:
        command = [sys.executable, "-c", SEEDED]
        seeded = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        return subprocess.run(
            command, capture_output=True, text=True, check=True, env=seeded
        ).stdout

    assert len({run(seed) for seed in "123"}) == 1


def test_what_is_exported_exists_and_is_sorted() -> None:
    assert sorted(package.__all__) == sorted(set(package.__all__))
    assert [name for name in package.__all__ if not hasattr(package, name)] == []


def test_shapes_and_errors_travel_between_processes() -> None:
    shape = shape_of(dict[str, Node | None])
    assert shape.text
    assert pickle.loads(pickle.dumps(shape)) == shape
    error = pickle.loads(pickle.dumps(UnsupportedType(int, "no")))
    assert str(error) == "type `int` is not supported: no"
    wrong = package.Unencodable("[1]", "no")
    wrong.within(".rows")
    assert str(pickle.loads(pickle.dumps(wrong))) == "at .rows[1]: no"
    assert pickle.loads(pickle.dumps(package.CheckCrashed("even"))).check == "even"


def test_a_path_stays_of_bounded_length() -> None:
    error = package.Undecodable("", "no")
    for _ in range(1000):
        error.within(".next")
    assert len(error.path) <= 300


LIBRARIES = """
import sys
from dataclasses import dataclass
import dagcompile, dagcompile.runtime.v1
from dagcompile.runtime.types import shape_of

@dataclass
class Row:
    name: str

for annotation in (list[Row], dict[str, Row | None], Row, type(sys)):
    shape = shape_of(annotation)
    shape.accepts([]), shape.file_form(), shape.obstacle(), shape.shallow(), shape.sampled(3)
print(*sorted({"pandas", "polars", "pyarrow", "pandera", "numpy"} & set(sys.modules)))
"""


def test_libraries_of_frames_are_imported_by_those_who_use_them() -> None:
    command = [sys.executable, "-c", LIBRARIES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout) == ("", "\n")
