"""A diagnostic: what is wrong, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dagcompile.diagnostics.codes import CODES

Severity: TypeAlias = Literal["error", "warning"]
"""Whether a pipeline is refused for it, or its author only told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A span in a source file. Lines and columns count from 1; `end_column` is exclusive.

    Columns are 0 where only the line is known.
    """

    file: str
    line: int
    column: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One end of the matter: a place (None when there is none to show) and what stands there.

    `hidden` keeps the line from being shown, for there is a secret in it.
    """

    place: Place | None
    text: str
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One mistake: a stable code, one sentence, every end that takes part, and the repair.

    Raises:
        ValueError: the code is not in the catalogue.
    """

    code: str
    message: str
    labels: tuple[Label, ...] = ()
    fix: str = ""
    severity: Severity = "error"

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code} is not a code of dagcompile.diagnostics.codes")


class CompileError(Exception):
    """A pipeline that is wrong. Holds every diagnostic that was found, in order.

    One of them at least is of severity `error`. `names` has what the pipeline is called in them,
    and its module, first the name that it was asked for by; it is empty where they are of none.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        self.names: tuple[str, ...] = ()
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        """What a traceback ends with: all that the command line would tell."""
        from dagcompile.diagnostics.render import render

        return "\n" + render(self.diagnostics).rstrip("\n")
