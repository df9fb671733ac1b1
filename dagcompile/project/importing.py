"""Where modules of the author are found while some are imported.

with importing(project.path):
    pipeline = load("flights.pipelines:daily_delays")
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path


@contextmanager
def importing(path: Sequence[Path]) -> Iterator[None]:
    """While inside, modules are found in the folders of `path` first.

    What the author's modules print goes to stderr: stdout is for results. Afterwards the working
    folder and the environment variables are again as they were, but for those that were added: what
    is looked at and started then is not the author's.
    """
    before, variables = list(sys.path), dict(os.environ)
    folder = _working_folder()
    sys.path[:0] = [str(each) for each in path]
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        sys.path[:] = before
        os.environ.update(variables)
        if folder and _working_folder() != folder:
            os.chdir(folder)


def _working_folder() -> Path | None:
    """None where it has been removed."""
    try:
        return Path.cwd()
    except OSError:
        return None
