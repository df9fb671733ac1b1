"""What is said where a library that an engine needs is not installed.

with needs("dask"):
    from dask.delayed import Delayed   # No module named 'dask'; pip install "dagcompile[dask]"
"""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needs(extra: str, *packages: str) -> Iterator[None]:
    """While open, a module that is missing is told with the `extra` of dagcompile to install.

    Args:
        packages: those that the extra installs; it is one of that name if there is none.

    Raises:
        ModuleNotFoundError: with the name of the missing module.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in (packages or (extra,)):
            raise
        raise ModuleNotFoundError(
            f'{error}; to install what is needed: pip install "dagcompile[{extra}]"',
            name=error.name,
        ) from None
