"""What a target does only where something is emitted, examined or compared, loaded only there.

    emit=later("dagcompile_threads.emitting:emit")

A command that finds everything as it was asks a target for its options alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class _Later:
    """It goes to other processes by its path, as a function does."""

    path: str

    def __call__(self, *args: Any) -> Any:
        module, _, name = self.path.partition(":")
        return getattr(import_module(module), name)(*args)


def later(path: str) -> Callable[..., Any]:
    """The function at `path`, `module:name`, whose module is imported when it is called."""
    return _Later(path)
