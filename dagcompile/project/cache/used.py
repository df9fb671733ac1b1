"""What the loading, tracing and emitting of a pipeline used, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Origin: TypeAlias = tuple[str, ...] | None
"""What a name of a module leads to: its file, the folders of a namespace package, or nothing."""

Stamp: TypeAlias = tuple[int, int]
"""Of a file: how long it is, and the nanosecond at which it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Everything by which a pipeline may become another, as far as it can be seen.

    Args:
        names: names of the author's modules, and those looked for beside them, each with what it
            led to.
        files: the digest of each file, modules among them; None for one that was not there.
        folders: the digest of the names in each folder that was listed.
        kinds: what is at each path of which that was asked.
        places: whether a file can be written at each path where one was.
        variables: the digest of each environment variable that was read; None for one not set.
        cwd: the working folder; None where nothing was named from there.
        foreign: top-level names that led to no module of the author, and would if there were one.
        libraries: files of installed modules that were imported, by anybody, since the last time
            that this was told; each as `stamp` tells of it.
        ambient: variables that libraries read when they were imported, whoever did that.
        whole: whether that is all. If not, a module of it was imported when nobody watched, or
            something was asked that cannot be seen.
    """

    names: Mapping[str, Origin] = field(default_factory=dict)
    files: Mapping[str, str | None] = field(default_factory=dict)
    folders: Mapping[str, str | None] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, bool] = field(default_factory=dict)
    variables: Mapping[str, str | None] = field(default_factory=dict)
    cwd: str | None = None
    foreign: frozenset[str] = frozenset()
    libraries: Mapping[str, Stamp] = field(default_factory=dict)
    ambient: Mapping[str, str | None] = field(default_factory=dict)
    whole: bool = True
