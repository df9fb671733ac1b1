"""What an op prints and logs on a worker, told line by line to who watches the run.

    with speaking(log, node, on=worker, speech="told"):
        value = fn(*args)

A line is a message of the run's channel (see `Listener`), not an event of it. A flood neither
stops a run nor fills the scheduler's memory: of one node so many lines are told at once and so many
a second, likewise of all nodes on one worker; the others are counted, and the last of them are told
at the end. The worker's own log has them all.
"""

import logging
import os
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal, TypeAlias

from dagcompile.runtime.dask.running.ears import StreamName
from dagcompile.runtime.dask.running.overhearing import heard_by, put_back
from dagcompile.runtime.events import Event, Log

Speech: TypeAlias = Literal["told", "moved"]
"""Whether lines are told beside going to the worker's log, or in its place, for that is the
terminal of the one who is told.
"""

LONGEST = 500
"""Characters that are told of a line."""
RECORD = 4_000
"""Characters that are told of a log record with all of its lines."""
TAIL = 10
"""Lines, the last of those that were left out, that are told at the end."""

_PATIENCE = 1.0
"""Seconds that the end of a task waits for what a thread of its body is just saying."""

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Allowance:
    """So many at once, and so many a second: what has run out comes back for a second's worth, so
    that lines are left out in one piece and not between any two.
    """

    def __init__(
        self, burst: int, rate: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._rate = rate
        self._clock = clock
        self._left = float(burst)
        self._out = False
        self._seen = clock()
        self._one = Lock()

    def take(self) -> bool:
        """Whether one more is allowed, which counts then."""
        with self._one:
            now = self._clock()
            self._left = min(self._burst, self._left + (now - self._seen) * self._rate)
            self._seen = now
            allowed = self._left >= (max(1, min(self._rate, self._burst)) if self._out else 1)
            self._left -= allowed
            self._out = not allowed
            return allowed


def of_a_node() -> Allowance:
    """What one task may say."""
    return Allowance(200, 20.0)


def of_a_worker() -> Allowance:
    """What all tasks of a run on one worker may say."""
    return Allowance(1_000, 100.0)


class _Partial:
    """The line that a stream is in the midst of: its beginning, and how long it is."""

    __slots__ = ("length", "over", "text")

    def __init__(self) -> None:
        self.text = ""
        self.length = 0
        self.over = False
        """Whether what comes next is written over it."""

    def add(self, text: str) -> None:
        """More of it. A carriage return lets what follows be written over what stands before."""
        first, *others = text.split("\r")
        self._append(first)
        for each in others:
            self.over = True
            self._append(each)

    def _append(self, text: str) -> None:
        if text and self.over:
            self.text, self.length, self.over = "", 0, False
        self.text += text[: max(0, LONGEST - len(self.text))]
        self.length += len(text)

    def end(self) -> str:
        """It has ended; gives what is told of it."""
        text = clean(self.text)
        if self.length > LONGEST:
            text += f"… ({self.length:,} characters)"
        self.text, self.length, self.over = "", 0, False
        return text


class Voice:
    """The ear for what one task says, until it ends.

    Args:
        tell: takes what is told: `text` and the like.
        speech: whether the streams get it as well.
        allowances: all of which have to allow a line.
    """

    listens = True

    def __init__(
        self,
        tell: Callable[[Event], None],
        *,
        speech: Speech = "told",
        allowances: tuple[Allowance, ...] = (),
    ) -> None:
        self.echoes = speech == "told"
        self._tell = tell
        self._allowances = allowances
        self._process = os.getpid()
        self._partial = {"stdout": _Partial(), "stderr": _Partial()}
        self._left_out = 0
        self._last: deque[Event] = deque(maxlen=TAIL)
        self._one = Lock()

    def printed(self, stream: StreamName, text: str, /) -> None:
        """Tell the lines that end in `text`."""
        if not self.listens or os.getpid() != self._process:  # a child that was forked
            return
        with self._one:
            partial = self._partial[stream]
            *ended, rest = text.split("\n")
            for each in ended:
                partial.add(each)
                self._line(stream, partial.end())
            partial.add(rest)

    def logged(self, record: logging.LogRecord, /) -> None:
        """Tell a record."""
        if not self.listens or os.getpid() != self._process:
            return
        said = {"level": record.levelname, "logger": record.name}
        lines = [_shortened(clean(each), LONGEST) for each in _text_of(record).split("\n")]
        text = _shortened("\n".join(lines), RECORD)
        with self._one:
            self._say({"stream": "log", **said, "text": text})

    def close(self) -> None:
        """Tell what is left. Later nothing is told: a body that outlives its step is not heard."""
        # One that was told to stop may have been stopped while it held the lock.
        held = self._one.acquire(timeout=_PATIENCE)
        self.listens = False
        for stream, partial in self._partial.items():
            self._line(stream, partial.end())
        last = [each for each in self._last if self._allowed(self._allowances[1:])]
        if left_out := self._left_out - len(last):
            self._tell({"left_out": left_out})
        for each in last:
            self._tell(each)
        if held:
            self._one.release()

    def _line(self, stream: str, text: str) -> None:
        if text and not text.isspace():
            self._say({"stream": stream, "text": text})

    def _say(self, said: Event) -> None:
        if not self._allowed(self._allowances):
            self._left_out += 1
            self._last.append(said)
            return
        if self._left_out:
            said = {**said, "left_out": self._left_out}
            self._left_out = 0
            self._last.clear()
        self._tell(said)

    @staticmethod
    def _allowed(allowances: tuple[Allowance, ...]) -> bool:
        return all(each.take() for each in allowances)


@dataclass(slots=True)
class _Spoken:
    """`speaking`, with somebody who listens."""

    voice: Voice
    heard: heard_by

    def __enter__(self) -> None:
        self.heard.__enter__()

    def __exit__(self, *_: object) -> None:
        self.heard.__exit__()
        self.voice.close()


def speaking(
    log: Log, node: str, *, worker: Any, speech: Speech, allowance: Allowance
) -> AbstractContextManager[None]:
    """While inside, what is said in this context is told by `log` as said by `node`.

    Args:
        worker: the one of distributed that runs the task.
        allowance: of all tasks of the run on this worker.
    """
    who: Event = {"node": node, "worker": called(worker)}
    voice = Voice(
        lambda said: log.emit("line", {**who, **said}),
        speech=speech,
        allowances=(of_a_node(), allowance),
    )
    return _Spoken(voice, heard_by(voice))


_HERE: set[str] = set()
"""Topics of the runs that somebody in this process watches."""


@contextmanager
def heard_here(topic: str) -> Iterator[None]:
    """While inside, this process prints what is said in the run of `topic`: a worker that lives
    here does not print it once more.
    """
    _HERE.add(topic)
    try:
        yield
    finally:
        _HERE.discard(topic)
        put_back()


def is_heard_here(topic: str) -> bool:
    """Whether this process prints what is said in the run of `topic`."""
    return topic in _HERE


def called(worker: Any) -> str:
    """What a person calls a worker: the name that somebody gave it, else its address."""
    name, address = worker.name, str(worker.address)
    return name if isinstance(name, str) and name != address else address.partition("://")[2]


def clean(text: str) -> str:
    """`text` without colours and movements of a terminal, other controls as escapes."""
    if text.isprintable():
        return text
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", _ESCAPES.sub("", text))


def _shortened(text: str, longest: int) -> str:
    """`text` without its middle where it is too long: a traceback ends with what it is about."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]}… ({len(text):,} characters) …{text[-half:]}"


def _text_of(record: logging.LogRecord) -> str:
    """The message of a record, and the traceback that it has."""
    try:
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + logging.Formatter().formatException(record.exc_info)
        if record.stack_info:
            text += "\n" + record.stack_info
    except Exception as error:  # noqa: BLE001  (the handlers say what they make of it)
        return f"{record.msg!r} ({type(error).__name__}: {error})"
    return text
