"""Pipelines are found by reference, or it is said at which step they were lost."""

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from wired import ops, pipelines
from wired.checks import meaning, source

from dagcompile import pipeline
from dagcompile.authoring import LoadError, import_user_module, load
from dagcompile.diagnostics import CompileError
from dagcompile.diagnostics.render import render


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def refusal(ref: str) -> LoadError:
    with pytest.raises(LoadError) as raised:
        load(ref)
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.fix
    return raised.value


def told(error: CompileError) -> tuple[str, str]:
    return error.diagnostics[0].code, error.diagnostics[0].message


def test_a_pipeline_is_loaded() -> None:
    assert load("wired.pipelines:daily") is pipelines.daily
    assert load("wired.pipelines:named").name == "other id"


@pytest.mark.parametrize(
    "ref", ["", "wired.pipelines", ":daily", "wired:", "wired/pipelines.py:daily", "a:b:c", "a b:c"]
)
def test_a_reference_of_another_form(ref: str) -> None:
    error = refusal(ref)
    assert told(error)[0] == "DC140"
    assert error.exit_status == 3


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        (
            "wried.pipelines:daily",
            "module `wried` is not found, of which `wried.pipelines` would be part",
        ),
        ("wired.pipeline:daily", "module `wired.pipeline` is not found"),
        ("nowhere:daily", "module `nowhere` is not found"),
    ],
)
def test_a_module_that_is_not_there(ref: str, message: str) -> None:
    error = refusal(ref)
    assert told(error) == ("DC141", message)
    assert error.exit_status == 4


def test_a_file_in_the_place_of_a_module(folder: Path) -> None:
    (folder / "alone.py").write_text("")
    error = refusal("alone.py:daily")
    assert told(error) == ("DC141", "module `alone.py` is not found")
    assert error.diagnostics[0].fix == "name the module, not its file: `alone`"


def test_a_module_that_raises_keeps_its_traceback(folder: Path) -> None:
    (folder / "raises.py").write_text("def fail():\n    return 1 / 0\n\nfail()\n")
    error = refusal("raises:daily")
    assert told(error) == (
        "DC142",
        "module `raises` raised ZeroDivisionError: division by zero, when it was imported",
    )
    assert error.exit_status == 3
    place = error.diagnostics[0].labels[0].place
    assert place is not None
    assert (Path(place.file).name, place.line) == ("raises.py", 2)
    assert isinstance(error.__cause__, ZeroDivisionError)
    frames = traceback.extract_tb(error.__cause__.__traceback__)
    assert [Path(frame.filename).name for frame in frames] == ["raises.py", "raises.py"]


def test_a_module_that_leaves(folder: Path) -> None:
    (folder / "leaves.py").write_text("raise SystemExit(2)\n")
    assert told(refusal("leaves:daily"))[1].startswith("module `leaves` raised SystemExit")


def test_a_module_with_a_syntax_error(folder: Path) -> None:
    (folder / "broken.py").write_text("x = 1\ndef (\n")
    error = refusal("broken:daily")
    assert told(error)[0] == "DC142"
    place = error.diagnostics[0].labels[0].place
    assert place is not None
    assert (Path(place.file).name, place.line) == ("broken.py", 2)


def test_a_library_that_is_missing_is_the_environments(folder: Path) -> None:
    (folder / "needs.py").write_text("import no_such_library\n")
    error = refusal("needs:daily")
    assert told(error)[0] == "DC142"
    assert error.diagnostics[0].fix == "install `no_such_library`"
    assert error.exit_status == 4


def test_a_name_that_is_not_there() -> None:
    error = refusal("wired.pipelines:dayly")
    assert told(error) == (
        "DC143",
        "module `wired.pipelines` has no `dayly`; did you mean `daily`?",
    )
    assert error.diagnostics[0].fix == "pipelines of `wired.pipelines`: `daily`, `named`"
    assert error.exit_status == 3
    assert refusal("wired.pipelines:daily.inner").diagnostics[0].code == "DC143"


def shown(error: CompileError) -> tuple[str, str]:
    (label,) = error.diagnostics[0].labels
    return source(label.place), label.text


def test_a_function_that_lacks_its_decorator(folder: Path) -> None:
    (folder / "bare_one.py").write_text("# one\n\ndef daily(x: int) -> int:\n    return x\n")
    error = refusal("bare_one:daily")
    assert error.diagnostics[0].code == "DC144"
    assert error.diagnostics[0].fix.startswith(
        "put `@pipeline` above its def; pipelines of `bare_one`"
    )
    assert shown(error) == ("def daily", "this is defined here")


def test_what_was_meant_is_shown() -> None:
    assert shown(refusal("wired.pipelines:dayly")) == ("def daily", "this one is defined here")
    assert shown(refusal("wired.pipelines:ops.load")) == ("def load", "this is defined here")


def test_a_module_of_python_that_hides_the_authors() -> None:
    error = refusal("random:daily")
    assert error.diagnostics[0].code == "DC143"
    assert "`random` is a module of Python itself" in error.diagnostics[0].fix
    assert "give yours another name" in error.diagnostics[0].fix


@pytest.mark.parametrize(
    ("name", "kind"), [("not_one", "int"), ("ops", "module"), ("ops.load", "Op")]
)
def test_what_is_no_pipeline(name: str, kind: str) -> None:
    code, message = told(refusal(f"wired.pipelines:{name}"))
    assert code == "DC144"
    assert message.endswith(f"is no pipeline but of class {kind}")


def test_a_trace_is_set_aside_while_a_module_is_imported(folder: Path) -> None:
    text = "from wired import ops\nvalue = ops.plain(3)\n"
    (folder / "computes.py").write_text(text)
    (folder / "computes_too.py").write_text(text)
    values: list[int] = []

    @pipeline
    def importing(number: int) -> None:
        values.append(import_user_module("computes").value)
        values.append(__import__("computes_too").value)
        ops.plain(number)

    assert len(meaning(importing).nodes) == 1
    assert values == [4, 4]


def test_what_our_own_code_refuses_is_shown_where_the_author_wrote_it(folder: Path) -> None:
    (folder / "hasty.py").write_text("from dagcompile import Retry\n\nagain = Retry(attempts=0)\n")
    error = refusal("hasty:daily")
    assert told(error)[0] == "DC132"
    place = error.diagnostics[0].labels[0].place
    assert place is not None
    assert (Path(place.file).name, place.line) == ("hasty.py", 3)


def test_modules_that_import_each_other(folder: Path) -> None:
    (folder / "hen.py").write_text("from egg import hatch\n\nlay = hatch\n")
    (folder / "egg.py").write_text("from hen import lay\n\nhatch = lay\n")
    error = refusal("hen:daily")
    assert told(error)[0] == "DC142"
    assert error.diagnostics[0].fix.startswith("modules import each other in a circle")


def test_a_password_in_a_uri_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = 'from dagcompile import Asset\nRAW = Asset("raw", uri="s3://u:topsecret@b/k")\n'
    (tmp_path / "leaking.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(LoadError) as raised:
        load("leaking:daily")
    assert raised.value.__cause__ is None  # a traceback would have the line
    (told,) = raised.value.diagnostics
    assert "holds a password" in told.message
    (label,) = told.labels
    assert label.hidden
    assert label.place is not None
    assert label.place.line == 2
    assert "topsecret" not in render([told])
