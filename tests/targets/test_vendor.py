"""DAG files with a copy of the run time beside them: how it is built, shared and kept."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagcompile.diagnostics import CompileError
from dagcompile.project import Summary, build_pipelines, load_project
from dagcompile.targets.airflow.vendor import copying
from tests.repository.test_generated import AUTHORS, ISOLATED, RULES, ruff
from tests.runtime.types.registering import install

OPS = """
from kiosk.contracts import Total


def load(count: int) -> Total:
    return Total(count)


def doubled(total: Total) -> int:
    return 2 * total.amount
"""
CONTRACTS = """
from dataclasses import dataclass


@dataclass(frozen=True)
class Total:
    amount: int
"""
WIRING = """
from kiosk import ops

from dagcompile import Retry, op, pipeline

load = op(ops.load, retry=Retry(attempts=3, delay=1.0, backoff=2.0))


@pipeline
def sales(count: int = 3) -> int:
    return op(ops.doubled)(load(count))


@pipeline
def others() -> int:
    return op(ops.doubled)(load(1))
"""
SETTINGS = """
[project]
name = "kiosk"
version = "1.0"

[tool.dagcompile]
targets = ["airflow"]

[tool.dagcompile.target.airflow]
runtime = "vendor"

[tool.dagcompile.pipelines]
sales = "kiosks:sales"
others = "kiosks:others"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    package = tmp_path / "kiosk"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "ops.py").write_text(OPS)
    (package / "contracts.py").write_text(CONTRACTS)
    (tmp_path / "kiosks.py").write_text(WIRING)
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield tmp_path
    for name in [each for each in sys.modules if each.partition(".")[0] in ("kiosk", "kiosks")]:
        del sys.modules[name]


def build(*names: str, force: bool = False) -> Summary:
    return build_pipelines(load_project(), names=names, force=force)


def dags() -> Path:
    return Path("generated/airflow")


def copies() -> list[str]:
    return sorted(each.name for each in dags().glob("_dagcompile_*"))


def told(summary: Summary) -> list[tuple[str, str]]:
    return [(each.outcome, each.path.name) for each in summary.shared]


def older(name: str = "_dagcompile_", note: str = "# older") -> str:
    """Put a copy of another version beside the files, and give its name."""
    texts = {**copying._sources(), "older.py": f"{note}\n"}
    name += copying._digest(texts)
    modules = copying._modules(texts)
    for path, text in texts.items():
        file = dags() / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(copying._HEADER + copying.renamed(text, name, modules))
    return name


def test_all_files_of_a_folder_share_one_copy(project: Path) -> None:
    first = build("sales")
    assert told(first) == [("written", copying.package()), ("written", ".airflowignore")]
    both = build()
    assert told(both) == [("unchanged", copying.package())]
    assert copies() == [copying.package()]
    for name in ("sales_dag.py", "others_dag.py"):
        text = (dags() / name).read_text()
        assert f"from {copying.package()}.v1.airflow import" in text
        assert "dagcompile.runtime" not in text
    assert (dags() / ".airflowignore").read_text() == "_dagcompile_*\n"
    assert not build().built[0].written


def test_the_files_are_as_our_own_tools_would_leave_them(project: Path, tmp_path: Path) -> None:
    build()
    files = [str(each.resolve()) for each in dags().glob("*.py")]
    ruff("format", "--check", "--diff", *ISOLATED, *files, cwd=tmp_path)
    options = [f"--select={RULES}", f"--ignore={AUTHORS}"]
    known = '--config=lint.isort.known-first-party = ["kiosk"]'
    ruff("check", "--preview", *options, known, *ISOLATED, *files, cwd=tmp_path)


def test_a_copy_imports_nothing_of_dagcompile() -> None:
    name = copying.package()
    for path, text in copying.files().items():
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.ImportFrom(module=str(module)):
                    assert module.partition(".")[0] != "dagcompile", path
                case ast.Import(names=names):
                    assert all(each.name.partition(".")[0] != "dagcompile" for each in names), path
                case ast.Constant(value=str(value)) if value.startswith("dagcompile.runtime"):
                    # What events call our classes; no name of a module, nor of a path of one.
                    assert value in ALIKE, (path, value)
    assert copying.is_whole(name, copying.files())


ALIKE = {
    "dagcompile.runtime.",
    "dagcompile.runtime.verdict.GuardFailed",
    "dagcompile.runtime.expectations.ExpectationFailed",
    "dagcompile.runtime.dask.NoWorker",
}


def test_a_copy_is_told_by_its_name() -> None:
    name, files = copying.package(), dict(copying.files())
    assert not copying.is_whole(name, {**files, "more.py": copying._HEADER})
    assert not copying.is_whole(name, {**files, "more.py": ""})
    assert not copying.is_whole("_dagcompile_0123456789ab", files)
    changed = {**files, "store.py": files["store.py"] + "\n"}
    assert not copying.is_whole(name, changed)
    del files["store.py"]
    assert not copying.is_whole(name, files)


def test_a_copy_that_was_edited_is_not_overwritten(project: Path) -> None:
    build("sales")
    file = dags() / copying.package() / "store.py"
    before = file.read_text()
    file.write_text(before + "# mine\n")
    (dags() / "sales_dag.py").unlink()
    with pytest.raises(CompileError) as raised:
        build("sales")
    (problem,) = raised.value.diagnostics
    assert problem.code == "DC602"
    assert str(file) in problem.message
    assert not (dags() / "sales_dag.py").exists(), "nothing is written that would import it"
    build("sales", force=True)
    assert file.read_text() == before


def test_what_is_missing_of_a_copy_is_written_again(project: Path) -> None:
    build("sales")
    file = dags() / copying.package() / "store.py"
    before = file.read_text()
    file.unlink()
    assert told(build("sales")) == [("written", copying.package())]
    assert file.read_text() == before


def test_lines_of_the_user_stay_in_the_ignore_file(project: Path) -> None:
    dags().mkdir(parents=True)
    ignore = dags() / ".airflowignore"
    ignore.write_text("# ours\ndrafts/*")
    build()
    assert ignore.read_text() == "# ours\ndrafts/*\n_dagcompile_*\n"
    assert told(build()) == [("unchanged", copying.package())]
    ignore.write_text("  _dagcompile_*  \nlast\n")
    build()
    assert ignore.read_text() == "  _dagcompile_*  \nlast\n"


def test_an_older_copy_goes_when_no_file_imports_it(project: Path) -> None:
    build()
    old = older()
    theirs = dags() / "theirs_dag.py"
    theirs.write_text(f"from {old}.v1 import Maybe\n")
    assert told(build()) == [("unchanged", copying.package())]
    assert copies() == sorted([old, copying.package()])
    theirs.unlink()
    (dags() / old / "__pycache__").mkdir()
    (dags() / old / "__pycache__" / "store.cpython-311.pyc").write_bytes(b"")
    assert told(build("sales")) == [("unchanged", copying.package()), ("removed", old)]
    assert copies() == [copying.package()]


def test_an_older_copy_that_was_edited_is_told_of(project: Path) -> None:
    build()
    old = older()
    (dags() / old / "store.py").write_text("print('mine')\n")
    summary = build()
    assert [each.code for each in summary.warnings] == ["DC520"]
    assert old in summary.warnings[0].message
    assert copies() == sorted([old, copying.package()])


def test_the_last_copy_goes_when_none_is_wanted(project: Path) -> None:
    build()
    settings = project / "pyproject.toml"
    settings.write_text(SETTINGS.replace('"vendor"', '"installed"'))
    build("sales")
    assert copies() == [copying.package()], "the other file imports it"
    assert told(build()) == [("removed", copying.package())]
    assert "from dagcompile.runtime.v1.airflow import" in (dags() / "sales_dag.py").read_text()


# --- what cannot be used without dagcompile ------------------------------------------------------


def refused(project: Path) -> list[str]:
    summary = build("sales")
    assert not (dags() / "sales_dag.py").exists()
    (failed,) = summary.failed
    return [f"{each.code} {each.message}" for each in failed.error.diagnostics]


def test_an_op_whose_module_imports_dagcompile(project: Path) -> None:
    ops = project / "kiosk" / "ops.py"
    ops.write_text("import dagcompile.runtime.v1\n" + ops.read_text())
    (message,) = refused(project)
    assert message == (
        "DC521 module kiosk.ops cannot be used where dagcompile is not installed, as runtime = "
        '"vendor" asks: kiosk/ops.py:1 imports dagcompile'
    )


def test_a_callback_whose_module_imports_dagcompile(project: Path) -> None:
    (project / "kiosk" / "calls.py").write_text("import dagcompile\n\ndef told(context): ...\n")
    settings = SETTINGS.replace('"vendor"', '"vendor"\non_failure = "kiosk.calls:told"')
    (project / "pyproject.toml").write_text(settings)
    (message,) = refused(project)
    assert message.startswith("DC521 module kiosk.calls cannot be used")


def test_an_operator_is_not_imported(project: Path) -> None:
    text = "from dagcompile import native, pipeline\n\n@pipeline\ndef sales() -> None:\n"
    text += "    native('nobody.has:ThisSensor', poke_interval=30)()\n"
    others = (
        WIRING.partition("@pipeline")[0]
        + "@pipeline\ndef others"
        + WIRING.partition("def others")[2]
    )
    (project / "kiosks.py").write_text(text + others)
    assert not build("sales").failed


def test_a_type_whose_module_imports_one_that_does(project: Path) -> None:
    (project / "helper.py").write_text("\n\nfrom dagcompile.runtime.v1 import Check\n")
    contracts = project / "kiosk" / "contracts.py"
    contracts.write_text("import helper\n" + contracts.read_text())
    found = refused(project)
    assert {each.split()[2] for each in found} == {"kiosk.contracts", "kiosk.ops"}
    assert all(each.endswith("helper.py:3 imports dagcompile") for each in found)


def test_an_op_that_imports_it_when_it_is_called(project: Path) -> None:
    ops = project / "kiosk" / "ops.py"
    ops.write_text(ops.read_text() + "\n\nclass A:\n    def f(self):\n        import dagcompile\n")
    (message,) = refused(project)
    assert message.endswith("kiosk/ops.py: A.f imports dagcompile when it is called")


def test_a_module_that_fails_there_for_a_reason_of_its_own(project: Path) -> None:
    ops = project / "kiosk" / "ops.py"
    ops.write_text(ops.read_text() + "\nif __import__('sys').argv[0].endswith('alone.py'): 1 / 0\n")
    (message,) = refused(project)
    assert message.endswith("raises ZeroDivisionError: division by zero")


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import dagcompile\nexcept ImportError:\n    dagcompile = None\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from dagcompile import op\n",
        "import sys\nprint('{}')\nsys.stderr.write('noise')\n",
        "import dagcompile_kiosk\n",
    ],
)
def test_a_module_that_does_without(text: str, project: Path) -> None:
    (project / "dagcompile_kiosk.py").write_text("")
    ops = project / "kiosk" / "ops.py"
    ops.write_text(text + ops.read_text())
    assert not build("sales").failed


SUPPORT = """
from dagcompile import TypeSupport

class Support(TypeSupport):
    suffix = "graph"

    def dump(self, value):
        return b""

    def load(self, data):
        return None

SUPPORT = Support()
"""


def test_a_type_that_another_distribution_registers(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = project / "site"
    install(site, "graphs", {"kiosk.graphs.Graph": "graph_types:SUPPORT"}, graph_types=SUPPORT)
    monkeypatch.syspath_prepend(site)
    (project / "kiosk" / "graphs.py").write_text("class Graph: ...\n")
    ops = project / "kiosk" / "ops.py"
    ops.write_text(OPS.replace("contracts import Total", "graphs import Graph as Total"))
    (message,) = refused(project)
    assert message.startswith("DC522 kiosk.graphs.Graph is registered by another distribution")


def test_the_registered_types_of_our_own_are_those_of_the_entry_points() -> None:
    """A copy is no distribution, so it has them in a table."""
    from importlib.metadata import distribution

    from dagcompile.runtime.types.registry import GROUP, OWN

    ours = [each for each in distribution("dagcompile").entry_points if each.group == GROUP]
    assert {each.name: tuple(each.value.split(":")) for each in ours} == OWN


def test_a_class_of_the_run_time_is_called_alike_by_every_copy(project: Path) -> None:
    build()
    code = (
        "import importlib, json, sys\n"
        "events = importlib.import_module(sys.argv[1] + '.events')\n"
        "verdict = importlib.import_module(sys.argv[1] + '.verdict')\n"
        "error = verdict.GuardFailed(verdict.examine('x', int, subject='n.x', severity='error'))\n"
        "record = events.error_record(error)\n"
        "print(record['type'], events.is_guards(record))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, copying.package()],
        cwd=dags(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "dagcompile.runtime.verdict.GuardFailed True\n"
