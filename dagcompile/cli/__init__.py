"""The command line. `dagcompile.cli:main` is its entry point.

A command that a target brings ends as the verbs do by `exit_on_problems`, and tells by `warn` of
what fails nothing. What is named here is loaded when it is first used: `__main__` has something to
do before.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dagcompile.cli.app import main
    from dagcompile.cli.failing import exit_on_problems, warn

__all__ = ["exit_on_problems", "main", "warn"]

_HOMES = {"exit_on_problems": "failing", "main": "app", "warn": "failing"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
