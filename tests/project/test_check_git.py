"""What a check tells of git: files that it does not have, wherever project and repository lie."""

from pathlib import Path

import pytest
from commands import Scaffold
from workplace import Workplace

from dagcompile.diagnostics.render import here
from dagcompile.project.checking import Checked, Command, Teller, check_pipelines
from dagcompile.project.config import load_project

FLOW = """
    from dagcompile import op, pipeline

    @op
    def one() -> int:
        return 1

    @pipeline
    def NAME() -> int:
        return one()
"""
SETTINGS = """
    [tool.dagcompile]
    targets = ["python"]

    [tool.dagcompile.pipelines]
    NAME = "NAME_flow:NAME"
"""


def project(scaffold: Scaffold, folder: str, name: str) -> None:
    texts = {"pyproject.toml": SETTINGS, f"{name}_flow.py": FLOW}
    scaffold({f"{folder}/{file}": text.replace("NAME", name) for file, text in texts.items()})


@pytest.fixture
def place(scaffold: Scaffold, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """A repository with a project in a folder of it, built and not added."""
    project(scaffold, "repo/etl", "daily")
    place = Workplace(tmp_path / "repo", monkeypatch)
    place.git("init --quiet -b main")
    assert place("dagcompile build", at="etl") == 0
    return place


def checked(place: Workplace, at: str = "etl") -> Checked:
    return check_pipelines(load_project(place.folder / at))


def lacking(place: Workplace, at: str = "etl") -> dict[str, str]:
    """What is said of files that git does not have, by their names."""
    found = checked(place, at).findings
    assert all(each.verdict == "untracked" for each in found)
    return {each.path.name: each.fault.text for each in found}


def mend(place: Workplace, at: str = "etl") -> str:
    """What is told in the working folder as mending."""
    project = load_project(place.folder / at)
    teller = Teller.of(project, Command(), out=None)
    (group,) = teller.groups(checked(place, at).findings)
    return str(group.mend)


BOTH = {"daily_script.py": "is not in git", "daily.ir.json": "is not in git"}


@pytest.mark.parametrize("cwd", ["repo/etl", "repo", "."])
def test_what_was_not_added_is_told_wherever_one_stands(
    place: Workplace, cwd: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lacking(place) == BOTH
    assert not list(place.folder.rglob(".git/index"))
    monkeypatch.chdir(tmp_path / cwd)
    place_here = Workplace(here(), monkeypatch)
    assert place_here(mend(place)) == 0
    assert checked(place).right == 2
    assert lacking(place) == {}


def test_added_is_tracked_and_so_is_committed_and_a_dirty_tree_is_no_matter(
    place: Workplace,
) -> None:
    place.git("add .")
    assert lacking(place) == {}
    place.git("commit --quiet -m all")
    (place.folder / "other.txt").write_text("dirty")
    (place.folder / "etl/daily_flow.py").write_text(
        (place.folder / "etl/daily_flow.py").read_text() + "\n# a remark\n"
    )
    assert lacking(place) == {}
    place.git("rm --quiet --cached etl/generated/daily.ir.json")
    assert lacking(place) == {"daily.ir.json": "is not in git"}


def test_what_is_not_as_it_should_be_is_told_as_that(place: Workplace) -> None:
    script = place.folder / "etl/generated/python/daily_script.py"
    script.write_text(script.read_text() + "x = 1\n")
    found = {each.path.name: each.verdict for each in checked(place).findings}
    assert found == {"daily_script.py": "edited", "daily.ir.json": "untracked"}


def test_what_is_ignored_is_told_with_the_rule(place: Workplace) -> None:
    (place.folder / ".gitignore").write_text("*.log\ngenerated/\n")
    rule = "is ignored by git (.gitignore:2: generated/)"
    assert lacking(place) == dict.fromkeys(BOTH, rule)
    (place.folder / "etl/.gitignore").write_text("*.json\n")
    place.git("add --force etl/generated/python")
    assert lacking(place) == {"daily.ir.json": rule}
    assert place(mend(place)) == 0
    assert lacking(place) == {}


def test_several_projects_of_one_repository_are_apart(place: Workplace, scaffold: Scaffold) -> None:
    project(scaffold, "repo/ml", "weekly")
    assert place("dagcompile build", at="ml") == 0
    place.git("add ml")
    assert lacking(place, "ml") == {}
    assert lacking(place, "etl") == BOTH


def test_a_folder_outside_of_the_project_is_asked_for_in_its_own_repository(
    place: Workplace, tmp_path: Path
) -> None:
    dags = tmp_path / "dags"
    dags.mkdir()
    settings = place.folder / "etl/pyproject.toml"
    settings.write_text(
        settings.read_text().replace(
            "[tool.dagcompile]", '[tool.dagcompile]\nout = "../../dags"', 1
        )
    )
    assert place("dagcompile build", at="etl") == 0
    assert lacking(place) == {}  # a folder in no repository
    place.git(f"-C {dags} init --quiet")
    assert lacking(place) == BOTH
    assert place(mend(place)) == 0
    assert lacking(place) == {}


def test_a_submodule_and_another_work_tree_have_their_own_files(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.git("add .")
    place.git("commit --quiet -m all")
    outer = Workplace(tmp_path / "outer", monkeypatch)
    outer.folder.mkdir()
    outer.git("init --quiet -b main")
    outer.git(f"-c protocol.file.allow=always submodule --quiet add {place.folder} inner")
    assert lacking(outer, "inner/etl") == {}
    outer.git("-C inner rm --quiet --cached etl/generated/daily.ir.json")
    assert lacking(outer, "inner/etl") == {"daily.ir.json": "is not in git"}
    place.git(f"worktree add --quiet {tmp_path / 'tree'} -b other")
    tree = Workplace(tmp_path / "tree", monkeypatch)
    tree.git("rm --quiet --cached etl/generated/daily.ir.json")
    assert lacking(tree) == {"daily.ir.json": "is not in git"}
    assert lacking(place) == {}


def test_without_git_or_a_repository_nothing_is_said_of_it(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        assert (lacking(place), checked(place).warnings) == ({}, ())
    (place.folder / ".git").rename(tmp_path / "away")
    assert (lacking(place), checked(place).warnings) == ({}, ())


def test_a_module_that_was_not_added_is_told_of(place: Workplace) -> None:
    def found(*, cached: bool = True) -> list[tuple[str, str]]:
        project = load_project(place.folder / "etl")
        findings = check_pipelines(project, cached=cached).findings
        return [(each.fault.code, each.path.name) for each in findings]

    (place.folder / "etl/tools.py").write_text("import listed\n")
    (place.folder / "etl/listed.py").write_text("")
    flow = place.folder / "etl/daily_flow.py"
    flow.write_text(f"import tools\n{flow.read_text()}")
    place.git("add etl/generated")
    assert found() == []  # git has none of the sources
    place.git("add etl/daily_flow.py")
    lacking = [("DC654", "listed.py"), ("DC654", "tools.py")]
    assert found() == lacking
    assert found() == lacking  # as it is known
    assert found(cached=False) == lacking
    (place.folder / "etl/tools.py").write_text("import os\nimport listed\nos.umask(os.umask(0))\n")
    assert found() == lacking  # as it is compiled every time
    (place.folder / ".gitignore").write_text("listed.py\n")
    place.git("add etl/tools.py")
    assert found() == []


def test_a_git_that_refuses_is_a_warning(place: Workplace) -> None:
    (place.folder / ".git/config").write_text("[core\n")
    found = checked(place)
    assert (found.findings, found.right) == ((), 2)
    (told,) = found.warnings
    assert (told.code, told.severity) == ("DC661", "warning")


def test_a_linked_folder_is_looked_at_where_it_is(place: Workplace) -> None:
    generated = place.folder / "etl/generated"
    generated.rename(place.folder / "elsewhere")
    generated.symlink_to("../elsewhere")
    assert lacking(place) == BOTH
    assert place(mend(place)) == 0
    assert lacking(place) == {}


def test_many_files_are_added_by_their_folder(place: Workplace, scaffold: Scaffold) -> None:
    settings = place.folder / "etl/pyproject.toml"
    settings.write_text(settings.read_text().replace('["python"]', '["dask", "python", "airflow"]'))
    assert place("dagcompile build", at="etl") == 0
    assert len(lacking(place)) == 4
    assert mend(place) == f"git -C {place.folder} add etl/generated"
    (place.folder / ".gitignore").write_text("generated\n")
    assert mend(place) == f"remove the rule, then: git -C {place.folder} add etl/generated"
