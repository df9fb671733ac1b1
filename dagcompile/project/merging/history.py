"""The commits that the versions of a file in a merge are of.

    found = holding(repository, b"# generated ...", "dags/income_dag.py", below="")
    found.commit, found.path        where it stands there: it may have had another name

Git gives a driver contents, and the path that the file has after the merge; which commit a version
is of is not told.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dagcompile.project.git import Repository

_OLDER = 1000
"""Commits that are searched for a file of any name, beside those that are merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file of a commit; `path` is from the root."""

    commit: str
    path: str


def holding(repository: Repository, content: bytes, path: str, *, below: str) -> Held | None:
    """A commit that has a file with just this content; None where none is known here.

    What is being merged comes first, then what any branch, tag or log of them leads to; in both
    the file `path`, then one of any name below the folder `below`, the root if it is empty.
    """
    id = repository.said(["hash-object", "--stdin"], content).decode().strip()
    merged = [name[8:] for name in os.environ if name.startswith("GITHEAD_")]
    heads = _heads(repository, merged)
    for commit in _having(repository, id, path, heads):
        return Held(commit=commit, path=path)
    if found := next(_renamed(repository, id, below, heads), None):
        return found
    known = [each for each in merged if _is_there(repository, each)]
    listed = ["rev-list", "--all", "--reflog", "--full-history", *known]
    older = repository.ended([*listed, "--", f":(literal){path}"]).stdout.decode().split()
    for commit in _having(repository, id, path, older):
        return Held(commit=commit, path=path)
    recent = ["rev-list", "--all", "--reflog", f"--max-count={_OLDER}", *known]
    folder = ["--", f":(literal){below}"] if below else []
    return _brought(repository, id, repository.ended([*recent, *folder]).stdout)


def _heads(repository: Repository, merged: Sequence[str]) -> list[str]:
    """The commits that a merge, rebase or the like is about, as far as they are there."""
    heads = ["HEAD", *merged, "MERGE_HEAD", "ORIG_HEAD", "refs/stash", "refs/stash^"]
    for each in ("CHERRY_PICK_HEAD", "REBASE_HEAD", "REVERT_HEAD"):
        heads += [each, f"{each}^"]
    for each in (*merged, "MERGE_HEAD"):
        heads.append(repository.ended(["merge-base", "HEAD", each]).stdout.decode().strip())
    return list(filter(None, heads))


def _is_there(repository: Repository, commit: str) -> bool:
    return repository.ended(["cat-file", "-e", commit]).returncode == 0


def _having(repository: Repository, id: str, path: str, commits: Sequence[str]) -> Iterator[str]:
    """Those of some commits in which the file `path` is the object `id`."""
    asked = b"".join(os.fsencode(f"{each}:{path}\n") for each in commits)
    found = repository.said(["cat-file", "--batch-check"], asked).splitlines()
    if len(found) == len(commits):  # it is not, where the name is of two lines
        for commit, said in zip(commits, found, strict=True):
            if said.startswith(id.encode()):
                yield commit


def _renamed(repository: Repository, id: str, below: str, commits: Sequence[str]) -> Iterator[Held]:
    """The files below a folder that are the object `id`, in some commits that may be there."""
    folder = ["--", below] if below else []
    for commit in commits:
        listed = repository.ended(["ls-tree", "-r", "-z", "--full-tree", commit, *folder]).stdout
        for line in filter(None, listed.split(b"\0")):
            what, _, path = line.partition(b"\t")
            if what.endswith(f" {id}".encode()):
                yield Held(commit=commit, path=os.fsdecode(path))


def _brought(repository: Repository, id: str, commits: bytes) -> Held | None:
    """The first of some commits that brought the object `id`, as a file of any name."""
    asked = ["diff-tree", "--stdin", "--root", "-r", "-m", "-z", "--raw", "--no-renames"]
    said = repository.ended([*asked, "--no-abbrev", f"--find-object={id}"], commits).stdout
    commit = ""
    parts = iter(said.split(b"\0"))
    for part in parts:
        if not part.startswith(b":"):
            commit = part.decode().strip() or commit
        elif part.split()[3] == id.encode():
            return Held(commit=commit, path=os.fsdecode(next(parts)))
        else:
            next(parts)
    return None
