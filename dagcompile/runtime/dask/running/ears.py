"""Who hears what is said in a context, and what methods of streams and loggers tell them."""

import logging
from collections.abc import Callable, Iterable
from contextvars import ContextVar
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


EAR: ContextVar[Ear | None] = ContextVar("dagcompile_ear", default=None)
"""Who hears what is said in this context."""


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


def writing(name: StreamName, own: Callable[[str], Any]) -> Callable[[str], Any]:
    """`write` of a stream whose own is `own`."""

    def write(text: str, /) -> Any:
        ear = EAR.get()
        if ear is None:
            return own(text)
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if ear.listens:
            ear.printed(name, text)
        if ear.echoes:
            _echo(own, text)
        return len(text)

    return write


def writing_lines(
    write: Callable[[str], Any], own: Callable[[Iterable[str]], Any]
) -> Callable[[Iterable[str]], Any]:
    """`writelines` of a stream, some of which do not write if they are closed."""

    def writelines(lines: Iterable[str], /) -> Any:
        if EAR.get() is None:
            return own(lines)
        for each in lines:
            write(each)
        return None

    return writelines


def flushing(own: Callable[[], Any]) -> Callable[[], Any]:
    """`flush` of a stream: of one that has gone, nothing, where an ear hears it."""

    def flush() -> Any:
        try:
            return own()
        except (OSError, ValueError):
            if EAR.get() is None:
                raise
            return None

    return flush


def _echo(write: Callable[[str], Any], text: str) -> None:
    token = EAR.set(DEAF)  # of a stream that stands around another of these
    try:
        write(text)
    except UnicodeEncodeError as error:
        write(text.encode(error.encoding, "backslashreplace").decode(error.encoding))
    except (OSError, ValueError):
        pass  # it has gone, or is closed
    finally:
        EAR.reset(token)


# --- loggers ------------------------------------------------------------------------------------


def is_enabled_for(own: Callable[..., bool]) -> Callable[..., bool]:
    """`isEnabledFor` of loggers, whose own is `own`."""

    def isEnabledFor(self: logging.Logger, level: int) -> bool:  # noqa: N802
        if own(self, level):
            return True
        ear = EAR.get()
        return ear is not None and ear.listens and _heard_at(self, level)

    return isEnabledFor


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


def call_handlers(own: Callable[..., None]) -> Callable[..., None]:
    """`callHandlers` of loggers, likewise."""

    def callHandlers(self: logging.Logger, record: logging.LogRecord) -> None:  # noqa: N802
        ear = EAR.get()
        if ear is None:
            own(self, record)
            return
        # What handlers write was heard as the record; and what is enabled for it is for them.
        token = EAR.set(DEAF if ear.echoes else _SILENT)
        try:
            if ear.listens:
                ear.logged(record)
            if self.isEnabledFor(record.levelno) or not _heard_at(self, record.levelno):
                own(self, record)
        finally:
            EAR.reset(token)

    return callHandlers
