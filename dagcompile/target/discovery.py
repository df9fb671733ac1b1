"""Targets by name, found through the entry-point group `dagcompile.targets`."""

from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.target.records import Target

GROUP = "dagcompile.targets"


def installed_targets() -> tuple[Target, ...]:
    """Every installed target, sorted by name.

    Raises:
        CompileError: one cannot be loaded (DC503).
    """
    return tuple(_load(entry) for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name))


def target_names() -> tuple[str, ...]:
    """The names of the installed targets, sorted. None is loaded."""
    return tuple(sorted(entry_points(group=GROUP).names))


def find_target(name: str) -> Target:
    """The target called `name`.

    Raises:
        CompileError: there is none (DC502), or it cannot be loaded (DC503).
    """
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in found:
        near = get_close_matches(name, found, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise CompileError(
            [
                Diagnostic(
                    code="DC502",
                    message=f"there is no target {name!r}",
                    fix=f"{hint}installed are: {', '.join(sorted(found)) or 'none'}",
                )
            ]
        )
    return _load(found[name])


def _load(entry: EntryPoint) -> Target:
    try:
        target = entry.load()
    except Exception as error:
        raise CompileError(
            [
                Diagnostic(
                    code="DC503",
                    message=f"target {entry.name} ({entry.value}) cannot be loaded: {error}",
                    fix="mend or uninstall the package that brings it",
                )
            ]
        ) from error
    if not isinstance(target, Target):
        raise CompileError(
            [
                Diagnostic(
                    code="DC503",
                    message=f"target {entry.name} ({entry.value}) is {type(target).__name__}, "
                    "not a dagcompile.target.Target",
                    fix="let the entry point name a Target",
                )
            ]
        )
    return target
