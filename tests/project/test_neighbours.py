"""Whose a file is in a folder that several projects write to."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from commands import Scaffold

from dagcompile.project.building import Plan, Summary, build_pipelines, plan_of
from dagcompile.project.building.neighbours import around_of
from dagcompile.project.building.seeing import Seen, seen
from dagcompile.project.checking import check_pipelines
from dagcompile.project.config import load_project

MODULE = """
    from dagcompile import op, pipeline

    @op
    def load() -> int:
        return 1

    @pipeline
    def {name}() -> int:
        return load()
"""


def settings(listed: Mapping[str, str], out: str = "../dags") -> str:
    lines = "".join(f'{name} = "{reference}"\n' for name, reference in listed.items())
    return (
        f'[tool.dagcompile]\nout = "{out}"\ntargets = ["python"]\n'
        f"[tool.dagcompile.pipelines]\n{lines}"
    )


class Repository:
    """Projects side by side, each with a module `pipelines`."""

    def __init__(self, scaffold: Scaffold) -> None:
        self.scaffold = scaffold
        self.folder = scaffold({})

    def project(self, folder: str, *listed: str, has: str = "", out: str = "../dags") -> None:
        self.scaffold(
            {
                f"{folder}/pyproject.toml": settings(
                    {each: f"pipelines:{each}" for each in listed}, out
                ),
                f"{folder}/pipelines.py": "".join(
                    MODULE.format(name=each) for each in has.split() or listed
                ),
            }
        )

    def build(self, folder: str, *, force: bool = False) -> Summary:
        import sys

        sys.modules.pop("pipelines", None)
        return build_pipelines(load_project(self.folder / folder), force=force)

    def check(self, folder: str) -> tuple[list[str], list[str]]:
        import sys

        sys.modules.pop("pipelines", None)
        checked = check_pipelines(load_project(self.folder / folder))
        codes = [each.fault.code for each in checked.findings]
        return codes, [each.code for each in checked.warnings]

    def files(self) -> list[str]:
        return sorted(each.stem.partition(".")[0] for each in self.folder.glob("dags/*.json"))


@pytest.fixture
def repository(scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    return Repository(scaffold)


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., str]:
    def run(*words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return done.stdout

    return run


def told(summary: Summary) -> list[str]:
    return [one.code for each in summary.failed for one in each.error.diagnostics]


def test_modules_of_one_name_make_no_files_of_one_project(repository: Repository) -> None:
    repository.project("a", "alpha")
    repository.project("b", "beta")
    for each in ("a", "b", "a"):
        summary = repository.build(each)
        assert (summary.shared, summary.warnings, told(summary)) == ((), (), [])
    assert repository.files() == ["alpha", "beta"]
    assert repository.check("b") == ([], [])
    repository.project("a", "gamma", has="gamma alpha")
    assert repository.check("a")[0].count("DC647") == 2
    assert len(repository.build("a").shared) == 2, "what only ours defines is ours"
    assert repository.files() == ["beta", "gamma"]
    repository.project("a", "delta")
    (warning,) = repository.build("a").warnings
    assert (warning.code, repository.check("a")) == ("DC642", ([], ["DC642"]))
    assert "gamma_script.py" in warning.labels[0].text
    assert "beta" not in warning.labels[0].text
    assert repository.files() == ["beta", "delta", "gamma"]


def test_what_two_projects_list_is_written_by_neither(repository: Repository) -> None:
    repository.project("a", "same")
    repository.build("a")
    repository.project("b", "same", has="same other")
    (repository.folder / "b/pipelines.py").write_text(
        (repository.folder / "b/pipelines.py").read_text().replace("return 1", "return 2")
    )
    (file,) = repository.folder.glob("dags/*.json")
    file.write_text(file.read_text().replace("\n ", "\n  "))
    before = file.read_bytes()
    summary = repository.build("b")
    assert told(summary) == ["DC643"]
    (problem,) = summary.failed[0].error.diagnostics
    assert "a/pyproject.toml" in problem.message
    assert "b/pyproject.toml" in problem.message
    assert file.read_bytes() == before
    assert "DC643" in repository.check("b")[0]
    assert told(repository.build("b", force=True)) == []


def test_functions_of_one_name_may_have_other_ids(repository: Repository) -> None:
    for each in ("a", "b"):
        repository.project(each, "main")
        file = repository.folder / each / "pipelines.py"
        text = file.read_text()
        file.write_text(text.replace("@pipeline", f'@pipeline(name="{each}_main")'))
    for each in ("a", "b", "a", "b"):
        summary = repository.build(each)
        assert (told(summary), summary.shared) == ([], ())
        file = repository.folder / each / "pipelines.py"
        file.write_text(
            file.read_text().replace("def main() -> int:", "def main(n: int = 1) -> int:")
        )
    assert repository.files() == ["a_main", "b_main"]


def test_a_file_of_another_project_is_refused_by_its_name(repository: Repository) -> None:
    repository.project("a", "same")
    repository.build("a")
    repository.project("b", "same")
    (repository.folder / "b/pipelines.py").rename(repository.folder / "b/flows.py")
    (repository.folder / "b/pyproject.toml").write_text(settings({"same": "flows:same"}))
    summary = repository.build("b")
    assert told(summary) == ["DC604", "DC604"]
    assert "a/pyproject.toml" in summary.failed[0].error.diagnostics[0].message


@pytest.mark.parametrize(
    ("folder", "out", "meets"),
    [
        ("b", "../dags", True),
        ("b", "../dags/deeper", True),
        ("b", "..", True),
        ("b", "../others", False),
        ("a/below", "../../dags", True),
        (".", "dags", True),
    ],
)
def test_who_writes_to_the_same_folder(
    folder: str, out: str, meets: bool, repository: Repository
) -> None:
    repository.project("a", "alpha")
    repository.project(folder, "beta", out=out)
    project = load_project(repository.folder / "a")
    around = around_of(project, project.out)
    assert (bool(around.projects), around.complete) == (meets, True)


def test_a_folder_that_nobody_can_look_around_is_not_known(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository.project("a", "alpha")
    (repository.folder / "broken").mkdir()
    (repository.folder / "broken/pyproject.toml").write_text("[tool.dagcompile]\nout = 3\n")
    project = load_project(repository.folder / "a")
    plan: Plan = plan_of(project)
    assert not around_of(project, project.out).complete
    assert plan.owner("pipelines:alpha", project.out) == "ours"
    assert plan.owner("pipelines:beta", project.out) == "unknown"
    assert plan.owner("flows:beta", project.out) == "others"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@pipeline\ndef daily(): ...", Seen(id="daily")),
        ("@dc.pipeline(name='d')\ndef daily(): ...", Seen(id="d")),
        ("@pipeline(name=f())\ndef daily(): ...", Seen()),
        ("@pipeline(**more)\ndef daily(): ...", Seen()),
        ("if 1:\n    @pipeline\n    def daily(): ...", Seen()),
        ("from shop import daily", Seen()),
        ("from shop import *", Seen()),
        ("daily = make()", Seen()),
        ("from shop import daily as other", None),
        ("print(daily)", None),
        ("def (", Seen()),
    ],
)
def test_what_the_text_of_a_module_says(text: str, expected: Seen | None, tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(text)
    assert seen("shop:daily", [tmp_path]) == expected
    assert seen("other:daily", [tmp_path]) is None


@pytest.mark.parametrize("kept", ["", "a/inner", "b"])
def test_what_git_has_in_an_output_folder_of_before_goes(
    kept: str, repository: Repository, git: Callable[..., str]
) -> None:
    """But for what is another project's, and what is no output folder."""
    repository.project("a", "daily", out="generated")
    repository.build("a")
    old = repository.folder / "a/generated"
    (repository.folder / "a/tests").mkdir()
    shutil.copy(old / "daily.ir.json", repository.folder / "a/tests")
    shutil.copytree(old, repository.folder / "a/notes/untracked")
    (repository.folder / "a/.gitignore").write_text("untracked\n")
    if kept:
        out = {"b": "../a/generated", "a/inner": "../generated"}[kept]
        repository.project(kept, "daily", out=out)
    git("init", "-q", "-b", "main")
    repository.project("a", "daily", out="dags")
    assert len(repository.build("a").built[0].written) == 2
    git("add", "-A")
    assert repository.check("a")[0] == ([] if kept else ["DC647", "DC647"])
    with (old / "python/daily_script.py").open("a") as file:
        file.write("# mine\n")
    summary = repository.build("a")
    assert [each.code for each in summary.warnings] == ([] if kept else ["DC641"])
    repository.build("a", force=True)
    assert old.exists() == bool(kept)
    assert (repository.folder / "a/tests/daily.ir.json").exists()
    assert (repository.folder / "a/notes/untracked/daily.ir.json").exists()
    assert len(list((repository.folder / "a/dags").rglob("*.*"))) == 2
