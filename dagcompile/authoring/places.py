"""Where in the author's files something was written.

A `Mark` is a code object and an instruction in it, which costs nothing to take. Its `Place` (line
and columns) is worked out when someone asks.
"""

import linecache
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple, Protocol

from dagcompile.diagnostics import Place

_OURS = str(Path(__file__).parent.parent) + os.sep
_DEBUGGERS = {"bdb", "pdb", "pydevd", "_pydevd_bundle", "debugpy", "IPython"}
_LIBRARY = str(Path(os.__file__).parent) + os.sep


class Span(NamedTuple):
    """Lines from 1; columns from 0, in bytes of the line as UTF-8: as `ast` counts."""

    line: int
    end_line: int
    column: int
    end_column: int


class Spot(Protocol):
    """What knows its place in the source when asked."""

    def place(self) -> Place:
        """The place in the source file."""
        ...


class Mark(NamedTuple):
    """An instruction of a code object."""

    code: CodeType
    instruction: int

    def span(self) -> Span | None:
        """The span in the source, None where only a line is known."""
        line, end_line, column, end_column = _positions(self.code)[self.instruction // 2]
        if line is None or end_line is None or column is None or end_column is None:
            return None
        return Span(line, end_line, column, end_column)

    def place(self) -> Place:
        """The place in the source file."""
        span = self.span()
        if span is not None:
            return place_of(self.code.co_filename, span)
        line = _positions(self.code)[self.instruction // 2][0]
        return Place(file=self.code.co_filename, line=line or self.code.co_firstlineno)


@lru_cache(maxsize=256)
def _positions(code: CodeType) -> list[tuple[int | None, int | None, int | None, int | None]]:
    return list(code.co_positions())


def place_of(file: str, span: Span) -> Place:
    """The place of `span` in `file`; one of several lines ends with its first."""
    text = linecache.getline(file, span.line).rstrip("\r\n")
    column = _characters(text, span.column)
    if span.end_line == span.line:
        end = _characters(text, span.end_column)
    else:
        end = max(len(text), column + 1)
    return Place(file=file, line=span.line, column=column + 1, end_column=end + 1)


def _characters(line: str, count: int) -> int:
    """How many characters the first `count` bytes of `line` are."""
    if line.isascii():
        return count
    return len(line.encode("utf-8", "replace")[:count].decode("utf-8", "ignore"))


def mark_of(frame: FrameType) -> Mark:
    """The instruction at which `frame` stands."""
    return Mark(frame.f_code, frame.f_lasti)


def author_mark(frame: FrameType) -> Mark:
    """The innermost call below `frame` that the author wrote.

    Frames of dagcompile and of libraries are passed over, unless there is nothing else before
    the pipeline itself was called.
    """
    outside = [each for each in _outside(frame) if not _is_library(each.f_code.co_filename)]
    chosen = outside[0] if outside else next(_outside(frame), frame)
    return mark_of(chosen)


def _outside(frame: FrameType) -> Iterator[FrameType]:
    """Frames from `frame` outwards that are not ours, up to where our tracer called the body."""
    inside = True
    walked: FrameType | None = frame
    while walked is not None:
        ours = walked.f_code.co_filename.startswith(_OURS)
        if not ours:
            yield walked
        elif not inside:
            return
        inside = ours
        walked = walked.f_back


def is_ours(frame: FrameType) -> bool:
    """Whether the code of `frame` is part of dagcompile."""
    return frame.f_code.co_filename.startswith(_OURS)


def is_authored(frame: FrameType) -> bool:
    """Whether the code of `frame` is neither ours nor a library's."""
    return is_authored_code(frame.f_code)


def is_authored_code(code: CodeType) -> bool:
    """Whether `code` is neither ours nor a library's."""
    file = code.co_filename
    return not (file.startswith(_OURS) or _is_library(file))


def is_looked_at(frame: FrameType) -> bool:
    """Whether a debugger, which stopped in code of the author, has come to `frame`."""
    walked: FrameType | None = frame
    while walked is not None and not is_authored(walked):
        if str(walked.f_globals.get("__name__")).partition(".")[0] in _DEBUGGERS:
            return True
        walked = walked.f_back
    return False


def _is_library(file: str) -> bool:
    library = file.startswith((_LIBRARY, "<frozen", "<string>"))
    return library or f"{os.sep}site-packages{os.sep}" in file
