"""What is told to whoever starts a run, and does not keep it from running."""

import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dagcompile.runtime.lines import encodable


class ClusterWarning(UserWarning):
    """Something of a run or its cluster may not be as it was meant."""


_LOGGER = logging.getLogger("dagcompile")

_told_by: ContextVar[str | None] = ContextVar("_told_by", default=None)
"""Who tells lines of standard error; None where it is logged, and warned of, as in a library."""


def tell(text: str) -> None:
    """Log `text` for those who want to know."""
    if (name := _told_by.get()) is None:
        _LOGGER.info(text)
    else:
        _write(f"{name}: {text}")


def warn(text: str) -> None:
    """Tell `text` as a `ClusterWarning`."""
    if (name := _told_by.get()) is None:
        warnings.warn(text, ClusterWarning, stacklevel=3)
    else:
        _write(f"{name}: warning: {text}")


@contextmanager
def told_as_lines(name: str) -> Iterator[None]:
    """While inside, what is told, and each warning, is a line of standard error that `name` begins.

    Other runs of this process, in other threads, are told as they were.
    """
    token = _told_by.set(name)
    try:
        yield
    finally:
        _told_by.reset(token)


def _write(line: str) -> None:
    sys.stderr.write(encodable(f"{line}\n"))
