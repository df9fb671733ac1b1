"""What a run tells while it goes, one JSON object a line.

    {"event": "started", "run": "r1", "pipeline": "daily", "node": "load", "attempt": 1, ...}

Per node, in this order: an input guard's `guard`, an `expectation` of inputs alone; `started`, then
`retrying` or `failed` or `returned`, for each attempt, with a `materialization` between for each
asset that the body says it wrote; `guard` for each output, then `expectation`
for each of outputs; `failed` again where one of these did not pass. A node that never starts tells
nothing: how every node ended is in `run_finished`, the last event of a run, unless it is killed.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from dagcompile.runtime.debug.watch import Watch

Event: TypeAlias = dict[str, object]
"""JSON builtins only."""

Sink: TypeAlias = Callable[[Event], None]
"""Takes one event. It must not raise."""


@runtime_checkable
class Listener(Protocol):
    """A sink for someone who watches the run, and is also told what is no event of it.

    A message has the form of an event, and is one of these:

        cluster    where the run is: how many `workers` and `threads`, and the `dashboard`
        outcome    how a `node` ended that did not succeed, or was withheld in part
        line       `text` that a `node` printed or logged on a `worker`: to `stdout` or `stderr`,
                   or by a logger, whose name is `logger` then, at a `level`; `left_out` counts
                   lines before it that were too many to tell
    """

    def __call__(self, event: Event, /) -> None: ...

    def hear(self, message: Event, /) -> None:
        """Take one message. It must not raise."""


EVENTS_VARIABLE = "DAGCOMPILE_EVENTS"
"""Environment variable that names the file to which events are appended."""

MESSAGE, TRACEBACK = 10_000, 32_000
"""Characters of them that a record has of one error."""

_OWN = str(Path(__file__).parents[__name__.count(".") - 1]) + os.sep
"""The folder of the package that this one is in, or of a copy of this one that stands alone."""

_HERE = f"{__name__.rpartition('.')[0]}."


def write_line(path: str, event: Event) -> None:
    """Append `event` to the file `path`, whole: one write of one line.

    Raises:
        OSError: the file cannot be written.
    """
    line = json.dumps(event, separators=(", ", ": ")) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, line.encode("ascii"))
    finally:
        os.close(descriptor)


def file_sink(path: str) -> Sink:
    """A sink that appends to the file `path`, which is tried at once.

    It is the same file wherever an op changes to. Should it become unwritable later, standard error
    says so once, and the run goes on.

    Raises:
        OSError: the file cannot be written.
    """
    path = os.path.abspath(path)
    complained = False

    def sink(event: Event) -> None:
        nonlocal complained
        try:
            write_line(path, event)
        except OSError as error:
            if not complained:
                sys.stderr.write(f"dagcompile: events are lost: {error}\n")
            complained = True

    with Path(path).open("a", encoding="ascii"):
        return sink


class Log:
    """The events of one run, each handed to every sink.

    `watch` sees to it that values are not changed in place, where a run is asked to.
    """

    __slots__ = ("pipeline", "run", "sinks", "watch")

    def __init__(
        self,
        *,
        run: str,
        pipeline: str,
        sinks: tuple[Sink, ...] = (),
        watch: "Watch | None" = None,
    ) -> None:
        self.run = run
        self.pipeline = pipeline
        self.sinks = sinks
        self.watch = watch

    def started(self, node: str, *, attempt: int) -> None:
        """Tell that an attempt at a node begins."""
        if self.sinks:
            self.emit("started", {"node": node, "attempt": attempt})

    def retrying(
        self,
        node: str,
        error: BaseException,
        *,
        attempt: int,
        attempts: int,
        wait: float | None = None,
    ) -> None:
        """Tell that an attempt failed by `error` and is followed by another.

        Args:
            attempts: how many there are at most.
            wait: seconds until the next; None where that is for the engine to say.
        """
        if self.watch is not None:
            self.watch.between(node, self)
        if self.sinks:
            told: Event = {"node": node, "attempt": attempt, "attempts": attempts}
            if wait is not None:
                told["wait"] = round(wait, 3)
            self.emit("retrying", {**told, "error": error_record(error)})

    def failed(self, node: str, error: BaseException, *, attempt: int | None = None) -> None:
        """Tell that a node failed by `error`: in its last attempt, or in none."""
        if self.sinks:
            number = {} if attempt is None else {"attempt": attempt}
            self.emit("failed", {"node": node, **number, "error": error_record(error)})

    def materialized(self, node: str, record: Event, *, attempt: int) -> None:
        """Tell that the body of a node said that it wrote an asset."""
        self.emit("materialization", {"node": node, "attempt": attempt, **record})

    def returned(self, node: str, *, withheld: Sequence[str] = ()) -> None:
        """Tell that the body of a node returned, and which outputs it withheld."""
        if self.sinks:
            self.emit("returned", {"node": node, "withheld": list(withheld)})

    def of_findings(self) -> "Log":
        """The same log, to which a verdict that has passed is not told."""
        sinks = tuple(map(_of_findings, self.sinks))
        return Log(run=self.run, pipeline=self.pipeline, sinks=sinks, watch=self.watch)

    def emit(self, event: str, fields: Mapping[str, object]) -> None:
        """Send one event. Does nothing where nobody listens."""
        if not self.sinks:
            return
        record: Event = {"event": event, "run": self.run, "pipeline": self.pipeline}
        record.update(fields)
        record["time"] = datetime.now(UTC).isoformat(timespec="milliseconds")
        for sink in self.sinks:
            sink(record)


def _of_findings(sink: Sink) -> Sink:
    def told(event: Event) -> None:
        verdict: Any = event.get("verdict")
        if verdict is None or verdict["outcome"] != "pass":
            sink(event)

    return told


class RemoteError(Exception):
    """What a node raised in another process, by its record."""

    def __init__(self, record: Event) -> None:
        super().__init__(record)
        self.record = record

    def __str__(self) -> str:
        return str(self.record["message"])


def error_record(error: BaseException) -> Event:
    """`error` as JSON: class, message, and a traceback that begins in the user's code.

    Of a message beyond `MESSAGE` and a traceback beyond `TRACEBACK` characters both ends.
    """
    if isinstance(error, RemoteError):
        return error.record
    message, trace = _message(error), _traceback(error)
    if len(message) > MESSAGE:
        whole, message = message, shortened(message, MESSAGE)
        trace = trace.replace(whole, message)  # that the frames before it are there
    return {
        "type": _class(type(error)),
        "message": message,
        "traceback": shortened(trace, TRACEBACK),
    }


def shortened(text: str, longest: int) -> str:
    """`text`, or of one with more than `longest` characters so many, of both ends, and how many
    were left out.
    """
    if (more := len(text) - longest) <= 0:
        return text
    half = longest // 2
    return f"{text[: longest - half]}… ({more:,} characters left out) …{text[-half:]}"


def _class(cls: type[BaseException]) -> str:
    """The path of a class. One of ours is called alike by every copy of this package."""
    path = f"{cls.__module__}.{cls.__qualname__}"
    return f"dagcompile.runtime.{path[len(_HERE) :]}" if path.startswith(_HERE) else path


def is_guards(record: Event) -> bool:
    """Whether an error's record is that of a guard that did not pass."""
    return record["type"] == "dagcompile.runtime.verdict.GuardFailed"


def is_expectations(record: Event) -> bool:
    """Whether an error's record is that of an expectation that was not met."""
    return record["type"] == "dagcompile.runtime.expectations.ExpectationFailed"


def summary(record: Event) -> str:
    """An error's record as its class, without a module, and its message."""
    kind = str(record["type"]).rpartition(".")[2]
    return f"{kind}: {record['message']}" if record["message"] else kind


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as failure:  # noqa: BLE001  (a run does not end for want of words)
        return f"<{type(error).__name__} whose text raises {type(failure).__name__}>"


def _traceback(error: BaseException) -> str:
    trace = user_frames(error.__traceback__)
    try:
        return "".join(traceback.format_exception(type(error), error, trace))
    except Exception:  # noqa: BLE001  (an exception may hold anything in place of its notes or lines)
        return "".join(traceback.format_tb(trace))


def user_frames(trace: TracebackType | None) -> TracebackType | None:
    """`trace` without the frames of dagcompile before the first other one, if there is one."""
    return frames_beyond(trace) or trace


def frames_beyond(trace: TracebackType | None) -> TracebackType | None:
    """`trace` from the first frame that is not of dagcompile; None where all are."""
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_OWN):
        trace = trace.tb_next
    return trace
