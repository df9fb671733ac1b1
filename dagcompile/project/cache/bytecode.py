"""Bytecode that may be older than its source.

Python takes a file that was saved twice within a second, and is as long as before, for the same
that it compiled between. What is known by content must not be made of that.
"""

import os
from contextlib import suppress
from importlib.machinery import ModuleSpec


def forget_older(spec: ModuleSpec) -> None:
    """Remove the compiled form of a source that may have been saved after it was compiled."""
    if spec.origin and spec.cached and spec.cached != spec.origin:
        with suppress(OSError):
            saved, compiled = os.stat(spec.origin).st_mtime, os.stat(spec.cached).st_mtime
            if compiled < int(saved) + 1:
                os.unlink(spec.cached)
