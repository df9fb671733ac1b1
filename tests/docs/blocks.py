"""The blocks of a page of the documentation, and those that would pass without being checked."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

_FENCE = re.compile(r"^[ \t>*+\-\d.)]*(?:`{3,}|~{3,})", re.MULTILINE)
_NAMED = re.compile(r"(?:#|//|<!--) ([\w./-]+\.\w+)(, continued)?(?: -->)?\n")
_PROMPT = re.compile(r"^\s*(?:\$|>>>) ", re.MULTILINE)
_EXIT = re.compile(r"\s+# exits with (\d+)$")
_READ: dict[str, Callable[[str], object]] = {
    ".json": json.loads,
    ".py": lambda text: compile(text, "page", "exec", dont_inherit=True),
    ".toml": tomllib.loads,
}


class Wrong(AssertionError):
    """A page that says what is not so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of code: its first line, its kind, its text without the page's indent."""

    line: int
    kind: str
    text: str

    @property
    def named(self) -> re.Match[str] | None:
        """The file that its first line names, and whether it adds to that."""
        return _NAMED.match(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line to run, what it prints if that is told, and its exit status."""

    line: str
    prints: str
    status: int


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a page in Markdown, in order, those that are only indented among them.

    Raises:
        Wrong: a fence is no block, as one inside HTML, one too far in, or one that does not end.
    """
    fences = 0
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in {"fence", "code_block"} and token.map:
            kind = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
            yield Block(line=token.map[0] + 1, kind=kind, text=token.content)
        if token.type == "fence":
            fences += 2 + _fences(token.content)
    if fences != _fences(text):
        raise Wrong(f"of {_fences(text)} fences {fences} begin or end a block")


def _fences(text: str) -> int:
    return len(_FENCE.findall(text))


def check_block(block: Block) -> None:
    """Refuse what nobody would follow.

    Raises:
        Wrong: it holds nothing, its commands are not where commands are looked for, or it looks
            like a file or commands and is of no kind.
    """
    paragraphs = re.split(r"\n\s*\n", block.text.strip("\n"))
    match block.kind:
        case _ if not block.text.strip():
            problem = "is empty"
        case "console" if not block.text.startswith("$ "):
            problem = "does not begin with a command"
        case "pycon" if not all(each.startswith(">>> ") for each in paragraphs):
            problem = "has a paragraph that does not begin with a prompt"
        case "" if _PROMPT.search(block.text) or block.named:
            problem = "is of no kind, and holds commands or names a file"
        case _:
            return
    raise Wrong(f"line {block.line}: the block {problem}\n{block.text}")


def check_file(file: Path) -> None:
    """Refuse a file that cannot be read as what its ending says.

    Raises:
        Wrong: it is no Python, JSON or TOML.
    """
    try:
        _READ.get(file.suffix, str)(file.read_text())
    except (SyntaxError, ValueError) as problem:
        raise Wrong(f"{file.name} cannot be read: {problem}") from problem


def commands_of(block: Block) -> Iterator[Command]:
    """The commands of a console block, each with what follows it."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        line, _, prints = part.partition("\n")
        while line.endswith("\\"):
            more, _, prints = prints.partition("\n")
            line = f"{line[:-1]}{more.strip()}"
        found = _EXIT.search(line)
        status = int(found[1]) if found else 0
        yield Command(line=_EXIT.sub("", line), prints=prints, status=status)
