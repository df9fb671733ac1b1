"""What is asked of git: real repositories, of every shape that people work in."""

import os
from pathlib import Path

import pytest
from repositories import Commits, repository_in

from dagcompile.diagnostics import CompileError
from dagcompile.project.git import Repository, repository_of

ODD = ["a b.txt", "größer 数.txt", "line\nbreak.txt", "tab\t.txt", ":(top)x", "-x", "*", '"q".txt']


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the repository that the tests themselves run in."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)


@pytest.fixture
def commits(tmp_path: Path) -> Commits:
    return repository_in(tmp_path / "repository")


def asked(folder: Path) -> Repository:
    repository = repository_of(folder)
    assert repository is not None
    return repository


def refused(error: pytest.ExceptionInfo[CompileError]) -> tuple[str, str, str]:
    (told,) = error.value.diagnostics
    return told.code, told.message, told.fix


def test_files_of_a_revision_are_its_own_whatever_the_tree_holds(commits: Commits) -> None:
    commits.write({"out/a.txt": b"one\r\n\0\xff", "out/deep/b.txt": "", "other.txt": "x"})
    first = commits.commit()
    commits.write({"out/a.txt": "two", "out/new.txt": "n"})
    second = commits.commit()
    commits.write({"out/a.txt": "three"})
    repository = asked(commits.folder / "out/deep")
    assert repository.files(first, "out") == {"out/a.txt": b"one\r\n\0\xff", "out/deep/b.txt": b""}
    assert repository.files(second, "out/a.txt") == {"out/a.txt": b"two"}
    assert repository.files(second).keys() == {
        "out/a.txt", "out/deep/b.txt", "out/new.txt", "other.txt"
    }  # fmt: skip
    assert repository.files(first, "nowhere") == {}
    assert repository.read(first, "other.txt") == b"x"
    assert repository.read(first, "out") is None


def test_contents_are_asked_for_by_their_paths(commits: Commits) -> None:
    names = [f"o d/{name}" for name in ODD]
    commits.write({name: name for name in names} | {"deep/er/a": "a", "same": "a"})
    (commits.folder / "link").symlink_to("same")
    id = commits.commit()
    repository = asked(commits.folder)
    found = repository.ids(id, [*names, "same", "deep/er/a", "link", "deep", "none", "deep/*"])
    assert list(found) == [*names, "same", "deep/er/a"]
    assert found["same"] == found["deep/er/a"]
    assert repository.contents(list(found.values())[:-1]) == [*map(os.fsencode, names), b"a"]
    many = [f"none/{number}" for number in range(1200)]
    assert repository.ids(id, [*many, "same"]) == {"same": found["same"]}
    assert repository.ids(id, []) == {}


def test_odd_names_are_names(commits: Commits) -> None:
    commits.write({f"o d/{name}": name for name in ODD})
    (commits.folder / "o d/link").symlink_to("a b.txt")
    id = commits.commit()
    repository = asked(commits.folder)
    assert repository.files(id, "o d") == {f"o d/{name}": name.encode() for name in ODD}
    assert [repository.read(id, f"o d/{name}") for name in ODD] == [each.encode() for each in ODD]
    commits.write({".gitignore": "i*\n", **{f"i{name}": "" for name in ODD}})
    assert repository.ignored(commits.folder / f"i{each}" for each in ODD).keys() == {
        commits.folder / f"i{each}" for each in ODD
    }
    folder = commits.folder / "o d"
    assert repository.tracked(folder) == {folder / each for each in [*ODD, "link"]}


def test_a_name_that_is_no_utf_8_is_a_name(commits: Commits) -> None:
    name = os.fsdecode(b"\xff\xfe.txt")
    commits.write({name: "x"})
    id = commits.commit()
    repository = asked(commits.folder)
    assert repository.files(id) == {name: b"x"}
    assert repository.tracked(commits.folder) == {commits.folder / name}


def test_a_revision_is_whatever_git_calls_one(commits: Commits) -> None:
    first, second = commits.commit("one"), commits.commit("two")
    commits.git("tag", "-a", "v1", "-m", "tagged", first)
    commits.git("branch", "topic", first)
    repository = asked(commits.folder)
    named = ["HEAD~1", "v1", "topic", first[:10], "HEAD^{/one}", "refs/heads/topic"]
    assert [repository.revision(each) for each in named] == [first] * len(named)
    assert [repository.revision(each) for each in ["HEAD", "main", "@"]] == [second] * 3
    assert repository.common(second, first) == first


@pytest.mark.parametrize(
    "text",
    ["", " ", "--all", "-h", "HEAD~9", "mian", "a..b", "HEAD:file", "x\0y", "$(id)", "0" * 40],
)
def test_what_is_no_revision_is_told(commits: Commits, text: str) -> None:
    commits.write({"file": "x"})
    commits.commit()
    with pytest.raises(CompileError) as error:
        asked(commits.folder).revision(text)
    code, message, fix = refused(error)
    assert (code, message) == ("DC660", f"git knows no revision {text!r} here")
    assert fix == ("did you mean main?" if text == "mian" else "name a branch, a tag or a commit")


def test_without_a_commit_there_is_no_revision(commits: Commits) -> None:
    repository = asked(commits.folder)
    with pytest.raises(CompileError) as error:
        repository.revision("HEAD")
    assert refused(error)[1] == "git knows no revision 'HEAD' here: nothing is committed yet"
    commits.write({"a": ""})
    assert repository.tracked(commits.folder) == frozenset()
    commits.git("add", "a")
    assert repository.tracked(commits.folder) == {commits.folder / "a"}


def test_a_shallow_clone_says_how_to_get_the_rest(commits: Commits, tmp_path: Path) -> None:
    commits.write({"a": "1"})
    first = commits.commit()
    commits.write({"a": "2"})
    commits.commit()
    commits.git("clone", "-q", "--depth", "1", f"file://{commits.folder}", str(tmp_path / "clone"))
    repository = asked(tmp_path / "clone")
    assert repository.files(repository.revision("HEAD")) == {"a": b"2"}
    for text in ["HEAD~1", first]:
        with pytest.raises(CompileError) as error:
            repository.revision(text)
        code, _, fix = refused(error)
        assert code == "DC660"
        assert "`git fetch --unshallow`" in fix
        assert "`fetch-depth: 0`" in fix


def test_two_that_share_no_history_have_nothing_in_common(commits: Commits) -> None:
    one = commits.commit()
    commits.git("checkout", "-q", "--orphan", "other")
    other = commits.commit("another beginning")
    with pytest.raises(CompileError) as error:
        asked(commits.folder).common(one, other)
    assert refused(error)[0] == "DC660"


def test_a_linked_work_tree_is_its_own_root(commits: Commits, tmp_path: Path) -> None:
    commits.write({"a/b": "1"})
    id = commits.commit()
    commits.git("worktree", "add", "-q", "-b", "topic", str(tmp_path / "linked"))
    repository = asked(tmp_path / "linked/a")
    assert repository.root == tmp_path / "linked"
    assert repository.revision("topic") == id
    assert repository.tracked(tmp_path / "linked") == {tmp_path / "linked/a/b"}


def test_paths_are_named_as_they_were_asked_for(commits: Commits, tmp_path: Path) -> None:
    commits.write({"out/a.txt": "", "out/b.log": "", ".gitignore": "*.log\n!keep.log\nbuild/\n"})
    commits.commit()
    (tmp_path / "link").symlink_to(commits.folder / "out")
    link = tmp_path / "link"
    repository = asked(link)
    assert repository.root == commits.folder
    assert repository.path(link / "a.txt") == "out/a.txt"
    assert repository.path(commits.folder) == ""
    assert repository.path(tmp_path) is None
    assert repository.tracked(link) == {link / "a.txt"}
    assert repository.tracked(tmp_path) == frozenset()
    asked_for = [link / "a.txt", link / "b.log", link / "keep.log", commits.folder / "build/x"]
    assert repository.ignored([*asked_for, tmp_path / "x.log"]) == {
        link / "b.log": ".gitignore:1: *.log",
        commits.folder / "build/x": ".gitignore:3: build/",
    }
    assert repository.ignored([link / "a.txt"]) == repository.ignored([]) == {}


def test_a_file_that_is_larger_than_any_of_ours_is_left_out(commits: Commits) -> None:
    commits.write({"out/a": "1", "out/b": b"0" * (32 * 1024 * 1024 + 1)})
    id = commits.commit()
    assert asked(commits.folder).files(id, "out") == {"out/a": b"1"}


def test_what_is_tracked_is_not_ignored(commits: Commits) -> None:
    commits.write({"a.log": ""})
    commits.commit()
    commits.write({".gitignore": "*.log\n"})
    assert asked(commits.folder).ignored([commits.folder / "a.log"]) == {}


def test_a_folder_that_is_not_there_yet_stands_in_its_repository(commits: Commits) -> None:
    assert asked(commits.folder / "not/yet").root == commits.folder


def test_outside_a_work_tree_there_is_none(
    commits: Commits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert repository_of(tmp_path) is None
    assert repository_of(commits.folder / ".git") is None
    commits.git("clone", "-q", "--bare", str(commits.folder), str(tmp_path / "bare"))
    assert repository_of(tmp_path / "bare") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert repository_of(commits.folder) is None


def test_what_a_hook_sets_is_respected(
    commits: Commits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits.write({"deep/a": "1"})
    id = commits.commit()
    monkeypatch.chdir(commits.folder)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/other")
    repository = asked(Path("deep"))
    assert repository.root == commits.folder
    assert repository.files(id) == {"deep/a": b"1"}
    assert repository.tracked(Path("deep")) == frozenset()  # by the index that the hook names
    assert repository_of(tmp_path) is None


def test_settings_of_the_user_change_nothing(
    commits: Commits, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits.write({"ä": "1", "deep/b": "", ".gitattributes": "* text eol=crlf\n"})
    id = commits.commit()
    commits.git("config", "color.ui", "always")
    commits.git("config", "core.quotePath", "true")
    commits.git("config", "core.pager", "false")
    commits.git("config", "core.fsmonitor", "false; echo x >&2; exit 1")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    for kind in ("LITERAL", "GLOB", "NOGLOB", "ICASE"):
        with monkeypatch.context() as patched:
            patched.setenv(f"GIT_{kind}_PATHSPECS", "1")
            repository = asked(commits.folder)
            assert repository.files(id, "Ä") == {}
            assert repository.files(id)["ä"] == repository.read(id, "ä") == b"1"
            assert commits.folder / "deep" / "b" in repository.tracked(commits.folder / "deep")


def test_a_damaged_repository_is_told(commits: Commits) -> None:
    commits.write({"a": "1"})
    id = commits.commit()
    repository = asked(commits.folder)
    blob = commits.git("rev-parse", "HEAD:a")
    (commits.folder / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    with pytest.raises(CompileError) as error:
        repository.files(id)
    code, message, _ = refused(error)
    assert (code, message) == (
        "DC661",
        f"git cannot tell what it holds: the object {blob} is missing",
    )


def test_a_configuration_that_git_cannot_read_is_told(commits: Commits) -> None:
    with (commits.folder / ".git/config").open("a") as file:
        file.write("[broken\n")
    with pytest.raises(CompileError) as error:
        repository_of(commits.folder)
    code, message, fix = refused(error)
    assert code == "DC661"
    assert message.startswith("git cannot tell what it holds: bad config line ")
    assert fix == "look whether `git status` works here"


def test_nothing_is_written(commits: Commits) -> None:
    commits.write({"a": "1"})
    id = commits.commit()
    before = {each: each.stat().st_mtime_ns for each in commits.folder.rglob("*")}
    repository = asked(commits.folder)
    repository.files(repository.revision("HEAD"))
    repository.tracked(commits.folder)
    repository.ignored([commits.folder / "a"])
    repository.common(id, id)
    assert {each: each.stat().st_mtime_ns for each in commits.folder.rglob("*")} == before
