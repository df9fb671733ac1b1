"""A folder in which commands are run as they are told to a user, dagcompile's in this process."""

import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from dagcompile.cli.app import app

GIT = {
    "GIT_AUTHOR_NAME": "ann",
    "GIT_AUTHOR_EMAIL": "ann@example.org",
    "GIT_COMMITTER_NAME": "ann",
    "GIT_COMMITTER_EMAIL": "ann@example.org",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
}


@dataclass(frozen=True)
class Workplace:
    """A folder, which is the working folder while its commands run."""

    folder: Path
    patch: pytest.MonkeyPatch

    def __call__(self, line: str, *, at: str = ".") -> int:
        """Run a line of commands with `&&` between them; gives the status of the last one."""
        status = 0
        for words in _commands(line):
            status = self._run(words, self.folder / at)
            if status:
                break
        return status

    def _run(self, words: list[str], folder: Path) -> int:
        with self.patch.context() as patch:
            patch.chdir(folder)
            for name, value in GIT.items():
                patch.setenv(name, value)
            if words[0] != "dagcompile":
                return subprocess.run(words, check=False, capture_output=True).returncode
            patch.setattr(sys, "dont_write_bytecode", True)  # two files of one second look alike
            with pytest.raises(SystemExit) as ended:
                app(words[1:], prog_name="dagcompile")
            self._forget()
        return int(str(ended.value.code or 0))

    def git(self, line: str, *, at: str = ".") -> None:
        """Run git, which must not fail."""
        assert self(f"git {line}", at=at) == 0, line

    def _forget(self) -> None:
        """Modules of the folder are read again next time."""
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(str(self.folder)):
                del sys.modules[name]


def _commands(line: str) -> list[list[str]]:
    commands: list[list[str]] = [[]]
    for word in shlex.split(line):
        if word == "&&":
            commands.append([])
        else:
            commands[-1].append(word)
    return commands
