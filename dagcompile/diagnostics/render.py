"""Diagnostics as plain text: what is wrong, the line it stands in, and the repair.

    error[DC201]: `clean` cannot take what `load` returns
      --> flights/pipelines.py:14:21
       |
    14 |     flights = clean(load(day))
       |                     ^^^^^^^^^ this is list[int]
      fix: let `clean` take list[int]

The same diagnostics give the same text; files below the working folder are named from there.
"""

import linecache
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from dagcompile.diagnostics.excerpt import cells, underline
from dagcompile.diagnostics.records import Diagnostic, Label, Place, Severity


def render(diagnostics: Iterable[Diagnostic], *, folder: Path | None = None) -> str:
    """Every diagnostic, a blank line between two, and how many there are; ends with a newline.

    Args:
        diagnostics: at least one.
        folder: where paths are named from, the working folder if None.
    """
    start = Path.cwd() if folder is None else folder
    told = tuple(diagnostics)
    texts = ["\n".join(_lines(each, start)) for each in told]
    return "\n\n".join([*texts, tally(told)]) + "\n"


def tally(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity: `2 errors, 1 warning`."""
    numbers = Counter(each.severity for each in diagnostics)
    severities: tuple[Severity, ...] = ("error", "warning")
    return ", ".join(counted(numbers[each], each) for each in severities if numbers[each])


def counted(number: int, thing: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _lines(diagnostic: Diagnostic, folder: Path) -> Iterator[str]:
    yield from _said(f"{diagnostic.severity}[{diagnostic.code}]: ", diagnostic.message, indent="  ")
    places = [each.place for each in diagnostic.labels if each.place is not None]
    margin = max((len(str(place.line)) for place in places), default=1)
    for label in diagnostic.labels:
        yield from _label(label, margin, folder)
    if diagnostic.fix:
        yield from _said("  fix: ", diagnostic.fix, indent="       ")


def _label(label: Label, margin: int, folder: Path) -> Iterator[str]:
    place = label.place
    if place is None:
        if label.text:
            yield from _said("  note: ", label.text, indent="        ")
        return
    yield f"  --> {cells(_where(place, folder))}"
    bar = f"{' ' * margin} |"
    source = linecache.getline(place.file, place.line).rstrip("\r\n")
    if not source:
        if label.text:
            yield from _said(f"{bar} ", label.text, indent=f"{bar} ")
        return
    yield bar
    yield f"{place.line:>{margin}} | {cells(source)}"
    marked = underline(source, place)
    said = f"{marked} {label.text}" if marked else label.text
    if said:
        yield from _said(f"{bar} ", said, indent=f"{bar} ")


def _where(place: Place, folder: Path) -> str:
    file = shown_path(Path(place.file), folder)
    return f"{file}:{place.line}:{place.column}" if place.column else f"{file}:{place.line}"


def shown_path(path: Path, folder: Path) -> str:
    """`path` from `folder`, where it is below it."""
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)


def _said(lead: str, text: str, *, indent: str) -> Iterator[str]:
    """`text` behind `lead`; further lines of it stand behind `indent`."""
    first, *rest = text.split("\n")
    yield (lead + cells(first)).rstrip()
    for line in rest:
        yield (indent + cells(line)).rstrip()
