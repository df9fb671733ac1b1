"""What code that is not ours raised, in this process or in another."""

import traceback


class RaisedElsewhere(Exception):
    """An exception of another process, which is known by its traceback as text."""

    def __init__(self, traceback: str) -> None:
        super().__init__(traceback)
        self.traceback = traceback


def traceback_of(error: BaseException) -> str:
    """The traceback of an exception as Python writes it, ending with a newline."""
    if isinstance(error, RaisedElsewhere):
        return error.traceback
    return "".join(traceback.format_exception(error))
