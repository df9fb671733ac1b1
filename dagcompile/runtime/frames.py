"""What an exception keeps alive: by its traceback the frames it went through, by them their
variables. The report of a run holds the exceptions of its failed nodes, and ought not to hold the
values that they failed on until the run has ended.
"""

from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType

_GENERATOR = 0x20 | 0x200
"""Flags of the code of generators, asynchronous ones too. One that is suspended would be closed by
clearing its frame, and may be somebody's who still wants it."""


def release(error: BaseException) -> None:
    """Drop the variables of the frames that `error`, and what led to it, went through.

    The traceback still tells files, lines and functions. Frames that are running keep theirs.
    """
    for each in _chain(error):
        trace = each.__traceback__
        while trace is not None:
            _clear(trace)
            trace = trace.tb_next


def _clear(trace: TracebackType) -> None:
    if not trace.tb_frame.f_code.co_flags & _GENERATOR:
        with suppress(RuntimeError):  # it is running
            trace.tb_frame.clear()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """`error`, its causes, what was being handled when they were raised, and their members."""
    seen: set[int] = set()
    rest: list[BaseException | None] = [error]
    while rest:
        each = rest.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            rest += [each.__cause__, each.__context__]
            if isinstance(each, BaseExceptionGroup):
                rest += each.exceptions
            yield each
