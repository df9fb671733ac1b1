"""A new project works as it comes: it is checked, tested, built and run, by real tools."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from workplace import GIT

from dagcompile.diagnostics import CompileError
from dagcompile.project.scaffold import NAME, create_project

RULES = "A,ANN,ARG,B,C4,COM818,D1,E,F,I,N,PT,PTH,RET,RUF,SIM,TC,UP"
LEFT = "B008,D103,TC001,TC002,TC003"  # a default config; tests; types that are read when it runs
PINNED = {"since": "2015-01-01"}
SUMMARY = {"cycles": 8, "regular": 5, "longest": {"version": "3.7", "days": 551}}


def start(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program of this environment, which has to end well."""
    path = os.pathsep.join([str(cwd), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project that was built."""
    folder = tmp_path_factory.mktemp("new") / "some" / "where" / "harvest"
    create_project(folder)
    start("-m", "dagcompile.cli", "build", cwd=folder)
    return folder


def test_its_own_tests_pass(project: Path) -> None:
    done = start("-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", cwd=project)
    assert "5 passed" in done.stdout


def test_it_is_built_for_every_target(project: Path) -> None:
    generated = project / "generated"
    assert sorted(str(each.relative_to(generated)) for each in generated.rglob("*.*")) == [
        "airflow/release_cycles_dag.py",
        "dask/release_cycles_dask.py",
        "python/release_cycles_script.py",
        "release_cycles.ir.json",
    ]
    again = start("-m", "dagcompile.cli", "build", cwd=project)
    assert again.stdout.endswith("4 unchanged\n")


def test_it_runs(project: Path) -> None:
    command = ["-m", "dagcompile.cli", "run", "release_cycles", "--since", "2015-01-01"]
    assert json.loads(start(*command, cwd=project).stdout) == SUMMARY
    flags = ["--since", "2015-01-01"]
    script = start("generated/python/release_cycles_script.py", *flags, cwd=project)
    assert json.loads(script.stdout) == SUMMARY
    graph = ["generated/dask/release_cycles_dask.py", "--local", "threads", *flags]
    assert json.loads(start(*graph, cwd=project).stdout) == SUMMARY


AIRFLOW = """
import os, sys
from airflow.utils.db import initdb
initdb()
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
assert not bag.import_errors, bag.import_errors
assert "harvest" not in sys.modules
print("FOUND", *(task.task_id for task in bag.dags["release_cycles"].topological_sort()))
"""


def test_airflow_reads_its_file_without_its_package(project: Path, tmp_path: Path) -> None:
    done = start(
        "-c",
        AIRFLOW,
        cwd=project,
        AIRFLOW_HOME=str(tmp_path),
        AIRFLOW__CORE__DAGS_FOLDER=str(project / "generated" / "airflow"),
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{tmp_path}/airflow.db",
    )
    steps = "load_releases released_since cycles_of regular summary"
    assert f"FOUND {steps}\n" in done.stdout


def test_it_is_clean(project: Path) -> None:
    own = ["harvest", "tests"]
    rules = ["--select", RULES, "--ignore", LEFT]
    start("-m", "ruff", "check", "--isolated", "--no-cache", *rules, *own, cwd=project)
    start("-m", "ruff", "format", "--check", "--isolated", "--no-cache", *own, cwd=project)
    start("-m", "mypy", "--strict", "--cache-dir", os.devnull, *own, cwd=project)


def test_its_ci_recipe_checks_what_was_built_and_reviews_what_changes(
    project: Path, tmp_path: Path
) -> None:
    here = shutil.copytree(project, tmp_path / "clone")
    jobs = yaml.safe_load((here / ".github/workflows/ci.yml").read_text())["jobs"]
    lines = {
        name: [each["run"] for each in job["steps"] if "run" in each] for name, job in jobs.items()
    }
    assert lines["test"][:2] == ["pip install -e '.[test]'", "pytest"]
    assert (here / "pyproject.toml").read_text().count("\ntest = [") == 1
    check, review = lines["test"][2], lines["review"][1]
    shell(here, "git init -q -b main && git add . && git commit -q -m one", check)
    shell(here, "git branch -q origin/main", "git rm -q --cached generated/release_cycles.ir.json")
    with pytest.raises(subprocess.CalledProcessError):
        shell(here, check)
    shell(here, "git reset -q", review)
    assert (here / "summary.md").read_text().startswith("<!-- dagcompile diff -->\n")


def shell(folder: Path, *lines: str) -> None:
    """Lines of a recipe, which have to end well, as a runner has them run."""
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "GITHUB_BASE_REF": "main",
        "GITHUB_STEP_SUMMARY": "summary.md",
    }
    for line in lines:
        subprocess.run(
            ["bash", "-eo", "pipefail", "-c", line],
            cwd=folder,
            env={**os.environ, **GIT, **environment},
            check=True,
        )


def test_nothing_in_it_is_named_like_the_template(project: Path) -> None:
    for each in project.rglob("*"):
        assert NAME not in str(each.relative_to(project))
        if each.is_file() and each.suffix != ".pyc":
            assert NAME not in each.read_text()
    assert 'name = "harvest"\n' in (project / "pyproject.toml").read_text()


# --- where it is refused -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("my-shop", "'my-shop' cannot be the name of a package"),
        ("9lives", "'9lives' cannot be the name of a package"),
        ("shop_", "'shop_' cannot be the name of a package"),
        ("größe", "'größe' cannot be the name of a package"),
        ("class", "'class' cannot be the name of a package"),
        ("json", "'json' is a module of Python itself"),
        ("Json", "'Json' is a module of Python itself"),
        ("pydantic", "'pydantic' is a package that is installed here: "),
        ("dagcompile", "'dagcompile' is a package that is installed here: "),
        ("tests", "'tests' is the name of another folder of a project"),
    ],
)
def test_a_name_that_no_package_can_have(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(CompileError) as caught:
        create_project(tmp_path / "deep" / name)
    (told,) = caught.value.diagnostics
    assert told.code == "DC631"
    assert told.message.startswith(said)
    assert not list(tmp_path.iterdir())


def test_the_nearest_valid_name_is_offered(tmp_path: Path) -> None:
    with pytest.raises(CompileError) as caught:
        create_project(tmp_path / "2-my.shop-")
    assert caught.value.diagnostics[0].fix.endswith(", such as my_shop")


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    kept = tmp_path / "harvest" / "kept"
    kept.parent.mkdir()
    kept.write_text("mine")
    (tmp_path / "orchard").write_text("a file")
    for name in ("harvest", "orchard"):
        with pytest.raises(CompileError, match=r"DC632\]: .*is there already"):
            create_project(tmp_path / name)
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["harvest", "kept", "orchard"]


def test_an_empty_folder_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "harvest"
    folder.mkdir()
    before = folder.stat().st_ino
    monkeypatch.chdir(folder)
    files = create_project(Path())
    assert Path("pyproject.toml") in files
    assert all(each.is_file() for each in files)
    assert folder.stat().st_ino == before
    assert [each.name for each in tmp_path.iterdir()] == ["harvest"]


def test_nothing_is_left_where_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CompileError, match="DC618"):
        create_project(tmp_path / "file" / "harvest")
    failing = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == "ops.py":
            raise OSError("no space left")
        return failing(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CompileError, match=r"DC618\]: .*no space left"):
        create_project(tmp_path / "harvest")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
