"""Code of the user's, loaded where a task runs: what cannot be, and what to do about it."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

_SHOWN = 8
"""How many folders a message lists."""


class CannotImport(ImportError):
    """A worker lacks code that a step runs."""


class _Told(Protocol):
    node: str

    def _failed(self, error: BaseException, *, again: bool) -> None: ...
    def _final(self, error: BaseException) -> BaseException: ...


class Importing:
    """A step that loads the code that it runs."""

    @contextmanager
    def imports(self: _Told) -> Iterator[None]:
        """In it a task imports what is the user's. What cannot be is told with how to mend it.

        Raises:
            BaseException: for good: something cannot be imported; another attempt finds no more.
        """
        try:
            yield
        except ImportError as error:
            told = CannotImport(f"{self.node} cannot run on this worker: {_told(error)}")
            self._failed(told, again=False)
            raise self._final(told) from error


def _told(error: ImportError) -> str:
    said = f"{error}{_place(error)}"
    if not isinstance(error, ModuleNotFoundError) or error.name is None:
        return (
            f"{said}. Is it of the version that the DAG file was generated from? "
            f"Install that one where tasks run"
        )
    package = error.name.partition(".")[0]
    if package in sys.modules:
        return (
            f"{said}. {package} itself is there ({_where(package)}); install the version of it "
            f"that the DAG file was generated from"
        )
    folders = [each for each in sys.path if each]
    more = f" and {len(folders) - _SHOWN} more" if len(folders) > _SHOWN else ""
    return (
        f"{said}. Install what provides {package} into the environment of the workers "
        f"({sys.executable}), or put its folder into the root of the DAG bundle or on PYTHONPATH; "
        f"it was looked for in {', '.join(folders[:_SHOWN])}{more}"
    )


def _place(error: ImportError) -> str:
    """Which module wanted it, if that is not the DAG file itself."""
    frames = traceback.extract_tb(error.__traceback__)
    real = [each for each in frames[2:] if not each.filename.startswith("<frozen importlib")]
    return f", which {real[-1].filename}:{real[-1].lineno} imports" if real else ""


def _where(package: str) -> str:
    module = sys.modules[package]
    return getattr(module, "__file__", None) or ", ".join(getattr(module, "__path__", ["?"]))
