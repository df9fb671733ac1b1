"""What the standard library words otherwise, or has moved, from one Python to the next."""

from pathlib import Path, PurePosixPath
from statistics import mean

from dagcompile import op, pipeline


class Key(PurePosixPath):
    """A path in a store. On Python 3.13 its base says that it is of another module."""


@op
def told(here: object, at: PurePosixPath = PurePosixPath("/"), key: Key = Key("raw")) -> list[int]:
    """Tell.

    Indented, which the compiler of Python 3.13 takes away.
    """
    return [len(f"{here}{at / key}")]


folder = op(Path.cwd)
middle = op(mean)


@pipeline
def moving() -> object:
    """Paths.

    Indented as well.
    """
    return middle(told(folder()))
