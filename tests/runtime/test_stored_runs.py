"""What runs have left in a store, and what of it is removed."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from commands import Command

from dagcompile.runtime.store import NoStore, Store, Unreachable, get, put
from dagcompile.runtime.stored_runs import remove, stored_runs

LONG = "n" * 200


@pytest.fixture(params=["folder", "memory", "local"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    memory = fsspec.filesystem("memory").store
    memory.clear()
    root = {"folder": str(tmp_path), "memory": "memory://s", "local": f"local://{tmp_path}"}
    yield Store(root[request.param])
    memory.clear()


def fill(store: Store, *names: tuple[str, str, str]) -> dict[str, str]:
    return {name[2]: put(("dagcompile", *name), b"data", store=store) for name in names}


def there(uri: str) -> bool:
    try:
        get(uri)
    except FileNotFoundError:
        return False
    return True


def test_runs_are_told_with_what_they_hold(store: Store) -> None:
    fill(store, ("p", "r 1", "a.x.json"), ("p", "r 1", "b.x.npy"), ("q/..", "r", "a.x.json"))
    made = list(stored_runs(store))
    assert [(each.pipeline, each.run, each.bytes) for each in made] == [
        ("p", "r 1", 8),
        ("q/..", "r", 4),
    ]
    assert all(abs(each.newest - time.time()) < 60 for each in made)
    (one,) = stored_runs(store, of=("p", "r%201"))
    assert [each.name for each in one.files] == ["a.x.json", "b.x.npy"]
    assert list(stored_runs(store, of=("p", "nothing"))) == []


def test_what_is_to_be_kept_stays(store: Store) -> None:
    names = ["a.x.json", "a.x.parquet", "a.y.json", "aa.x.json", f"{LONG}.x.json", "a.json"]
    uris = fill(store, *(("p", "r", each) for each in names))
    (run,) = stored_runs(store)
    remove(run, keep=["a.x", f"{LONG}.x"])
    assert {name for name, uri in uris.items() if there(uri)} == {
        "a.x.json", "a.x.parquet", f"{LONG}.x.json"
    }  # fmt: skip


def test_nothing_is_stored_yet(store: Store) -> None:
    assert list(stored_runs(store)) == []


def test_nothing_outside_is_touched(tmp_path: Path) -> None:
    root = tmp_path / "store"
    elsewhere = tmp_path / "elsewhere"
    for folder in (root / "p" / "r", root / "dagcompile", elsewhere / "r"):
        folder.mkdir(parents=True)
        (folder / "mine.json").write_text("mine")
    (root / "dagcompile" / "linked").symlink_to(elsewhere)
    fill(Store(str(root)), ("p", "r", "a.x.json"))
    (root / "dagcompile" / "p" / "also").symlink_to(elsewhere / "r")
    (root / "dagcompile" / "p" / "r" / "link.json").symlink_to(elsewhere / "r" / "mine.json")
    (root / "dagcompile" / "p" / "r" / "deeper").mkdir()
    for run in stored_runs(Store(str(root))):
        assert (run.pipeline, run.run) == ("p", "r")
        remove(run)
    assert len(list(tmp_path.rglob("mine.json"))) == 3
    assert not (root / "dagcompile" / "p" / "r" / "link.json").is_symlink()


def test_what_the_dead_have_left_goes_too(tmp_path: Path) -> None:
    fill(Store(str(tmp_path)), ("p", "r", "a.x.json"))
    (tmp_path / "dagcompile/p/r/.writing-b.x.json-0").write_bytes(b"ha")
    (run,) = stored_runs(Store(str(tmp_path)))
    remove(run, keep=["a.x"])
    assert [each.name for each in tmp_path.rglob("*.*")] == ["a.x.json"]
    remove(*stored_runs(Store(str(tmp_path))))
    assert not any((tmp_path / "dagcompile").iterdir()), "the last file takes its folders along"


def test_a_store_that_cannot_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoStore, match="nowhere"):
        list(stored_runs(Store("nowhere://a")))

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("unable to locate credentials")

    monkeypatch.setattr(fsspec.implementations.memory.MemoryFileSystem, "find", refuse)
    with pytest.raises(Unreachable, match="--store is memory://s, which cannot be read: Runtime"):
        list(stored_runs(Store("memory://s", by="--store")))


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path: Path) -> Command:
    store = Store(str(tmp_path / "values"))
    for run, days in (("old", 40), ("older", 400), ("new", 1)):
        for name in ("a.x.json", "b.x.json"):
            uri = put(("dagcompile", "p", run, name), b"data", store=store)
            then = time.time() - days * 86_400
            os.utime(uri.removeprefix("file://"), (then, then))
    fill(store, ("q", "young", "a.x.json"))
    return Command(tmp_path)


def runs(command: Command) -> set[str]:
    return {each.parent.name for each in command.folder.rglob("a.x.json")}


def test_old_runs_are_removed(command: Command) -> None:
    done = command("clean-store", "--older-than", "30", "--store", "values")
    assert done.status == 0, done.err
    assert done.out == (
        "removed  p  old    2 files  8 bytes  40.0 days\n"
        "removed  p  older  2 files  8 bytes  400.0 days\n"
        "2 runs removed, 16 bytes\n"
    )
    assert runs(command) == {"new", "young"}


def test_a_dry_run_removes_nothing(command: Command) -> None:
    done = command("clean-store", "--older-than", "399.5", "--dry-run", "--store", "values")
    assert done.out.splitlines()[0] == "would go  p  older  2 files  8 bytes  400.0 days"
    assert done.out.splitlines()[1] == "1 run would go, 8 bytes"
    assert runs(command) == {"old", "older", "new", "young"}


def test_the_runs_of_one_pipeline(command: Command) -> None:
    store = command.folder / "values"
    command.write("pyproject.toml", f'[tool.dagcompile.target.airflow]\nstore = "{store}"\n')
    arguments = ["--older-than", "0", "--pipeline", "q"]
    done = command("clean-store", *arguments, DAGCOMPILE_STORE="")
    assert done.out.splitlines()[-1] == "1 run removed, 4 bytes"
    assert runs(command) == {"old", "older", "new"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "error[DC511]: no store is named"),
        (["--store", "nowhere://a"], "error[DC511]: --store is nowhere://a, which cannot be"),
        (["--store", "s3:/a"], "did you mean s3://a?"),
        (["--store", "s3//a"], "did you mean s3://a?"),
    ],
)
def test_no_store_to_clean(arguments: list[str], said: str, command: Command) -> None:
    done = command("clean-store", "--older-than", "1", *arguments, DAGCOMPILE_STORE="")
    assert done.status == 4
    assert said in done.err
