"""Standard output and error while a command runs: what cannot be written ends nothing.

    with outlets() as out:
        print(result)
        out.lost()       # "No space left on device", or nothing

A reader that has gone (`| head -1`) has read what it wanted. That a disk is full is kept, to be
told when all else has been done.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Outlet(io.RawIOBase):
    """A descriptor whose failures are kept in `error` and raise nothing. Of None, nothing is there:
    the stream was closed when the process started.
    """

    def __init__(self, descriptor: int | None) -> None:
        self.descriptor = descriptor
        self.error: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        if self.descriptor is None:
            raise io.UnsupportedOperation("fileno")
        return self.descriptor

    def isatty(self) -> bool:
        return self.descriptor is not None and os.isatty(self.descriptor)

    def write(self, data: Any, /) -> int:
        rest = memoryview(data).cast("B")
        while rest and self.descriptor is not None and self.error is None:
            try:
                rest = rest[os.write(self.descriptor, rest) :]
            except OSError as error:
                self.error = error
        return len(data)


class Outlets:
    """Both streams while they are replaced."""

    def __init__(self, output: Outlet | None) -> None:
        self._output = output

    def lost(self) -> str:
        """Why what was printed has not arrived; empty where it has, or its reader has gone."""
        sys.stdout.flush()
        error = None if self._output is None else self._output.error
        return "" if error is None or isinstance(error, BrokenPipeError) else str(error.strerror)


@contextmanager
def outlets() -> Iterator[Outlets]:
    """Replace both streams while inside, each if it is a file or closed."""
    before = sys.stdout, sys.stderr
    output, errors = map(_outlet, before)
    if output is not None:
        sys.stdout = _stream(output, like=before[0])
    if errors is not None:
        sys.stderr = _stream(errors, like=before[1])
    try:
        yield Outlets(output)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = before


def _outlet(stream: Any) -> Outlet | None:
    if stream is None:
        return Outlet(None)
    if not isinstance(stream, io.TextIOWrapper):  # a test's, a notebook's
        return None
    try:
        outlet = Outlet(stream.fileno())
    except (OSError, ValueError):
        return None
    with suppress(OSError):
        stream.flush()
    return outlet


def _stream(outlet: Outlet, *, like: io.TextIOWrapper | Any) -> io.TextIOWrapper:
    if like is None:
        return io.TextIOWrapper(io.BufferedWriter(outlet), encoding="utf-8")
    at_once = like.write_through  # as PYTHONUNBUFFERED asks for
    buffer: Any = outlet if at_once else io.BufferedWriter(outlet)
    return io.TextIOWrapper(
        buffer,
        encoding=like.encoding,
        errors=like.errors,
        line_buffering=like.line_buffering,
        write_through=at_once,
    )
