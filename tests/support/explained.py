"""The examples of the pages of codes, and how they are tried.

A page has two sections of fenced blocks, `## Wrong` and `## Right`:

    python, toml, ini   a file of a project; its first line is a comment that names it
    console             what is typed there, each line behind "$ "
    text                what is said then (of `## Wrong` alone)

`## Right` goes on in the folder of `## Wrong`: it holds the files that are changed, and commands
only where they are others.
"""

import linecache
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from dagcompile.cli.app import app
from dagcompile.runtime.types.registry import entries
from tests.docs.blocks import blocks_of, check_block

_FILES = {"python", "toml", "ini"}
_VARIABLE = re.compile(r"([A-Z_]+)=(.*)")
_TOLD = re.compile(r"^(?:error|warning)\[(DC\d{3})\]: ", re.MULTILINE)
_REPORT = re.compile(
    r"(^(?:error|warning)\[DC\d{3}\]: .*?\n)\nfor more: ", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Section:
    """One half of an example."""

    files: dict[str, str]
    commands: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class Example:
    """A page's example: wrong, and mended."""

    wrong: Section
    right: Section


def example_of(text: str) -> Example:
    """The example of a page.

    Raises:
        ValueError: the page is not of the form that all pages have.
    """
    _, wrong, right = re.split(r"^## (?:Wrong|Right)\n", text, flags=re.MULTILINE)
    sections = [_section(each) for each in (wrong, right)]
    if not sections[0].commands or not sections[0].said or sections[1].said:
        raise ValueError("a page says what is typed and what is told in `## Wrong`")
    if not (sections[1].files or sections[1].commands):
        raise ValueError("`## Right` changes nothing")
    return Example(*sections)


def _section(text: str) -> Section:
    files: dict[str, str] = {}
    commands: list[str] = []
    said = ""
    for block in blocks_of(text):
        check_block(block)
        if block.kind in _FILES:
            first, _, _ = block.text.partition("\n")
            files[first.removeprefix("# ")] = block.text
        elif block.kind == "console":
            commands += [line.removeprefix("$ ") for line in block.text.splitlines()]
        elif block.kind == "text":
            said = block.text
        else:
            raise ValueError(f"a page has no blocks of {block.kind or 'no kind'}")
    return Section(files, tuple(commands), said)


@dataclass(frozen=True)
class Told:
    """What was said: the codes, and the text without what stands around it."""

    codes: frozenset[str]
    text: str


@dataclass(frozen=True)
class Workshop:
    """A folder in which examples are tried as a reader would, in this process."""

    folder: Path
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def tell(self, section: Section, commands: tuple[str, ...]) -> Told:
        """Write the files, run the commands, and give what was told."""
        for name, text in section.files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        entries.cache_clear()
        self.capture.readouterr()
        for command in commands:
            linecache.checkcache()
            with self._at_home():
                self._run(command)
        said = self.capture.readouterr().err
        report = _REPORT.search(said)
        return Told(frozenset(_TOLD.findall(said)), report[1] if report else said)

    def _run(self, command: str) -> None:
        words = shlex.split(command)
        with self.patch.context() as patch:
            while variable := _VARIABLE.fullmatch(words[0]):
                patch.setenv(*variable.groups())
                del words[0]
            match words[0]:
                case "dagcompile":
                    with pytest.raises(SystemExit):
                        app(words[1:], prog_name="dagcompile")
                case "python":
                    self._run_program(words)
                case _:
                    subprocess.run(command, shell=True, check=True, cwd=self.folder)

    def _run_program(self, words: list[str]) -> None:
        """Run a program, and print what its traceback would end with."""
        try:
            runpy.run_path(str(self.folder / words[1]), run_name="__main__")
        except Exception as error:  # noqa: BLE001  whatever the example raises
            sys.stderr.write(f"{error}\n")

    @contextmanager
    def _at_home(self) -> Iterator[None]:
        """Modules of the folder are found, and forgotten afterwards."""
        before = set(sys.modules)
        with self.patch.context() as patch:
            patch.chdir(self.folder)
            patch.syspath_prepend(self.folder)
            patch.setattr(sys, "dont_write_bytecode", True)  # two files of one second look alike
            try:
                yield
            finally:
                for name in set(sys.modules) - before:
                    if _is_below(self.folder, sys.modules[name]):
                        del sys.modules[name]


def _is_below(folder: Path, module: object) -> bool:
    file = getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", ())), "")
    return Path(str(file)).is_relative_to(folder)
