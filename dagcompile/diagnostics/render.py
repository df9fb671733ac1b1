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
from dataclasses import dataclass
from pathlib import Path

from dagcompile.diagnostics.colours import PLAIN, Palette, painted
from dagcompile.diagnostics.excerpt import cells, underline
from dagcompile.diagnostics.records import Diagnostic, Label, Place, Severity


def render(
    diagnostics: Iterable[Diagnostic], *, folder: Path | None = None, palette: Palette = PLAIN
) -> str:
    """Every diagnostic, a blank line between two; then where to read more, and how many there are.

    Args:
        diagnostics: at least one.
        folder: where paths are named from, the working folder if None.
        palette: what the parts are shown in.
    """
    told = tuple(diagnostics)
    page = _Page(here() if folder is None else folder, palette)
    texts = ["\n".join(page.lines(each)) for each in told]
    return "\n\n".join([*texts, f"{_pointer(told)}\n{tally(told)}"]) + "\n"


def without_source(diagnostic: Diagnostic, folder: Path) -> str:
    """A diagnostic without the lines it is about, for who shows them: a line for each of its ends.

    Args:
        diagnostic: what is told, but for its code and severity.
        folder: where paths are named from.
    """
    lines = [diagnostic.message, *(_end(each, folder) for each in diagnostic.labels if each.text)]
    if diagnostic.fix:
        lines.append(f"fix: {diagnostic.fix}")
    return "\n".join("\n".join(map(cells, each.split("\n"))) for each in lines)


def _end(label: Label, folder: Path) -> str:
    if label.place is None:
        return f"note: {label.text}"
    return f"{shown_path(Path(label.place.file), folder)}:{label.place.line}: {label.text}"


def tally(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity: `2 errors, 1 warning`."""
    numbers = Counter(each.severity for each in diagnostics)
    severities: tuple[Severity, ...] = ("error", "warning")
    return ", ".join(counted(numbers[each], each) for each in severities if numbers[each])


def counted(number: int, thing: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def here() -> Path:
    """The working folder, from which paths are named; the root where it is not there any more."""
    try:
        return Path.cwd()
    except OSError:
        return Path("/")


def shown_path(path: Path, folder: Path) -> str:
    """`path` from `folder`, where it is below it."""
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)


def _pointer(diagnostics: Iterable[Diagnostic]) -> str:
    """Where to read more of all that is told, each code once."""
    codes = dict.fromkeys(each.code for each in diagnostics)
    return f"for more: dagcompile explain {' '.join(codes)}"


@dataclass(frozen=True, slots=True)
class _Page:
    """Lines of diagnostics, with paths named from `folder`."""

    folder: Path
    palette: Palette

    def lines(self, diagnostic: Diagnostic) -> Iterator[str]:
        palette, severity = self.palette, diagnostic.severity
        colour = palette.errors if severity == "error" else palette.warnings
        code = painted(f"[{diagnostic.code}]", palette.codes)
        lead = f"{painted(severity, colour)}{code}: "
        yield from _said(lead, diagnostic.message, indent="  ")
        places = [each.place for each in diagnostic.labels if each.place is not None]
        margin = max((len(str(place.line)) for place in places), default=1)
        for label in diagnostic.labels:
            yield from self._label(label, margin)
        if diagnostic.fix:
            yield from _said("  fix: ", diagnostic.fix, indent="       ", colour=palette.fixes)

    def _label(self, label: Label, margin: int) -> Iterator[str]:
        place = label.place
        if place is None:
            if label.text:
                yield from _said("  note: ", label.text, indent="        ")
            return
        blue = self.palette.margins
        yield f"  {painted('-->', blue)} {cells(self._where(place))}"
        bar = painted(f"{' ' * margin} |", blue)
        source = linecache.getline(place.file, place.line).rstrip("\r\n") * (not label.hidden)
        if not source:
            if label.text:
                yield from _said(f"{bar} ", label.text, indent=f"{bar} ")
            return
        yield bar
        yield f"{painted(f'{place.line:>{margin}} |', blue)} {cells(source)}"
        marked = underline(source, place)
        if marked:
            lead = f"{bar} {painted(marked, self.palette.marks)} "
            yield from _said(lead, label.text, indent=f"{bar} ")
        elif label.text:
            yield from _said(f"{bar} ", label.text, indent=f"{bar} ")

    def _where(self, place: Place) -> str:
        file = shown_path(Path(place.file), self.folder)
        return f"{file}:{place.line}:{place.column}" if place.column else f"{file}:{place.line}"


def _said(lead: str, text: str, *, indent: str, colour: str = "") -> Iterator[str]:
    """`text` behind `lead`, both in `colour`; further lines of it stand behind `indent`."""
    first, *rest = text.split("\n")
    yield painted((lead + cells(first)).rstrip(), colour)
    for line in rest:
        yield painted((indent + cells(line)).rstrip(), colour)
