"""Diagnostics as annotations of a pull request: the workflow commands of GitHub Actions.

    ::error title=DC201,file=flow.py,line=14,col=21,endColumn=30::`clean` cannot take ...

A runner shows ten annotations of a kind for each step. The first ten are written, and a notice
says how many more there are.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from dagcompile.diagnostics.records import Diagnostic, Severity
from dagcompile.diagnostics.render import counted, shown_path, without_source

MOST = 10
"""Annotations of one kind that a step may make."""


def annotations(diagnostics: Iterable[Diagnostic], *, folder: Path) -> str:
    """The workflow commands, a line each; ends with a newline where there are any.

    Args:
        diagnostics: those past the tenth of a severity are only counted.
        folder: where paths are named from: the root of the repository.
    """
    told = tuple(diagnostics)
    return "".join(f"{line}\n" for line in _lines(told, folder))


def _lines(diagnostics: tuple[Diagnostic, ...], folder: Path) -> Iterator[str]:
    severities: tuple[Severity, ...] = ("error", "warning")
    more = []
    for severity in severities:
        those = [each for each in diagnostics if each.severity == severity]
        yield from (_command(each, folder) for each in those[:MOST])
        if len(those) > MOST:
            more.append(counted(len(those) - MOST, f"more {severity}"))
    if more:
        yield f"::notice::{' and '.join(more)}: the log of this step shows all"


def _command(diagnostic: Diagnostic, folder: Path) -> str:
    properties = {"title": diagnostic.code, **_place(diagnostic, folder)}
    listed = ",".join(f"{key}={_property(text)}" for key, text in properties.items())
    return f"::{diagnostic.severity} {listed}::{_data(without_source(diagnostic, folder))}"


def _place(diagnostic: Diagnostic, folder: Path) -> dict[str, str]:
    """The first place that is known; a pull request shows one."""
    place = next((each.place for each in diagnostic.labels if each.place is not None), None)
    if place is None:
        return {}
    found = {"file": shown_path(Path(place.file), folder), "line": str(place.line)}
    if place.column:
        found["col"] = str(place.column)
    if place.end_column:
        found["endColumn"] = str(place.end_column)
    return found


def _data(text: str) -> str:
    """`text` as the message of a command: escaped as a runner reads it back."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """`text` as the value of a property: neither its end nor the next one's start."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
