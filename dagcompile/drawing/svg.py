"""A picture as SVG, drawn by the program `dot` of Graphviz."""

import shutil
import subprocess

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.drawing.dot import dot
from dagcompile.drawing.records import Picture

PROGRAM = "dot"


def svg(picture: Picture) -> str:
    """The SVG of a picture, as the installed Graphviz lays it out.

    Raises:
        CompileError: Graphviz is not installed, or fails (DC630).
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise _failed(
            "SVG is drawn by Graphviz, and its program `dot` is not found",
            fix="install Graphviz (the package `graphviz`), or draw as mermaid or dot",
        )
    done = subprocess.run(  # noqa: S603  the program that was asked for
        [program, "-Tsvg"], input=dot(picture).encode(), capture_output=True, check=False
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip() or f"exit status {done.returncode}"
        raise _failed(
            f"`dot` of Graphviz cannot draw {picture.name}: {said}",
            fix="draw as dot to see what it was given",
        )
    return done.stdout.decode()


def _failed(message: str, *, fix: str) -> CompileError:
    return CompileError([Diagnostic(code="DC630", message=message, fix=fix)])
