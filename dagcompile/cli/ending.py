"""The process of a command ends when the command is done, and by no code that it imports.

    ending = only_the_command_ends()
    ...                         # an author's module calls os._exit(0): it is an error of the module
    ending.is_done(status)      # from now on whoever ends the process ends it with this status

A status of 0 says that all is as it should be, and only who has looked may say so. Python's own
ways past `SystemExit` are taken here; that native code ends the process is not seen.
"""

import os
import sys
from _thread import get_ident
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from dagcompile.cli.failing import WRONG_PIPELINE

_WAYS = ("_exit", "execv", "execve")
"""Functions of `os` that end this process, or put another program in its place; all others of
their kind call these.
"""


class Ending:
    """Who may end this process. Processes that are forked from it are not concerned."""

    def __init__(self) -> None:
        self._process = os.getpid()
        self._thread = get_ident()
        self._exit: Callable[[int], NoReturn] = os._exit
        self._status: int | None = None

    def is_done(self, status: object) -> None:
        """The command has come to its end, which `SystemExit(status)` stands for."""
        if isinstance(status, int):
            self._status = status & 0xFF
        else:
            self._status = 0 if status is None else 1

    def guarded(self, name: str) -> Callable[..., Any]:
        """The function of `os` of this name, as others than the command may call it."""
        real = getattr(os, name)

        def ending(*given: Any, **named: Any) -> Any:
            if os.getpid() != self._process:
                return real(*given, **named)
            return self._refuse(name)

        return ending

    def _refuse(self, name: str) -> NoReturn:
        if self._status is not None:  # as those do that want to skip what is left to tidy
            with suppress(OSError, ValueError):
                sys.stdout.flush()
                sys.stderr.flush()
            self._exit(self._status)
        said = f"os.{name} was called, which ends the process before dagcompile is done"
        if get_ident() == self._thread:
            raise SystemExit(said)
        with suppress(OSError):  # nobody above this thread tells what it raises
            os.write(2, f"dagcompile: {said}, in a thread of what was imported\n".encode())
        self._exit(WRONG_PIPELINE)


def only_the_command_ends() -> Ending:
    """Let no code that is imported end this process, as long as it lives."""
    ending = Ending()
    guarded = {name: ending.guarded(name) for name in _WAYS if hasattr(os, name)}
    for module in (os, sys.modules.get(os.name)):  # `posix` has them as well
        for name, function in guarded.items():
            setattr(module, name, function)
    return ending
