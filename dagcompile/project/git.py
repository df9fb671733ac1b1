"""What git holds of a folder: files of revisions as bytes, and what is tracked or ignored.

    repository = repository_of(Path("generated"))
    main = repository.revision("origin/main")
    repository.files(main, "generated")     {"generated/daily.ir.json": b"{...", ...}

Git is asked as a program. Nothing is checked out, no hook runs, and nothing is written.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path
from tempfile import TemporaryDirectory

from dagcompile.diagnostics import CompileError
from dagcompile.project.git_failing import failed
from dagcompile.project.problems import nearest, refused

_QUIET = {
    "LC_ALL": "C",  # its words are read
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_OPTIONS = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "color.ui=false")
_PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
"""Variables that name files, as hooks set them: from the folder in which git ran the hook."""

_READINGS = "_PATHSPECS"
"""How variables end that say how paths are read, which all of ours say themselves."""

_ABSENT = ("not a git repository", "must be run in a work tree")
_FILES = {b"100644", b"100755"}
"""Modes of plain files; links and the commits of submodules have others."""

_LARGEST = 32 * 1024 * 1024
"""Bytes of a file that is read."""
_AT_ONCE = 500
"""Paths that one command is given; there is a limit to what it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A work tree of git. `root` is its folder; paths in it are written from there, with slashes.

    Every method raises `CompileError` where git refuses or fails (DC661).
    """

    root: Path
    program: str

    def revision(self, text: str) -> str:
        """The full id of the commit that `text` names: a branch, a tag, an id, `HEAD~2`.

        Raises:
            CompileError: there is none, or none here (DC660).
        """
        asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}"]
        if text.strip() and not text.startswith("-") and "\0" not in text:
            done = self.ended(asked)
            if done.returncode == 0:
                return done.stdout.decode().strip()
        raise self._unknown(text)

    def common(self, one: str, other: str) -> str:
        """The commit from which two went apart, as `A...B` of git means it; both are full ids.

        Raises:
            CompileError: they have none in common here (DC660).
        """
        done = self.ended(["merge-base", one, other])
        if done.returncode == 0:
            return done.stdout.decode().strip()
        raise refused(
            "DC660",
            f"{one[:12]} and {other[:12]} have no commit in common here",
            fix=self._deeper() or "name the two revisions as A..B",
        )

    def listed(self, revision: str, folder: str) -> tuple[str, ...]:
        """The paths of what stands right in a folder of a revision; an empty name is the root."""
        asked = ["ls-tree", "-z", "--full-tree", "--name-only", revision, "--"]
        said = self.said([*asked, f"{folder}/"] if folder else asked[:-1])
        return tuple(os.fsdecode(each) for each in said.split(b"\0") if each)

    def files(self, revision: str, below: str = "", *, ending: str = "") -> dict[str, bytes]:
        """The plain files of a revision, those below a folder or the one of that name, by path.
        Those that are larger than any that a build writes are left out.

        Args:
            revision: a full id.
            below: a path from the root; everything if empty.
            ending: of the names of the files.
        """
        ids = self._plain(revision, [below] if below else [], ending)
        return dict(zip(ids, self.contents(list(ids.values())), strict=True))

    def ids(self, revision: str, paths: Iterable[str]) -> dict[str, bytes]:
        """The ids of the contents of plain files of a revision, by path; see `files`."""
        wanted = list(paths)
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            found |= self._plain(revision, wanted[start : start + _AT_ONCE])
        return {path: found[path] for path in wanted if path in found}

    def _plain(self, revision: str, paths: Sequence[str], ending: str = "") -> dict[str, bytes]:
        asked = ["ls-tree", "-r", "-z", "--long", "--full-tree", revision]
        listed = self.said([*asked, "--", *paths] if paths else asked)
        ids: dict[str, bytes] = {}
        for line in filter(None, listed.split(b"\0")):
            what, _, path = line.partition(b"\t")
            mode, _, id, size = what.split()
            is_meant = mode in _FILES and path.endswith(os.fsencode(ending))
            if is_meant and not (size.isdigit() and int(size) > _LARGEST):
                ids[os.fsdecode(path)] = id
        return ids

    def read(self, revision: str, path: str) -> bytes | None:
        """A plain file of a revision; None where it has none of that path."""
        return self.files(revision, path).get(path)

    def merged_lines(self, base: str, ours: str, theirs: str) -> str | None:
        """The text that has the changes of two, line by line; None where they conflict."""
        with TemporaryDirectory() as folder:
            files = [Path(folder) / name for name in ("ours", "base", "theirs")]
            for file, text in zip(files, (ours, base, theirs), strict=True):
                file.write_bytes(text.encode())
            done = self.ended(["merge-file", "-p", "--quiet", *map(str, files)])
        return done.stdout.decode() if done.returncode == 0 else None

    def path(self, file: Path) -> str | None:
        """The path of a file or folder in the repository; None where it stands outside of it."""
        real = Path(realpath(file))
        if not real.is_relative_to(self.root):
            return None
        path = real.relative_to(self.root).as_posix()
        return "" if path == "." else path

    def tracked(self, folder: Path) -> frozenset[Path]:
        """The files below `folder` that git knows of, committed or added, there or not."""
        below = self.path(folder)
        if below is None:
            return frozenset()
        listed = self.said(
            ["ls-files", "-z", "--cached", "--", f":(literal){below}" if below else "."]
        )
        paths = (os.fsdecode(each) for each in listed.split(b"\0") if each)
        real = self.root / below
        return frozenset(folder / (self.root / each).relative_to(real) for each in paths)

    def named(self, name: str) -> frozenset[Path]:
        """The files of this name that git knows of, or would; those that it ignores are not."""
        asked = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
        said = self.said([*asked, f":(top,glob)**/{name}"])
        return frozenset(self.root / os.fsdecode(each) for each in said.split(b"\0") if each)

    def ignored(self, files: Iterable[Path]) -> dict[Path, str]:
        """Those of `files` that git ignores, each with the rule: `.gitignore:3: generated/`.

        A file that is tracked is not ignored, whatever the rules say.
        """
        # A path that begins so is never read as more than a path.
        asked = {f"./{path}": each for each in files if (path := self.path(each))}
        if not asked:
            return {}
        names = b"".join(os.fsencode(each) + b"\0" for each in asked)
        done = self.ended(["check-ignore", "-z", "-v", "--stdin"], names)
        if done.returncode > 1:
            raise failed(done.stderr)
        parts = [os.fsdecode(each) for each in done.stdout.split(b"\0")[:-1]]
        rules = zip(*(parts[number::4] for number in range(4)), strict=True)
        return {
            asked[path]: f"{source}:{line}: {pattern}"
            for source, line, pattern, path in rules
            if not pattern.startswith("!")
        }

    def contents(self, ids: Sequence[bytes]) -> list[bytes]:
        """The contents of objects, in the same order."""
        if not ids:
            return []
        said = self.said(["cat-file", "--batch"], b"\n".join([*ids, b""]))
        found, at = [], 0
        for each in ids:
            end = said.index(b"\n", at)
            match said[at:end].split():
                case [_, b"blob", size]:
                    found.append(said[end + 1 : end + 1 + int(size)])
                    at = end + 2 + int(size)
                case _:
                    raise failed(b"the object " + each + b" is missing")
        return found

    def said(self, words: Sequence[str], given: bytes = b"") -> bytes:
        """What a command of git prints, which ends well."""
        done = self.ended(words, given)
        if done.returncode != 0:
            raise failed(done.stderr)
        return done.stdout

    def ended(
        self, words: Sequence[str], given: bytes = b""
    ) -> "subprocess.CompletedProcess[bytes]":
        """How a command of git ends in this work tree, well or not."""
        return _run(self.program, words, self.root, given=given, tree=self.root)

    def _unknown(self, text: str) -> CompileError:
        listed = self.ended(["for-each-ref", "--format=%(refname:short)"]).stdout
        names = listed.decode(errors="replace").splitlines()
        born = self.ended(["rev-parse", "--verify", "--quiet", "HEAD"]).returncode == 0
        why = "" if born else ": nothing is committed yet"
        known = nearest(text, names).strip()
        fix = "; ".join(filter(None, (known, self._deeper())))
        return refused(
            "DC660",
            f"git knows no revision {text!r} here{why}",
            fix=fix or "name a branch, a tag or a commit",
        )

    def _deeper(self) -> str:
        """How more of the history is had, where this clone has only the end of it."""
        shallow = self.ended(["rev-parse", "--is-shallow-repository"]).stdout
        if shallow.strip() != b"true":
            return ""
        return (
            "this clone is shallow: fetch the rest by `git fetch --unshallow`, or in a workflow of"
            " GitHub by `fetch-depth: 0` of actions/checkout"
        )


def repository_of(folder: Path) -> Repository | None:
    """The repository in whose work tree `folder` stands, there or not yet.

    None where it stands in none, or git is not installed.

    Raises:
        CompileError: git refuses to look at it (DC661), say since another user owns it.
    """
    program = shutil.which("git")
    if program is None:
        return None
    real = Path(realpath(folder))
    there = next((each for each in (real, *real.parents) if each.is_dir()), None)
    if there is None:
        return None
    # With this variable git takes the working folder for the work tree, so it is asked from there.
    asked_from = Path.cwd() if os.environ.get("GIT_DIR") else there
    done = _run(program, ["rev-parse", "--show-toplevel"], asked_from)
    if done.returncode != 0:
        if any(each in done.stderr.decode(errors="replace") for each in _ABSENT):
            return None
        raise failed(done.stderr)
    root = Path(realpath(os.fsdecode(done.stdout.removesuffix(b"\n"))))
    return Repository(root=root, program=program) if real.is_relative_to(root) else None


def _run(
    program: str,
    words: Sequence[str],
    folder: Path,
    *,
    given: bytes = b"",
    tree: Path | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    kept = {name: text for name, text in os.environ.items() if not name.endswith(_READINGS)}
    environment = {**kept, **_QUIET}
    for name in _PLACES:
        if environment.get(name):
            with suppress(OSError):  # the working folder is gone
                environment[name] = str(Path(environment[name]).absolute())
    if tree is not None and environment.get("GIT_DIR"):
        environment["GIT_WORK_TREE"] = str(tree)
    try:
        return subprocess.run(  # noqa: S603  the program that was asked for
            [program, *_OPTIONS, *words],
            cwd=folder,
            env=environment,
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise failed(str(error).encode()) from None
