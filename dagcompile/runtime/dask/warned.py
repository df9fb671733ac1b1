"""What is told to whoever starts a run, and does not keep it from running."""

import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagcompile.runtime.lines import encodable


class ClusterWarning(UserWarning):
    """Something of a run or its cluster may not be as it was meant."""


_LOGGER = logging.getLogger("dagcompile")


def tell(text: str) -> None:
    """Log `text` for those who want to know."""
    _LOGGER.info(text)


def warn(text: str) -> None:
    """Tell `text` as a `ClusterWarning`."""
    warnings.warn(text, ClusterWarning, stacklevel=3)


@contextmanager
def told_as_lines(name: str) -> Iterator[None]:
    """While inside, what is told, and each `ClusterWarning`, is a line of standard error that
    `name` begins.
    """
    shown, level = warnings.showwarning, _LOGGER.level
    handler = _Lines(name)

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if issubclass(category, ClusterWarning):
            sys.stderr.write(encodable(f"{name}: warning: {message}\n"))
        else:
            shown(message, category, *where, **more)

    with warnings.catch_warnings():
        warnings.simplefilter("always", ClusterWarning)
        warnings.showwarning = show
        _LOGGER.setLevel(logging.INFO)
        _LOGGER.addHandler(handler)
        try:
            yield
        finally:
            _LOGGER.removeHandler(handler)
            _LOGGER.setLevel(level)


class _Lines(logging.Handler):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.begins = name

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(encodable(f"{self.begins}: {record.getMessage()}\n"))
