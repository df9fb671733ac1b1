"""What is printed and logged in this process, heard by context and not by process.

    with heard_by(ear):
        print("three rows")                     # ear.printed("stdout", "three rows")
        getLogger("shop").info("three rows")    # ear.logged(record)

Two tasks on two threads of one worker do not mix, and what is said outside of the block is left
alone: the streams stay the objects that they are. While there is any block, methods of them and
of loggers are others, which pass on what nobody hears; a moment after the last block they are as
before, but for what somebody else has put in their place.

The streams are those that stand when the first of several blocks begins. One that is put there
later, as by `contextlib.redirect_stdout`, is the affair of who put it there: it gets all that is
written to it, and nobody hears it.

Whatever becomes of the streams, as those of a worker whose terminal has gone, a body that prints
inside of the block does not fail by it, and no handler that writes to them.
"""

import io
import logging
import sys
import time
from collections.abc import Callable
from contextvars import Token
from functools import partial
from threading import Event, Lock, Thread
from typing import Any

from dagcompile.runtime.dask.running.ears import (
    EAR,
    Ear,
    StreamName,
    call_handlers,
    flushing,
    is_enabled_for,
    writing,
    writing_lines,
)

MOMENT = 0.05
"""Seconds after the last block until all is put back."""


class heard_by:  # noqa: N801  (used as a function is; each task pays for it)
    """While inside, and in what is started there with this context, `ear` hears what is said."""

    __slots__ = ("_ear", "_token")

    def __init__(self, ear: Ear) -> None:
        self._ear = ear

    def __enter__(self) -> None:
        try:
            _begin(self)
        except BaseException:
            _end(self)
            raise
        self._token: Token[Ear | None] = EAR.set(self._ear)

    def __exit__(self, *_: object) -> None:
        EAR.reset(self._token)
        _end(self)


def heard_for_good() -> None:
    """Streams and loggers are not put back as long as this process lives, which has but one
    purpose: what a body that outlives its block says is not heard, and does not come out either.
    """
    if _FOR_GOOD not in _blocks:
        _begin(_FOR_GOOD)


class _Nowhere(io.TextIOBase):
    """What stands where a process has no stream."""

    def write(self, text: str, /) -> int:
        return len(text)


class _Stead:
    """A function in place of `owner.name`, which is an object's or a class's own method."""

    def __init__(self, owner: Any, name: str, made: Callable[..., Any]) -> None:
        self._owner = owner
        self._name = name
        self._made = made
        self._before = vars(owner).get(name)
        """None where it is of the class of the object."""
        self._put(made)

    def undo(self) -> None:
        """Put back what was there, if nobody else has put something there."""
        if vars(self._owner).get(self._name) is not self._made:
            return
        if self._before is None:
            del vars(self._owner)[self._name]  # of a class it is not None
        else:
            self._put(self._before)

    def _put(self, function: Any) -> None:
        if isinstance(self._owner, type):
            setattr(self._owner, self._name, function)
        else:  # past what stands around a stream and sets what that has
            vars(self._owner)[self._name] = function


_FOR_GOOD = object()
_one = Lock()
_blocks: set[object] = set()
"""Those that have begun and not ended."""
_streams: list[Any] = []
"""Those that are heard."""
_done: list[Callable[[], None]] = []
"""What undoes what has been done for the blocks, the last first."""
_silence = Event()
"""Set when the last block ends."""


def _begin(block: object) -> None:
    """Have streams and loggers heard."""
    with _one:
        first = not _blocks
        _blocks.add(block)
        if sys.stdout in _streams and sys.stderr in _streams:
            return
        if first:
            _undo()
            for attribute, make in _OF_LOGGERS:
                own = getattr(logging.Logger, attribute)
                _done.append(_Stead(logging.Logger, attribute, make(own)).undo)
            Thread(target=_await_silence, name="dagcompile-hearing", daemon=True).start()
        for name in _STREAMS:
            stream = getattr(sys, name)
            # Of others than the process's own, an op may be the one who put them there.
            if first or (stream is not None and stream is getattr(sys, f"__{name}__")):
                _hear(name, stream)


_STREAMS: tuple[StreamName, ...] = ("stdout", "stderr")
_OF_LOGGERS = (("isEnabledFor", is_enabled_for), ("callHandlers", call_handlers))


def _hear(name: StreamName, stream: Any) -> None:
    if any(each is stream for each in _streams):
        return
    if stream is None:
        stream = _Nowhere()
        setattr(sys, name, stream)
        _done.append(partial(_take_away, name, stream))
    _streams.append(stream)
    if isinstance(stream, type) or not (hasattr(stream, "__dict__") and hasattr(stream, "write")):
        return  # it cannot be heard
    write = writing(name, stream.write)
    _done.append(_Stead(stream, "write", write).undo)
    if hasattr(stream, "writelines"):
        lines = writing_lines(write, stream.writelines)
        _done.append(_Stead(stream, "writelines", lines).undo)
    if hasattr(stream, "flush"):
        _done.append(_Stead(stream, "flush", flushing(stream.flush)).undo)


def _take_away(name: StreamName, stream: Any) -> None:
    if getattr(sys, name) is stream:
        setattr(sys, name, None)


def _end(block: object) -> None:
    with _one:
        _blocks.discard(block)
        if not _blocks:
            _silence.set()


def put_back() -> bool:
    """Have streams and loggers as they were, unless there is a block; gives whether there is none.
    Without it that is done a moment after the last block, for the next often begins at once.
    """
    with _one:
        if not _blocks:
            _undo()
        return not _blocks


def _undo() -> None:
    while _done:
        _done.pop()()
    _streams.clear()


def _await_silence() -> None:
    """Put back what one block has begun, unless somebody else does."""
    while True:
        _silence.wait()
        time.sleep(MOMENT)
        _silence.clear()
        if put_back():
            return
