"""The merge driver, as git calls it: real branches of a real project."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from repositories import Commits, repository_in
from strangers import stranger_in

from dagcompile.ir import dumps, loads
from dagcompile.ir.records import OpNode, Pipeline, Policy

FLOW = dedent(
    '''
    from dagcompile import op, pipeline

    @op
    def load(day: str) -> list[int]:
        return [len(day)]

    @op
    def clean(rows: list[int]) -> list[int]:
        return rows

    @op
    def total(rows: list[int]) -> int:
        return sum(rows)

    @op
    def tell(number: int) -> None:
        print(number)

    @pipeline
    def daily(day: str = "monday") -> int:
        """Every day."""
        rows = load(day)
        # one
        cleaned = clean(rows)
        # two
        return total(cleaned)
    '''
)
SETTINGS = dedent(
    """
    [tool.dagcompile]
    out = "dags"
    targets = ["python", "dask"]

    [tool.dagcompile.pipelines]
    daily = "flow:daily"

    [tool.dagcompile.target.python]
    guards = "inline"
    """
)
FILES = ["dags/daily.ir.json", "dags/dask/daily_dask.py", "dags/python/daily_script.py"]
OURS = ("    # one\n", "    tell.named('first')(total.named('sum')(rows))\n")
THEIRS = ("@op\ndef clean", "@op(timeout=60)\ndef clean")


class Branches:
    """A project whose generated files are merged by the driver, in a sub-folder of a repository."""

    def __init__(self, folder: Path) -> None:
        self.commits: Commits = repository_in(folder)
        self.project = folder / "jobs"
        driver = f"{sys.executable} -m dagcompile.cli merge %O %A %B %P %L"
        self.git("config", "merge.dagcompile.driver", driver)
        self.commits.write(
            {
                ".gitattributes": "jobs/dags/** merge=dagcompile\n",
                "jobs/pyproject.toml": SETTINGS,
                "jobs/flow.py": FLOW,
            }
        )
        self.build()
        self.commits.commit("base")

    def git(self, *words: str) -> str:
        return self.commits.git(*words)

    def build(self, *words: str) -> None:
        command = [sys.executable, "-m", "dagcompile.cli", "build", *words]
        done = subprocess.run(command, cwd=self.project, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    def edit(self, *edits: tuple[str, str], file: str = "flow.py") -> None:
        text = (self.project / file).read_text()
        for before, after in edits:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        (self.project / file).write_text(text)

    def branch(self, name: str, *edits: tuple[str, str], file: str = "flow.py") -> None:
        self.git("switch", "--quiet", "-c", name, "main")
        self.edit(*edits, file=file)
        self.build()
        self.commits.commit(name)

    def ends(self, *words: str) -> tuple[int, str]:
        """How a command of git that may fail ends, and what it prints."""
        environment = {name: text for name, text in os.environ.items() if name[:4] != "GIT_"}
        person = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
        done = subprocess.run(
            ["git", *person, *words],
            cwd=self.commits.folder,
            env={**environment, "GIT_EDITOR": "true"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def merges(self, *words: Path | str) -> tuple[int, str]:
        """How the driver ends, called as git does, and what it says."""
        command = [sys.executable, "-m", "dagcompile.cli", "merge", *map(str, words)]
        done = subprocess.run(
            command, cwd=self.commits.folder, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def generated(self) -> dict[str, str]:
        return {name: (self.project / name).read_text() for name in FILES}


@pytest.fixture
def branches(tmp_path: Path) -> Branches:
    return Branches(tmp_path)


@pytest.mark.parametrize("way", ["merge", "rebase", "cherry-pick"])
def test_changes_of_two_branches_give_the_files_of_their_merged_source(
    way: str, branches: Branches
) -> None:
    branches.branch("ours", OURS)
    branches.branch("theirs", THEIRS)
    branches.edit(('guards = "inline"', 'guards = "off"'), file="pyproject.toml")
    branches.build()
    branches.commits.commit("no guards")
    match way:
        case "merge":
            branches.git("switch", "--quiet", "ours")
            status, said = branches.ends("merge", "--no-edit", "theirs")
        case "rebase":
            status, said = branches.ends("rebase", "ours")
        case _:
            branches.git("switch", "--quiet", "ours")
            status, said = branches.ends("cherry-pick", "theirs~1", "theirs")
    assert status == 0, said
    merged = branches.generated()
    assert "timeout=60" in merged[FILES[2]]
    assert '"first"' in merged[FILES[2]]
    branches.build()
    assert branches.generated() == merged
    assert branches.git("status", "--porcelain") == ""


def test_a_pipeline_that_one_side_renamed_has_what_the_other_changed(branches: Branches) -> None:
    branches.branch("theirs", THEIRS)
    branches.git("switch", "--quiet", "-c", "ours", "main")
    branches.edit(("def daily", "def weekly"))
    branches.edit(('daily = "flow:daily"', 'weekly = "flow:weekly"'), file="pyproject.toml")
    branches.build()
    branches.commits.commit("renamed")
    # The versions of theirs, and of what both come from, stand under another name.
    status, said = branches.ends("merge", "--no-edit", "theirs")
    assert status == 0, said
    assert "timeout=60" in (branches.project / "dags/python/weekly_script.py").read_text()
    branches.build()
    assert branches.git("status", "--porcelain") == ""


def test_what_conflicts_is_told_and_ours_stays(branches: Branches) -> None:
    branches.branch("ours", ("@op\ndef clean", "@op(timeout=30)\ndef clean"))
    ours = branches.generated()
    branches.branch("theirs", THEIRS)
    branches.git("switch", "--quiet", "ours")
    status, said = branches.ends("merge", "--no-edit", "theirs")
    assert status == 1
    assert "jobs/dags/daily.ir.json: both sides changed timeout of node clean" in said
    assert "ours is 30 s, theirs 60 s" in said
    assert branches.generated() == ours
    assert {f"UU jobs/{name}" for name in FILES} < set(
        branches.git("status", "--porcelain").splitlines()
    )
    # The source is resolved, and what was ours is built anew without force.
    branches.git("checkout", "--quiet", "--theirs", "jobs/flow.py")
    branches.build()
    branches.commits.commit("merged")
    assert "timeout=60" in branches.generated()[FILES[2]]


def test_what_stands_beside_generated_files_is_merged_by_its_lines(branches: Branches) -> None:
    files = {name: branches.project / name for name in ("base", "ours", "theirs")}
    for name, text in (("base", "a\n\n\nb\n"), ("ours", "A\n\n\nb\n"), ("theirs", "a\n\n\nB\n")):
        files[name].write_text(text)
    assert branches.merges(*files.values(), "jobs/dags/.airflowignore") == (0, "")
    assert files["ours"].read_text() == "A\n\n\nB\n"
    files["theirs"].write_text("C\n\n\nb\n")
    status, said = branches.merges(*files.values(), "jobs/dags/.airflowignore")
    assert status == 1
    assert "error[DC673]: jobs/dags/.airflowignore is no file that dagcompile generated" in said
    assert files["ours"].read_text() == "A\n\n\nB\n"


def test_what_both_come_from_is_nothing_where_it_conflicts_itself(branches: Branches) -> None:
    base = loads((branches.project / FILES[0]).read_text())
    files = {name: branches.project / f"{name}.txt" for name in ("base", "ours", "theirs")}
    for file, timeout in zip(files.values(), (None, 30.0, 60.0), strict=True):
        file.write_text(dumps(with_timeout(base, "clean", timeout)))
    before = files["ours"].read_text()
    status, said = branches.merges(*files.values(), "jobs/dags/daily.ir.json")
    assert (status, files["ours"].read_text()) == (1, before)
    assert "ours is 30 s, theirs 60 s" in said
    # As git calls it in a merge of what both come from: neither side is taken for the base.
    assert branches.merges(*files.values(), "jobs/dags/daily.ir.json", "9") == (1, "")
    assert files["ours"].read_text() == ""


def with_timeout(of: Pipeline, id: str, timeout: float | None) -> Pipeline:
    nodes = tuple(
        replace(each, policy=Policy(timeout=timeout))
        if isinstance(each, OpNode) and each.id == id
        else each
        for each in of.meaning.nodes
    )
    return replace(of, meaning=replace(of.meaning, nodes=nodes))


def test_a_target_that_a_branch_brings_is_not_loaded(
    branches: Branches, monkeypatch: pytest.MonkeyPatch
) -> None:
    branches.branch("theirs", THEIRS)
    branches.branch("ours", OURS)
    ran = [stranger_in(each, "python2") for each in (branches.project, branches.commits.folder)]
    branches.edit(('"dask"]', '"dask", "python2"]'), file="pyproject.toml")
    branches.commits.commit("a target")
    monkeypatch.setenv("PYTHONPATH", str(branches.project))
    status, said = branches.ends("merge", "--no-edit", "theirs")
    assert status == 1
    assert "there is no target 'python2'" in said
    assert not any(each.exists() for each in ran)
