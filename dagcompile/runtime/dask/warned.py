"""What is told to whoever starts a run, and does not keep it from running."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagcompile.runtime.lines import encodable


class ClusterWarning(UserWarning):
    """Something of a run or its cluster may not be as it was meant."""


def warn(text: str) -> None:
    """Tell `text` as a `ClusterWarning`."""
    warnings.warn(text, ClusterWarning, stacklevel=3)


@contextmanager
def warnings_as_lines(name: str) -> Iterator[None]:
    """While inside, each `ClusterWarning` is a line of standard error that `name` begins."""
    shown = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if issubclass(category, ClusterWarning):
            sys.stderr.write(encodable(f"{name}: warning: {message}\n"))
        else:
            shown(message, category, *where, **more)

    with warnings.catch_warnings():
        warnings.simplefilter("always", ClusterWarning)
        warnings.showwarning = show
        yield
