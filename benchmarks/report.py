"""Sections as text: for a terminal, and as the page of the documentation."""

from collections.abc import Sequence
from textwrap import fill

from benchmarks.records import Section

COLUMNS = 100

_HEAD = """\
# Performance

What dagcompile costs, beside code by hand and beside other libraries; each table is of one run.
`make bench` makes an environment of its own for the other libraries, takes some minutes and writes
this page. `python -m benchmarks --quick script` measures one subject, less often, and prints it.

Times are processor time: what else a machine does changes how long a thing takes more than what it
costs. What is compared is measured in turns. A figure is a median, and in brackets are the least
and the most that were seen. Ratios carry over to other machines, absolute figures do not. A budget
that is missed is shown as missed.

Measured on {machine}.
"""


def page(sections: Sequence[Section], *, machine: str) -> str:
    """All sections as one Markdown page."""
    return "\n".join([_HEAD.format(machine=machine), *map(table, sections)])


def table(section: Section) -> str:
    """A section as Markdown."""
    rows = [section.head, *section.rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(section.head))]
    lines = [_row(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (each + 2) for each in widths) + "|")
    parts = [f"## {section.title}", fill(section.about, COLUMNS), "\n".join(lines)]
    if section.budgets:
        parts.append("\n".join(f"- {each}" for each in section.budgets))
    return "\n\n".join([*parts, *(fill(each, COLUMNS) for each in section.notes)]) + "\n"


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(each.ljust(at) for each, at in zip(row, widths, strict=True)) + " |"
