"""What is printed and logged in this process, heard by context and not by process.

    with heard_by(ear):
        print("three rows")                     # ear.printed("stdout", "three rows")
        getLogger("shop").info("three rows")    # ear.logged(record)

Two tasks on two threads of one worker do not mix, and what is said outside of the block is left
alone: what stands in place of the streams, and around two methods of loggers, passes it through.
It is put there once, and again by the next block where another has taken it away.

Whatever becomes of the streams, as those of a worker whose terminal has gone, a body that prints
inside of the block does not fail by it.
"""

import logging
import sys
from collections.abc import Iterable
from contextvars import ContextVar, Token
from threading import Lock
from typing import Any, Literal, Protocol, TypeAlias

StreamName: TypeAlias = Literal["stdout", "stderr"]

LEAST = logging.INFO
"""Level from which on is heard what a logger lets through that nobody has given a level."""


class Ear(Protocol):
    """Who hears what is said in a context. Nothing of it raises."""

    @property
    def echoes(self) -> bool:
        """Whether the streams get it as well."""

    @property
    def listens(self) -> bool:
        """Whether it is to be told at all."""

    def printed(self, stream: StreamName, text: str, /) -> None:
        """Take what was written to a stream."""

    def logged(self, record: logging.LogRecord, /) -> None:
        """Take what a logger let through."""


_EAR: ContextVar[Ear | None] = ContextVar("dagcompile_ear", default=None)


class heard_by:  # noqa: N801  (used as a function is; each task pays for it)
    """While inside, and in what is started there with this context, `ear` hears what is said."""

    __slots__ = ("_ear", "_token")

    def __init__(self, ear: Ear) -> None:
        self._ear = ear

    def __enter__(self) -> None:
        _see_to_it()
        self._token: Token[Ear | None] = _EAR.set(self._ear)

    def __exit__(self, *_: object) -> None:
        _EAR.reset(self._token)


class Deaf:
    """Hears nothing, so that all is as it would be, but for streams that have gone."""

    listens = False

    def __init__(self, *, echoes: bool = True) -> None:
        self.echoes = echoes

    def printed(self, stream: StreamName, text: str, /) -> None:
        """Nothing."""

    def logged(self, record: logging.LogRecord, /) -> None:
        """Nothing."""


DEAF, _SILENT = Deaf(), Deaf(echoes=False)


# --- streams ------------------------------------------------------------------------------------


class Stream:
    """A standard stream of this process, `own`, which may be None, and the ears that hear it."""

    def __init__(self, name: StreamName, own: Any) -> None:
        self._name = name
        self._own = own

    def write(self, text: str, /) -> int:
        """Write `text` where this context's go."""
        ear = _EAR.get()
        if ear is None:
            return 0 if self._own is None else int(self._own.write(text))
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if ear.listens:
            ear.printed(self._name, text)
        if ear.echoes:
            self._echo(text)
        return len(text)

    def writelines(self, lines: Iterable[str], /) -> None:
        """Write each."""
        for each in lines:
            self.write(each)

    def flush(self) -> None:
        """As the stream does; of one that has gone, nothing, where an ear hears it."""
        try:
            if self._own is not None:
                self._own.flush()
        except (OSError, ValueError):
            if _EAR.get() is None:
                raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return _standing, (self._name,)  # in another process, what stands there

    def _echo(self, text: str) -> None:
        token = _EAR.set(DEAF)  # of a stream that stands in place of one of these
        try:
            if self._own is not None:
                self._own.write(text)
        except UnicodeEncodeError as error:
            escaped = text.encode(error.encoding, "backslashreplace").decode(error.encoding)
            self._own.write(escaped)
        except (OSError, ValueError):
            pass  # it has gone, or is closed
        finally:
            _EAR.reset(token)


def _standing(name: StreamName) -> Any:
    return getattr(sys, name)


# --- loggers ------------------------------------------------------------------------------------

_ENABLED = logging.Logger.isEnabledFor
_CALL = logging.Logger.callHandlers


def _is_enabled_for(self: logging.Logger, level: int) -> bool:
    if _ENABLED(self, level):
        return True
    ear = _EAR.get()
    return ear is not None and ear.listens and _heard_at(self, level)


def _heard_at(logger: logging.Logger, level: int) -> bool:
    """Whether a record is for an ear that is not for the handlers: nobody gave its logger a level,
    and the one that all have is Python's own.
    """
    if level < LEAST or logger.disabled or logger.manager.disable >= level:
        return False
    each: logging.Logger | None = logger
    while each is not None and not each.level:
        each = each.parent
    return each is None or (each is logger.root and each.level == logging.WARNING)


def _call_handlers(self: logging.Logger, record: logging.LogRecord) -> None:
    ear = _EAR.get()
    if ear is None:
        _CALL(self, record)
        return
    token = _EAR.set(DEAF if ear.echoes else _SILENT)  # what handlers write was heard as the record
    try:
        if ear.listens:
            ear.logged(record)
        if _ENABLED(self, record.levelno):
            _CALL(self, record)
    finally:
        _EAR.reset(token)


# --- both ---------------------------------------------------------------------------------------

_installing = Lock()


def _see_to_it() -> None:
    """Have streams and loggers heard. Others that stand around these are left there."""
    if (
        type(sys.stdout) is Stream
        and type(sys.stderr) is Stream
        and logging.Logger.callHandlers is not _CALL
        and logging.Logger.isEnabledFor is not _ENABLED
    ):
        return
    with _installing:
        if type(sys.stdout) is not Stream:
            sys.stdout = Stream("stdout", sys.stdout)
        if type(sys.stderr) is not Stream:
            sys.stderr = Stream("stderr", sys.stderr)
        if logging.Logger.callHandlers is _CALL:
            logging.Logger.callHandlers = _call_handlers  # type: ignore[method-assign]
        if logging.Logger.isEnabledFor is _ENABLED:
            logging.Logger.isEnabledFor = _is_enabled_for  # type: ignore[method-assign]
