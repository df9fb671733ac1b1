"""Targets by name, found through the entry-point group `dagcompile.targets`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.target.records import Target

GROUP = "dagcompile.targets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The targets that are installed, sorted by name, and what is wrong with the others."""

    targets: tuple[Target, ...]
    problems: tuple[Diagnostic, ...]


def found_targets() -> Found:
    """Every installed target that can be used; one that cannot is in nobody's way."""
    targets: list[Target] = []
    problems: list[Diagnostic] = []
    for name, entries in sorted(_entries().items()):
        try:
            targets.append(_load(name, entries))
        except CompileError as error:
            problems.extend(error.diagnostics)
    return Found(targets=tuple(targets), problems=tuple(problems))


def installed_targets() -> tuple[Target, ...]:
    """Every installed target, sorted by name.

    Raises:
        CompileError: one cannot be loaded (DC503), or two have one name (DC507).
    """
    found = found_targets()
    if found.problems:
        raise CompileError(found.problems)
    return found.targets


def target_names() -> tuple[str, ...]:
    """The names of the installed targets, sorted. None is loaded."""
    return tuple(sorted(_entries()))


def find_target(name: str) -> Target:
    """The target called `name`.

    Raises:
        CompileError: there is none (DC502), it cannot be loaded (DC503), or there are two (DC507).
    """
    found = _entries()
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
    return _load(name, found[name])


def _entries() -> Mapping[str, Sequence[EntryPoint]]:
    """Those of the group by name. Each name should have one."""
    found: dict[str, list[EntryPoint]] = defaultdict(list)
    for entry in entry_points(group=GROUP):
        found[entry.name].append(entry)
    return found


def _load(name: str, entries: Sequence[EntryPoint]) -> Target:
    if len(entries) > 1:
        those = " and ".join(sorted(each.value for each in entries))
        raise CompileError(
            [
                Diagnostic(
                    code="DC507",
                    message=f"two targets are called {name}: {those}",
                    fix="uninstall one of the packages that bring them",
                )
            ]
        )
    (entry,) = entries
    try:
        target = entry.load()
    except Exception as error:
        raise _unusable(entry, f"cannot be loaded: {error}", _MEND) from error
    if not isinstance(target, Target):
        said = f"is {type(target).__name__}, not a dagcompile.target.Target"
        raise _unusable(entry, said, "let the entry point name a Target")
    if target.name != name:
        fix = "give the Target and its entry point one name"
        raise _unusable(entry, f"calls itself {target.name!r}", fix)
    return target


_MEND = "mend or uninstall the package that brings it"


def _unusable(entry: EntryPoint, said: str, fix: str) -> CompileError:
    message = f"target {entry.name} ({entry.value}) {said}"
    return CompileError([Diagnostic(code="DC503", message=message, fix=fix)])
