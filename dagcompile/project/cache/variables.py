"""Environment variables by what they hold, of which only digests are kept.

variable_digest("RATE", environment)      "3f2a6c0d9b8e7f10…", None where it is not set
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeAlias

from dagcompile.project.cache.digests import digest

ALL = "="
"""In the place of a name: every variable."""
ALL_BUT_PASSING = "=="
"""The same, without those by which shells and terminals tell of themselves."""

_NEVER = frozenset({"PYTHONDONTWRITEBYTECODE"})
"""Set by a check for itself."""
_PASSING = frozenset({
    "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY",
    "FORCE_COLOR", "GPG_TTY", "INVOCATION_ID", "JOURNAL_STREAM", "LINES", "LS_COLORS", "NO_COLOR",
    "OLDPWD", "PS1", "PWD", "SHLVL", "SSH_AGENT_PID", "SSH_AUTH_SOCK", "SSH_CLIENT",
    "SSH_CONNECTION", "SSH_TTY", "STY", "TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION",
    "TERM_SESSION_ID", "TMUX", "TMUX_PANE", "VIRTUAL_ENV_PROMPT", "VTE_VERSION", "WAYLAND_DISPLAY",
    "WINDOWID", "XAUTHORITY", "XDG_SESSION_ID", "_",
})  # fmt: skip

Asked: TypeAlias = Callable[[str, FrameType], None]
"""Told a name, or `ALL`, and by whom it was asked for."""


def counted(name: str, *, by_library: bool) -> str | None:
    """By which name that is kept which was asked for; None if by none. A library that asks for what
    each shell has another of does not make another pipeline of it.
    """
    if name in _NEVER:
        return None
    if not by_library:
        return name
    if name == ALL:
        return ALL_BUT_PASSING
    return None if name in _PASSING else name


def variable_digest(name: str, environment: Mapping[str, str]) -> str | None:
    """Of the value of a variable, or of all for `ALL` and `ALL_BUT_PASSING`."""
    if name in {ALL, ALL_BUT_PASSING}:
        left_out = _NEVER if name == ALL else _NEVER | _PASSING
        held = sorted((each, environment[each]) for each in environment.keys() - left_out)
        return digest(repr(held).encode("utf-8", "surrogatepass"))
    value = environment.get(name)
    return None if value is None else digest(value.encode("utf-8", "surrogatepass"))


def without_covered(digests: Mapping[str, str | None]) -> dict[str, str | None]:
    """Without those variables of which the digest of all tells as much."""
    if ALL in digests:
        return {ALL: digests[ALL]}
    if ALL_BUT_PASSING in digests:
        return {each: digests[each] for each in digests if each in _PASSING | {ALL_BUT_PASSING}}
    return dict(digests)


@contextmanager
def variables_told(asked: Asked) -> Iterator[None]:
    """While inside, `asked` is told of each variable that is read, by whomever."""

    class Told(os._Environ[Any]):
        """The environment, which is told of."""

        def __getitem__(self, key: Any) -> Any:
            if isinstance(key, str | bytes):
                asked(os.fsdecode(key), sys._getframe(1))
            return super().__getitem__(key)

        def __iter__(self) -> Iterator[Any]:
            asked(ALL, sys._getframe(1))
            return super().__iter__()

        def __len__(self) -> int:
            asked(ALL, sys._getframe(1))
            return super().__len__()

    kinds: list[tuple[Any, type]] = [
        (each, type(each))
        for each in (os.environ, getattr(os, "environb", None))
        if type(each) is os._Environ
    ]
    for each, _ in kinds:  # the same object: others hold it
        each.__class__ = Told
    try:
        yield
    finally:
        for each, kind in kinds:
            each.__class__ = kind
