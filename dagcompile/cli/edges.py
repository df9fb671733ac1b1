"""The edges of a pipeline as lines of text, made for a terminal of 100 columns.

    proven   elided     load.result → clean.rows       list[Row]
    guarded  own guard  anything.result → half.number  `Any` need not be `int`

An edge begins with its word, so that `grep ^guarded` finds it. What does not fit goes on below.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from dagcompile.diagnostics.excerpt import cells
from dagcompile.drawing.typenames import TypeNames
from dagcompile.ir.queries import index_of
from dagcompile.passes.looks import EdgeFact, Looked, Looks, Word
from dagcompile.project.typed import Typed

_WIDTH = 100
_ENDS = 48
"""Columns that the two ends of an edge may take before the rest of it goes below."""
_NAMED = re.compile("`([^`]+)`")

_LOOKED: dict[Looked, str] = {
    "producer": "elided",
    "consumer": "own guard",
    "start": "at start",
    "compile": "compiled",
    "nowhere": "-",
}


def edge_table(report: Typed, *, words: AbstractSet[Word] = frozenset()) -> str:
    """The edges at which one of `words` stands (all, if none is named), and the sums of them all.

    Ends with a newline.
    """
    names = TypeNames(index_of(report.pipeline.meaning).types, report.pipeline.docs)
    rows = [_row(each, names) for each in report.only(words)]
    lines = [*_lines(rows), *([""] if rows else []), *_sums(report)]
    return "".join(f"{line}\n" for line in lines)


def _row(fact: EdgeFact, names: TypeNames) -> tuple[str, str, str, str]:
    ends = cells(f"{fact.report.source} → {fact.report.target}")
    return fact.word, _LOOKED[fact.looked], ends, cells(_why(fact, names))


def _why(fact: EdgeFact, names: TypeNames) -> str:
    """Why the word stands there, or else the types at the two ends."""
    if fact.why:
        return _NAMED.sub(lambda found: f"`{names(found[1])}`", fact.why)
    ours, theirs = names(fact.report.source_type), names(fact.report.target_type)
    return ours if ours == theirs else f"{ours} → {theirs}"


def _lines(rows: Sequence[tuple[str, str, str, str]]) -> Iterator[str]:
    if not rows:
        return
    word, looked, ends = (max(len(row[at]) for row in rows) for at in range(3))
    ends = min(ends, _ENDS)
    for row in rows:
        start = f"{row[0]:<{word}}  {row[1]:<{looked}}  "
        longest = max(map(len, row[3].split()), default=0)
        if len(row[2]) <= ends and len(start) + ends + 2 + longest <= _WIDTH:
            yield from _hung(f"{start}{row[2]:<{ends}}  ", row[3])
        else:
            margin = " " * len(start)
            whole = len(start) + len(row[2]) <= _WIDTH
            first, *rest = [row[2]] if whole else re.split("(?= → )", row[2], maxsplit=1)
            yield start + first
            yield from (f"{margin} {each}" for each in rest)
            yield from _hung(f"{margin}  ", row[3])


def _hung(start: str, text: str) -> Iterator[str]:
    """`text` behind `start`, and what does not fit below itself."""
    margin = " " * len(start)
    first, *rest = textwrap.wrap(text, width=_WIDTH - len(start), break_on_hyphens=False) or [""]
    yield f"{start}{first}".rstrip()
    yield from (f"{margin}{each}" for each in rest)


def _sums(report: Typed) -> Iterator[str]:
    found = report.looks
    counts = ", ".join(f"{number} {word}" for word, number in found.words.items())
    yield f"{_number(len(found.edges), 'edge')}: {counts or 'there is nothing to say'}"
    if report.error is None:
        yield _guards(found)
        yield from _listed("guards: ", (*found.outputs, *found.inputs))
        yield from _listed("elided: ", found.elided)


def _guards(found: Looks) -> str:
    return (
        f"{_number(found.placed, 'guard')}: {len(found.outputs)} of outputs,"
        f" {len(found.inputs)} of inputs; {len(found.elided)} elided"
        f" (a check of all outputs and inputs: {found.everywhere})"
    )


def _listed(title: str, names: Sequence[str]) -> Iterator[str]:
    """Names below one another where they do not fit on one line."""
    if names:
        told = f"{title}{', '.join(map(cells, names))}"
        yield from textwrap.wrap(
            told,
            width=_WIDTH,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
