"""What can stand in a place of the command line, for shells that complete it.

Nothing of the user's is imported: pipelines and targets are known by name alone. Where the
project cannot be read there is nothing to offer, and no word of it.
"""

import typer


def pipeline_names(context: typer.Context, incomplete: str) -> list[str]:
    """The pipelines of the project whose names begin with `incomplete`, as they are listed."""
    from dagcompile.diagnostics import CompileError
    from dagcompile.project.config import load_project

    try:
        project = load_project(context.find_root().params.get("project"))
    except CompileError:
        return []
    return [name for name in project.settings.pipelines if name.startswith(incomplete)]


def codes(incomplete: str) -> list[str]:
    """The codes that begin with `incomplete`, in the catalogue's order."""
    from dagcompile.diagnostics.codes import CODES

    return [code for code in CODES if code.startswith(incomplete)]


def target_names(incomplete: str) -> list[str]:
    """The installed targets whose names begin with `incomplete`, sorted."""
    from dagcompile.target.discovery import target_names as installed

    return [name for name in installed() if name.startswith(incomplete)]
