"""A page of the documentation, run as a reader would: its files are written, its commands started.

What a fenced block is, is said by its kind and its first line.

- `# shop.py` on the first line: a file of that name in the page's folder. `# shop.py, continued`
  adds to it. In a block of kind `diff` it is changed: its lines behind `-` become those behind `+`.
- `console`: every line behind `$ ` is run by bash in that folder. What follows a command is what
  it prints, where `...` stands for anything; nothing means that its output does not matter.
  `# exits with 3` behind a command is its exit status, which is 0 otherwise.
- `pycon`: a session of Python in that folder, each block a session of its own.
- a block without a kind is a drawing: it names no file and holds no commands.
- everything else is quoted: its lines stand together, maybe further in, in a file of the folder, in
  what a command just printed, or in a file of this repository that is there to be shown (`SHOWN`).

A block that would pass without being checked is refused, and so is a file that cannot be read.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from socket import socket

from tests.docs.blocks import Block, Command, Wrong, check_block, check_file, commands_of

ROOT = Path(__file__).parents[2]
SECONDS = 120
"""How long one command may take."""
SHOWN = (
    "examples",
    "templates",
    "tests/cli/test_contributed.py",
    "tests/docs/shop.py",
    "tests/docs/tables.py",
    "tests/golden",
    "tests/support",
    "tests/thirdparty",
)
"""What a page may quote of this repository: code that is there to be shown or is run by a test."""
SCHEDULER_PORT = "8786"
"""Of Dask, on pages; a reader takes one that is free."""

_KEPT = re.compile(r"(export|cd|unset) ")


def free_port() -> str:
    """A port of this machine that nobody listens on; readers may be at work side by side."""
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


@dataclass(slots=True)
class Reader:
    """Somebody who follows a page in an empty `folder`."""

    folder: Path
    said: str = ""
    kept: list[str] = field(default_factory=list)
    port: str = field(default_factory=free_port)

    def follow(self, block: Block) -> None:
        """Do what `block` shows.

        Raises:
            Wrong: it does not come out as shown.
        """
        check_block(block)
        named = block.named
        if not block.kind:
            return
        if block.kind == "console":
            for command in commands_of(block):
                self.run(command)
        elif block.kind == "pycon":
            self.talk(block.text)
        elif named is not None and block.kind == "diff":
            self.change(self.folder / named[1], block.text[named.end() :])
        elif named is not None:
            self.write(named[1], block.text, more=named[2] is not None)
        elif not self.finds(block.text):
            raise Wrong(
                f"line {block.line}: neither a file of the page nor what was printed holds\n"
                f"{block.text}\nlast printed:\n{self.said}"
            )

    def write(self, name: str, text: str, *, more: bool) -> None:
        """Write a file of the page, or add to it."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if more:
            _, _, text = text.partition("\n")
            text = f"{file.read_text()}\n\n{text}"
        file.write_text(text.replace(SCHEDULER_PORT, self.port))
        check_file(file)

    def change(self, file: Path, change: str) -> None:
        """Change lines of a file, which must be in it once."""
        lines = change.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        text = file.read_text()
        if text.count(old) != 1:
            raise Wrong(f"{file.name} has {text.count(old)} times\n{old}")
        file.write_text(text.replace(old, new))
        check_file(file)

    def run(self, command: Command) -> None:
        """Run one command."""
        if _KEPT.match(command.line):
            self.kept.append(command.line)
        status = self.start(
            ["bash", "-euo", "pipefail", "-c", "\n".join([*self.kept, command.line])]
        )
        if status != command.status:
            raise Wrong(f"$ {command.line}\nexits with {status}:\n{self.said}")
        if command.prints.strip() and not matches(command.prints, self.said):
            raise Wrong(f"$ {command.line}\nprints\n{self.said}\nand not\n{command.prints}")

    def talk(self, session: str) -> None:
        """Hold a session of Python."""
        file = self.folder / ".session.txt"
        file.write_text(session)
        if self.start([sys.executable, "-m", "doctest", "-o", "ELLIPSIS", file.name]):
            raise Wrong(self.said)

    def start(self, command: list[str]) -> int:
        """Run `command` in the folder and keep what it says; gives its exit status."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        self.said = done.stdout
        return done.returncode

    def environment(self) -> dict[str, str]:
        """What a reader has who installed dagcompile and made an environment active."""
        taken = {"PYTHONPATH", "DAGCOMPILE_STORE", "DAGCOMPILE_EVENTS", "FORCE_COLOR"}
        kept = {name: value for name, value in os.environ.items() if name not in taken}
        binaries = Path(sys.executable).parent
        tools = Path(__file__).parent / "bin"
        return {
            **kept,
            "PATH": os.pathsep.join([str(tools), str(binaries), kept["PATH"]]),
            "REPOSITORY": str(ROOT),
            "COLUMNS": "80",
            "TERM": "dumb",
        }

    def finds(self, quoted: str) -> bool:
        """Whether `quoted` stands in a file of the folder or in what was printed last."""
        pattern = _at_any_indent(quoted)
        known = (f"{self.said}\n", *_texts(self.folder), *_repository())
        return any(pattern.search(text) for text in known)


def matches(told: str, printed: str) -> bool:
    """Whether `printed` is what a page told, line by line; `...` stands for anything."""
    parts = map(re.escape, _trimmed(told).split("..."))
    return re.fullmatch(".*?".join(parts), _trimmed(printed), re.DOTALL) is not None


def _at_any_indent(quoted: str) -> re.Pattern[str]:
    """Finds the lines of `quoted`, all of them further in by the same."""
    first, *others = map(re.escape, quoted.splitlines())
    rest = (f"(?P=indent){line}" if line else "" for line in others)
    return re.compile("\n".join([f"^(?P<indent> *){first}", *rest]) + "$", re.MULTILINE)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def is_quoted(file: Path) -> bool:
    """Whether `file` is one of those that a page may quote where it may quote their folder."""
    suffixes = {".csv", ".j2", ".json", ".jsonl", ".py", ".toml", ".yaml", ".yml"}
    return file.suffix in suffixes and file.is_file()


def _texts(folder: Path) -> Iterator[str]:
    return (file.read_text() for file in folder.rglob("*") if is_quoted(file))


@cache
def _repository() -> tuple[str, ...]:
    shown = [ROOT / each for each in SHOWN]
    files = [each.read_text() for each in shown if each.is_file()]
    return (*files, *(text for each in shown if each.is_dir() for text in _texts(each)))
