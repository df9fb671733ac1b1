"""Colours of a terminal, where the reader has one and wants them.

palette = palette_of(sys.stderr)
palette.fix("fix: let `clean` take list[int]")   # green on a terminal, as it is in a file
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

_BOLD, _RED, _GREEN, _YELLOW, _BLUE = "1", "31", "32", "33", "34"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """What each part of a diagnostic is shown in: parameters of the escape sequence, or none."""

    errors: str = ""
    warnings: str = ""
    codes: str = ""
    marks: str = ""
    margins: str = ""
    fixes: str = ""


PLAIN = Palette()
COLOURED = Palette(
    errors=f"{_BOLD};{_RED}",
    warnings=f"{_BOLD};{_YELLOW}",
    codes=_BOLD,
    marks=f"{_BOLD};{_RED}",
    margins=_BLUE,
    fixes=_GREEN,
)


def painted(text: str, colour: str) -> str:
    """`text` in `colour`; as it is where either is empty."""
    return f"\x1b[{colour}m{text}\x1b[0m" if text and colour else text


def palette_of(stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> Palette:
    """The palette for what is written to `stream`.

    NO_COLOR forbids colours and FORCE_COLOR asks for them, whatever they say; a terminal of
    TERM=dumb has none, nor has a file or a stream that is closed (None).
    """
    if environment.get("NO_COLOR"):
        return PLAIN
    if environment.get("FORCE_COLOR"):
        return COLOURED
    capable = environment.get("TERM") != "dumb" and stream is not None and stream.isatty()
    return COLOURED if capable else PLAIN
