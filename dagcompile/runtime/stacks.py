"""Where another thread is, as a traceback to be raised with: files, lines and functions.

It holds none of the frames that it tells of, and so nothing of what is in them.
"""

import sys
from collections.abc import Iterator
from types import CodeType, CoroutineType, FrameType, FunctionType, TracebackType
from typing import Any

from dagcompile.runtime.coroutines import awaited

_OF_SOURCE = ("__name__", "__loader__", "__spec__")
"""Names of a module by which its source is found where it is in no file."""


def stack_of(thread: int | None, *, below: CodeType) -> TracebackType | None:
    """The calls that the thread of number `thread` is in, those that `below` made; None if none."""
    trace: TracebackType | None = None
    for frame in _frames(sys._current_frames().get(thread or 0)):
        if frame.f_code is below:
            return trace
        # No instruction is given, since it would be one of the code that stands in.
        trace = TracebackType(trace, _stand_in(frame), -1, frame.f_lineno or 0)
    return None


def _frames(frame: FrameType | None) -> list[FrameType]:
    """From the innermost outwards. Below a loop of ours, those of the coroutine that it runs."""
    within: list[FrameType] = []
    while frame is not None:
        if frame.f_code is awaited.__code__ and (waiting := _awaiting(frame.f_locals["coroutine"])):
            within = [*reversed(waiting)]
        within.append(frame)
        frame = frame.f_back
    return within


def _awaiting(coroutine: Any) -> list[FrameType]:
    """Where a coroutine waits, its own frame first; nothing of one that runs, or has ended."""
    found: list[FrameType] = []
    while type(coroutine) is CoroutineType and coroutine.cr_frame and not coroutine.cr_running:
        found.append(coroutine.cr_frame)
        coroutine = coroutine.cr_await
    return found


def _stand_in(frame: FrameType) -> FrameType:
    """A frame that is told of like `frame`, holds none of its variables, and was called by none."""
    real = frame.f_code
    code = _nothing.__code__.replace(co_filename=real.co_filename, co_name=real.co_name)
    names = {name: frame.f_globals[name] for name in _OF_SOURCE if name in frame.f_globals}
    found: FrameType = FunctionType(code, names)().gi_frame
    return found


def _nothing() -> Iterator[None]:
    yield  # the frame of a generator that was never started has no caller
