"""Whether references lead to pipelines. Modules of the author are imported to know it."""

from collections.abc import Sequence
from pathlib import Path

from dagcompile.authoring.importing import ref_of
from dagcompile.authoring.loading import LoadError, load
from dagcompile.diagnostics import CompileError
from dagcompile.project.importing import importing

_NOWHERE = ("DC141", "DC143", "DC144")
"""What is told of a reference that leads to no pipeline."""


def is_found(origin: str, path: Sequence[Path]) -> bool:
    """Whether a pipeline of this origin, `module:name`, can be imported from the folders `path`;
    so it is where that cannot be told.
    """
    try:
        with importing(path):
            return _origin(origin) == origin
    except LoadError as error:
        return error.diagnostics[0].code not in _NOWHERE
    except CompileError:
        return True


def leads_to(origin: str, reference: str, path: Sequence[Path]) -> bool:
    """Whether `reference` leads to the pipeline of this origin, or may do so."""
    try:
        with importing(path):
            return _origin(reference) == origin
    except CompileError:
        return True


def _origin(reference: str) -> str:
    found = ref_of(load(reference).__wrapped__)
    return f"{found.module}:{found.name}"
