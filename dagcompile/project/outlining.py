"""`dagcompile diff --textconv`: what git compares in the place of an IR file."""

from pathlib import Path

from dagcompile.diagnostics import CompileError
from dagcompile.project.reading import read_ir
from dagcompile.review import outline


def outlined(file: Path) -> bytes:
    """The outline of the pipeline of a file; the file as it is where it holds none.

    A file that is damaged, or of a newer format, is shown as well: git would show nothing else.

    Raises:
        CompileError: the file cannot be read (DC618).
    """
    try:
        return outline(read_ir(file)).encode(errors="backslashreplace")
    except CompileError:
        try:
            return file.read_bytes()
        except OSError:
            pass
        raise
