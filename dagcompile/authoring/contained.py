"""What the author's code does to this process while it runs in it, and the compiler needs undone.

with contained():
    import_module(name)         # forks, or removes all that was imported
"""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

_OURS = "dagcompile"


@contextmanager
def contained() -> Iterator[None]:
    """A child that the author's code forks ends where that code does: it would go on as a second
    compiler. What was imported before is found afterwards, whoever emptied the list.
    """
    process, modules, finders = os.getpid(), dict(sys.modules), tuple(sys.meta_path)
    try:
        yield
    except BaseException as error:
        if os.getpid() != process:
            _end_child(error)
        raise
    else:
        if os.getpid() != process:
            _end_child(None)
    finally:
        if sys.modules.get(__name__) is not modules.get(__name__):
            gone = modules.keys() - sys.modules.keys()
            sys.modules.update(
                (name, module)
                for name, module in modules.items()
                if name in gone or name.partition(".")[0] == _OURS
            )
        sys.meta_path[:0] = [each for each in finders if each not in sys.meta_path]


def _end_child(error: BaseException | None) -> NoReturn:
    """As Python ends, without what the first process has yet to write or to tidy."""
    status: object = int(error is not None)
    if isinstance(error, SystemExit):
        status = error.code or 0
    elif error is not None:
        traceback.print_exception(error)
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(status & 0xFF if isinstance(status, int) else 1)
