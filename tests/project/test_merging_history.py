"""Which commit a version of a file is of, by its content alone."""

from pathlib import Path

import pytest
from repositories import Commits, repository_in

from dagcompile.project.git import Repository, repository_of
from dagcompile.project.merging.history import Held, holding


@pytest.fixture
def commits(tmp_path: Path) -> Commits:
    return repository_in(tmp_path)


def asked(commits: Commits) -> Repository:
    found = repository_of(commits.folder)
    assert found is not None
    return found


def moved(commits: Commits, old: str, new: str) -> str:
    (commits.folder / new).parent.mkdir(exist_ok=True)
    commits.git("mv", old, new)
    return commits.commit("moved")


def test_a_file_is_found_by_its_content_under_the_name_that_it_had(commits: Commits) -> None:
    commits.write({"jobs/[old] é.py": "1\n", "other/new.py": "1\n"})
    first = commits.commit("first")
    second = moved(commits, "jobs/[old] é.py", "jobs/new.py")
    repository = asked(commits)
    # Its own name first, then another one of the project.
    assert holding(repository, b"1\n", "jobs/new.py", below="jobs") == Held(
        commit="HEAD", path="jobs/new.py"
    )
    assert holding(repository, b"1\n", "jobs/newer.py", below="jobs") == Held(
        commit="HEAD", path="jobs/new.py"
    )
    commits.write({"jobs/new.py": "2\n"})
    commits.commit("third")
    # No commit that is merged has it by now: what is older is searched.
    assert holding(repository, b"1\n", "jobs/newer.py", below="jobs") in (
        Held(commit=first, path="jobs/[old] é.py"),
        Held(commit=second, path="jobs/new.py"),
    )
    assert holding(repository, b"1\n", "jobs/[old] é.py", below="jobs") == Held(
        commit=first, path="jobs/[old] é.py"
    )
    assert holding(repository, b"1\n", "none.py", below="none") is None
    assert holding(repository, b"3\n", "jobs/new.py", below="") is None
