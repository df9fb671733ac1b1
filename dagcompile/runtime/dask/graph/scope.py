"""What every task of a run has to know of it, and how it tells what becomes of its node."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.dask.running.channel import channel, outbox_of, this_worker
from dagcompile.runtime.dask.running.ears import DEAF
from dagcompile.runtime.dask.running.overhearing import heard_by, heard_for_good
from dagcompile.runtime.dask.running.speaking import Speech, is_heard_here, speaking
from dagcompile.runtime.debug import Debug
from dagcompile.runtime.events import Event, Log, Sink, error_record
from dagcompile.runtime.tokens import Missing, Outcome

if TYPE_CHECKING:
    from dagcompile.runtime.debug.watch import Watch

MESSAGE, TRACEBACK = 2_000, 6_000
"""Characters of them that a token carries of one failure."""
MANY = 20
"""Failures of which a token carries the tracebacks."""

_AS_IT_IS = nullcontext()


class Scope:
    """One run, as its tasks know it.

    Args:
        topic: where events go; None where nobody listens.
        debug: what is debugged.
        speech: what becomes of what ops print and log; None where nobody watches the run.
    """

    __slots__ = ("debug", "pipeline", "run", "speech", "topic")

    def __init__(
        self,
        pipeline: str,
        run: str,
        topic: str | None,
        debug: Debug | None,
        speech: Speech | None = None,
    ) -> None:
        self.pipeline = pipeline
        self.run = run
        self.topic = topic
        self.debug = debug
        self.speech = speech

    def __reduce__(self) -> tuple[Any, ...]:
        return Scope, (self.pipeline, self.run, self.topic, self.debug, self.speech)

    def speaking(self, node: str) -> AbstractContextManager[None]:
        """While inside, on a worker, what `node` prints and logs is told to who watches the run."""
        worker = this_worker()
        if worker is None:
            return _AS_IT_IS
        if self.topic is None or self.speech is None:
            return heard_by(DEAF)
        if self.speech == "moved":
            heard_for_good()  # a worker that lives as long as the run
        outbox = outbox_of(self.topic, worker)
        return speaking(
            Log(run=self.run, pipeline=self.pipeline, sinks=(outbox.add,)),
            node,
            worker=worker,
            speech="moved" if is_heard_here(self.topic) else self.speech,
            allowance=outbox.allowance,
        )

    def log(self, watch: "Watch | None" = None) -> Log:
        """Where events go, on the worker that runs a task.

        Args:
            watch: what watches the task; if None, that of the run, where there is one.
        """
        if watch is None and self.debug is not None:
            from dagcompile.runtime.debug.watch import watch_of

            watch = watch_of(self.run)
        sinks = () if self.topic is None else channel(self.topic)
        return Log(run=self.run, pipeline=self.pipeline, sinks=sinks, watch=watch)


def beside(log: Log) -> Log:
    """`log` for a key beside that of its step: it may be on another worker, whose messages are as
    fast, and what it tells comes after what the step has told.
    """
    sinks = tuple(partial(_beside, each) for each in log.sinks)
    return Log(run=log.run, pipeline=log.pipeline, sinks=sinks, watch=log.watch)


def _beside(sink: Sink, event: Event) -> None:
    event["beside"] = True  # which the inbox takes off
    sink(event)


def ended(
    log: Log,
    node: str,
    outcome: Outcome,
    *,
    withheld: Sequence[str] = (),
    error: Event | None = None,
) -> None:
    """Tell the client how a node ended, which is none of the run's events. Of a node that is not
    told of, it knows that all went well.
    """
    if log.sinks and (outcome != "ok" or withheld):
        fields: Event = {"node": node, "outcome": outcome, "withheld": list(withheld)}
        if error is not None:
            fields["error"] = error
        log.emit("outcome", fields)


def failed(log: Log, node: str, error: BaseException) -> Missing:
    """The token of a node that failed by `error`, which the client is told."""
    record = error_record(error)
    ended(log, node, "failed", error=record)
    kept = {
        **record,
        "message": _bounded(str(record["message"]), MESSAGE),
        "traceback": _bounded(str(record["traceback"]), TRACEBACK),
    }
    return Missing(node, "failed", ((node, kept),))


def stopped(log: Log, node: str, outcome: Outcome, values: Iterable[object]) -> Missing:
    """The token of a node that was not called because of `values`, which the client is told."""
    ended(log, node, outcome)
    if outcome != "not_run":
        return Missing(node, "skipped")
    return Missing(node, "not_run", failures_in(values))


def failures_in(values: Iterable[object]) -> tuple[tuple[str, Event], ...]:
    """The failures that the tokens among `values` come from, each once."""
    found: dict[str, Event] = {}
    for each in values:
        if type(each) is Missing:
            found.update(each._failures)
    if len(found) <= MANY:
        return tuple(found.items())
    return tuple((node, {**record, "traceback": ""}) for node, record in found.items())


def _bounded(text: str, longest: int) -> str:
    """`text`, without its middle where it is too long."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]}\n...\n{text[-half:]}"
