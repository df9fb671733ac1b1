"""How the text of an artifact changed, as a unified diff.

The digests in a header, and wherever a file quotes them, change with everything: they are passed
over, so that what is shown was changed by something else.
"""

from dataclasses import dataclass
from difflib import unified_diff

from dagcompile.codegen.header import parse_header
from dagcompile.diagnostics.excerpt import cells

_CONTEXT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDiff:
    """Lines of a unified diff below its two lines of names; how many there are of each kind."""

    lines: tuple[str, ...]
    added: int
    removed: int


def textdiff(before: str | None, after: str | None) -> TextDiff:
    """The difference of two texts of a file, None where there is no such file; without lines where
    only digests differ.
    """
    if before is not None and after is not None:
        before = _redigested(before, after)
    old, new = (before or "").splitlines(), (after or "").splitlines()
    lines = [cells(each) for each in unified_diff(old, new, lineterm="", n=_CONTEXT)][2:]
    return TextDiff(
        lines=tuple(lines),
        added=sum(each.startswith("+") for each in lines),
        removed=sum(each.startswith("-") for each in lines),
    )


def _redigested(old: str, new: str) -> str:
    """`old` with the digests that `new` has, wherever it quotes its own."""
    before, after = parse_header(old), parse_header(new)
    if before is None or after is None:
        return old
    return old.replace(before.ir, after.ir).replace(before.body, after.body)
