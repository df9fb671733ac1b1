r"""Text that users wrote, in Markdown that stays what it is meant to be.

span("int | None")      `int | None`        whatever is in it, on one line
within("```\ncode")      "```\ncode\n```"     nothing after it is taken for a part of it
"""

import re
from collections.abc import Iterable

_RUNS = re.compile(r"`+")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)")
_BEGINS = re.compile(
    r"`{3}|~{3}|[<>]|#{1,6}(?:[ \t]|$)|[-+*](?:[ \t]|$)|=+$|[-*_](?:[ \t]*[-*_])+$|[|:-][|:\- \t]*$"
    r"|\[(?:[^\]\\]|\\.)*(?:\]:|$)"
)
"""Where a line would begin a block of another kind: fence, HTML, quote, title, list, rule, table,
definition of a link.
"""
_NUMBERED = re.compile(r"([0-9]{1,9})[.)](?:[ \t]|$)")
_RAW = re.compile(r" {0,3}<(?:[!?]|(?:script|pre|style|textarea)\b)", re.IGNORECASE)


def span(text: str) -> str:
    """`text` as a code span on one line; nothing where there is nothing to show."""
    shown = " ".join(text.split())
    if not shown:
        return ""
    longest = max((len(each) for each in _RUNS.findall(shown)), default=0)
    mark = "`" * (longest + 1)
    room = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{mark}{room}{shown}{room}{mark}"


def within(text: str) -> str:
    """`text` so that its blocks end with it: fences are closed, and HTML begins none."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        lines.append(line if fence else _plain(line))
        found = _FENCE.fullmatch(line)
        if found is None:
            continue
        mark, rest = found[1], found[2]
        if not fence:
            fence = mark
        elif mark.startswith(fence) and not rest.strip():
            fence = ""
    return "\n".join([*lines, *([fence] if fence else [])])


def paragraph(text: str) -> str:
    """The first paragraph of `text`, in which no block begins that would go on after it."""
    first = re.split(r"\n[ \t]*\n", text.strip(), maxsplit=1)[0]
    return "\n".join(_escaped(line.strip()) for line in first.split("\n"))


def wrapped(pieces: Iterable[str], *, width: int, indent: str = "") -> list[str]:
    """`pieces` on lines of at most `width` characters where they are shorter, none of them broken.

    Args:
        indent: of every line after the first.
    """
    lines: list[str] = []
    for piece in pieces:
        if lines and len(lines[-1]) + 1 + len(piece) <= width:
            lines[-1] += f" {piece}"
        else:
            lines.append(f"{indent if lines else ''}{piece}")
    return lines


def _plain(line: str) -> str:
    """A line outside of fences. HTML of the kinds that a blank line does not end is escaped."""
    return line.replace("<", "\\<", 1) if _RAW.match(line) else line


def _escaped(line: str) -> str:
    """A line of a paragraph, which begins nothing else."""
    numbered = _NUMBERED.match(line)
    if numbered:
        return f"{numbered[1]}\\{line[numbered.end(1) :]}"
    return f"\\{line}" if _BEGINS.match(line) else line
