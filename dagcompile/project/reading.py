"""Pipelines that are read from the IR that a build wrote. Nothing is imported."""

from pathlib import Path

from dagcompile.diagnostics import CompileError
from dagcompile.ir.codec import loads
from dagcompile.ir.records import Pipeline
from dagcompile.ir.verify import verify
from dagcompile.project.problems import refused


def read_ir(file: Path) -> Pipeline:
    """The pipeline of an IR file, verified.

    Raises:
        CompileError: it cannot be read (DC618), or does not hold a pipeline (DC301 and others).
    """
    try:
        text = file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise refused(
            "DC618", f"{file} cannot be read: {error}", fix="name a file that a build wrote"
        ) from None
    pipeline = loads(text, file=str(file))
    if problems := verify(pipeline):
        raise CompileError(problems)
    return pipeline
