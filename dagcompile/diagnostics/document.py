"""Diagnostics as data, for editors and scripts: the document of `--format json`.

{"status": 3, "errors": 1, "warnings": 0, "diagnostics": [{"code": "DC201", ...}], "result": null}

A reader may count on every key; later versions add keys, and change or remove none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dagcompile.diagnostics.codes import CODES
from dagcompile.diagnostics.records import Diagnostic, Label, Severity
from dagcompile.diagnostics.render import here, shown_path


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelData:
    """One end of the matter.

    Lines and columns count from 1, `end_column` is exclusive; all are null where not known.
    `path` is relative to the working folder for a file below it.
    """

    path: str | None
    line: int | None
    column: int | None
    end_column: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticData:
    """One mistake. `title` is the sentence of its code; `fix` may be empty."""

    code: str
    severity: Severity
    title: str
    message: str
    fix: str
    labels: tuple[LabelData, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that a verb has to say.

    `status` is its exit status, `errors` and `warnings` count the diagnostics, and `result` is
    what the verb was asked for, null where it came to nothing.
    """

    status: int
    errors: int
    warnings: int
    diagnostics: tuple[DiagnosticData, ...]
    result: object


def document(
    diagnostics: Iterable[Diagnostic],
    *,
    status: int,
    result: object = None,
    folder: Path | None = None,
) -> Document:
    """What a verb that ends with exit status `status` says, as JSON can write it.

    Args:
        diagnostics: in the order in which they are told.
        status: the exit status.
        result: what the verb was asked for, as JSON can write it.
        folder: where paths are named from, the working folder if None.
    """
    told = tuple(diagnostics)
    start = here() if folder is None else folder
    return Document(
        status=status,
        errors=sum(each.severity == "error" for each in told),
        warnings=sum(each.severity == "warning" for each in told),
        diagnostics=tuple(_plain(each, start) for each in told),
        result=result,
    )


def _plain(diagnostic: Diagnostic, folder: Path) -> DiagnosticData:
    return DiagnosticData(
        code=diagnostic.code,
        severity=diagnostic.severity,
        title=CODES[diagnostic.code],
        message=diagnostic.message,
        fix=diagnostic.fix,
        labels=tuple(_label(each, folder) for each in diagnostic.labels),
    )


def _label(label: Label, folder: Path) -> LabelData:
    place = label.place
    if place is None:
        return LabelData(path=None, line=None, column=None, end_column=None, text=label.text)
    return LabelData(
        path=shown_path(Path(place.file), folder),
        line=place.line or None,
        column=place.column or None,
        end_column=place.end_column or None,
        text=label.text,
    )
