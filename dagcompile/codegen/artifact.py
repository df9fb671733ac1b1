"""One generated file, and the last look at it before it may become one."""

import warnings
from dataclasses import dataclass

from dagcompile.codegen.errors import InternalError
from dagcompile.codegen.header import is_generated


@dataclass(frozen=True, slots=True)
class Artifact:
    """A generated file: its path within the output folder, with forward slashes, and its text."""

    path: str
    text: str


def verify(artifact: Artifact) -> Artifact:
    """`artifact`, if it may be written: text that ends in one newline, and, for a Python file,
    that compiles, has a header, and no tab or space where none belongs.

    Raises:
        InternalError: it may not.
    """
    text = artifact.text
    if not text.endswith("\n") or text.endswith("\n\n"):
        raise InternalError(f"{artifact.path!r} does not end in exactly one newline")
    if artifact.path.endswith(".py"):
        _verify_python(artifact)
    return artifact


def _verify_python(artifact: Artifact) -> None:
    path, text = artifact.path, artifact.text
    if not is_generated(text):
        raise InternalError(f"{path!r} does not begin with the header of a generated file")
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line or "\r" in line or line != line.rstrip():
            raise InternalError(f"line {number} of {path!r} has a tab or space that is not allowed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # Encoded first, so that what Python would take for an encoding in the header counts.
            compile(text.encode(), path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, SyntaxWarning, RecursionError, MemoryError) as error:
        raise InternalError(f"{path!r} is not Python: {error}") from error
