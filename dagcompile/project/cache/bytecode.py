"""Bytecode that may be older than its source.

Python takes a file that was saved twice within a second, and is as long as before, for the same
that it compiled between. What is known by content must not be made of that.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec


def forget_older(spec: ModuleSpec) -> None:
    """Remove the compiled form of a source that may have been saved after it was compiled."""
    if spec.origin and spec.cached and spec.cached != spec.origin:
        with suppress(OSError):
            saved, compiled = os.stat(spec.origin).st_mtime, os.stat(spec.cached).st_mtime
            if compiled < int(saved) + 1:
                os.unlink(spec.cached)


@contextmanager
def leaving_no_bytecode() -> Iterator[None]:
    """While inside, neither this process nor one that it starts keeps what it compiles of modules:
    that would be written beside them.
    """
    before, name = sys.dont_write_bytecode, "PYTHONDONTWRITEBYTECODE"
    inherited = os.environ.get(name)
    sys.dont_write_bytecode = True
    os.environ[name] = "1"
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
        os.environ.pop(name, None)  # an author's module may have removed all
        if inherited is not None:
            os.environ[name] = inherited
