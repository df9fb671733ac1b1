"""What is the same of many pipelines, told once.

One mistake in a module that a hundred pipelines import is a hundred errors, each in the words of
its pipeline. A person reads one of them, and for which pipelines it stands.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from dagcompile.diagnostics.records import CompileError, Diagnostic, Label

_NAMED = 8
"""Pipelines that are named; of others the number is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The diagnostics of errors, and those of the errors that say something first."""

    diagnostics: tuple[Diagnostic, ...]
    first: tuple[CompileError, ...]


@dataclass(slots=True, kw_only=True)
class _Group:
    error: CompileError
    diagnostic: Diagnostic
    pipelines: dict[str, None] = field(default_factory=dict)


def gathered(errors: Iterable[CompileError]) -> Gathered:
    """`errors`, what they say of several pipelines alike once: in the words of the first, with the
    names of all.
    """
    groups: dict[Hashable, _Group] = {}
    for error in errors:
        for each in error.diagnostics:
            group = groups.setdefault(_key(each, error), _Group(error=error, diagnostic=each))
            group.pipelines.update(dict.fromkeys(error.names[:1]))
    return Gathered(
        diagnostics=tuple(map(_told, groups.values())),
        first=tuple({id(each.error): each.error for each in groups.values()}.values()),
    )


def _key(diagnostic: Diagnostic, error: CompileError) -> Hashable:
    """What is the same where the same is told of another pipeline."""
    if not error.names:
        return id(error), id(diagnostic)
    return replace(
        diagnostic,
        message=_unnamed(diagnostic.message, error.names),
        fix=_unnamed(diagnostic.fix, error.names),
    )


def _unnamed(text: str, names: Sequence[str]) -> str:
    """`text` without the names of its pipeline, where they stand as words."""
    longest = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.sub(rf"(?<![\w.])(?:{longest})(?!\.?\w)", "\0", text)


def _told(group: _Group) -> Diagnostic:
    names = list(group.pipelines)
    if len(names) < 2:
        return group.diagnostic
    named = ", ".join(f"`{each}`" for each in names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    note = Label(place=None, text=f"the same of {len(names)} pipelines: {named}{more}")
    return replace(group.diagnostic, labels=(*group.diagnostic.labels, note))
