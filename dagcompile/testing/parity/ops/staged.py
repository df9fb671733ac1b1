"""Ops for cases about stages."""

from dagcompile import op


class Handle:
    """A class of which only the class is known: it cannot leave the process that made it."""

    def __init__(self, number: int) -> None:
        self.number = number


@op
def opened(number: int) -> Handle:
    """A handle."""
    return Handle(number)


@op
def read(handle: Handle) -> int:
    """What it holds."""
    return handle.number
