"""Real repositories of git, for tests that ask it."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PERSON = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")


@dataclass(frozen=True)
class Commits:
    """A folder with a repository in it, whose first branch is `main`."""

    folder: Path

    def git(self, *words: str, cwd: Path | None = None) -> str:
        """What git prints, without the end of the line; fails the test if git fails."""
        environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
        done = subprocess.run(
            ["git", *_PERSON, *words],
            cwd=cwd or self.folder,
            env={**environment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().removesuffix("\n")

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Files by path; their folders are made."""
        for name, text in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)

    def commit(self, message: str = "a change") -> str:
        """Commit all that is there, ignored files left out; the id of the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")


def repository_in(folder: Path) -> Commits:
    """A new and empty repository in `folder`, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    commits = Commits(folder)
    commits.git("init", "--quiet", "-b", "main")
    return commits
