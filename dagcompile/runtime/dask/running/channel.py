"""How events come from the tasks of a run to the client that started it.

On a distributed worker they are logged to a topic of the scheduler, which streams them to the
client; elsewhere they are handed over within the process. One message a task would cost an eighth
of a run of short tasks, so each worker sends those of a moment together; but none waits that says
that something went wrong. At the end the client has every worker send what it has, and is told how
many messages there were.

They travel as text of JSON: Dask's own messages hold neither lone surrogates nor large numbers, and
one that does breaks the worker's connection.
"""

import json
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any

from dagcompile.runtime.dask.running.speaking import called, of_a_worker
from dagcompile.runtime.dask.shim import is_busy
from dagcompile.runtime.events import Event, Sink

MOMENT = 0.05
"""Seconds for which an event may wait for others."""
FULL = 500
"""Events in one message at most."""
URGENT = frozenset({"failed", "materialization", "outcome", "retrying"})
"""Events that do not wait, and none before them."""

ALL = "all"
"""The topic on which a scheduler tells what becomes of its workers."""

_LOCAL: dict[str, Sink] = {}
"""Sinks of the runs that this process has started, by topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One message: the events, and the how manieth of its sender it is.

    Args:
        sender: the run on one worker, unlike any other.
        worker: what that is called.
    """

    sender: str
    worker: str
    number: int
    events: list[Event]


class Outbox:
    """The events of one run on one worker that have not been sent yet."""

    def __init__(self, topic: str, worker: Any) -> None:
        self.sender = uuid.uuid4().hex[:12]
        self.sent = 0
        self.allowance = of_a_worker()
        """What all tasks of the run may say on this worker."""
        self._closed = False
        self._topic = topic
        self._worker = worker
        self._texts: list[str] = []
        self._one = Lock()  # what is told first is sent first, whichever thread told it

    def add(self, event: Event) -> None:
        """Send `event` within a moment."""
        text = json.dumps(event)
        with self._one:
            if self._closed:
                return
            self._texts.append(text)
            if event["event"] in URGENT or len(self._texts) >= FULL:
                self._send()
            elif len(self._texts) == 1:
                _POST.take(self)

    def flush(self) -> None:
        """Send what there is."""
        with self._one:
            if self._texts:
                self._send()

    def close(self) -> None:
        """Send what there is, and nothing more."""
        self.flush()
        self._closed = True

    def _send(self) -> None:
        self.sent += 1
        who = f'"sender": "{self.sender}", "worker": {json.dumps(called(self._worker))}'
        head = f'{{{who}, "number": {self.sent}, "events": ['
        text = f"{head}{', '.join(self._texts)}]}}"
        # By its loop even from the loop itself, which else would overtake what threads have told.
        self._worker.loop.add_callback(self._worker.log_event, self._topic, text)
        self._texts = []


class _Post:
    """A thread of this process that sends what has waited for a moment."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Outbox] = SimpleQueue()
        self._thread: Thread | None = None

    def take(self, outbox: Outbox) -> None:
        """Have `outbox` sent in a moment."""
        if self._thread is None or not self._thread.is_alive():  # not begun, or a forked process
            self._thread = Thread(target=self._go, name="dagcompile-events", daemon=True)
            self._thread.start()
        self._waiting.put(outbox)

    def _go(self) -> None:
        while True:
            due = [self._waiting.get()]
            time.sleep(MOMENT)
            try:
                while True:
                    due.append(self._waiting.get_nowait())
            except Empty:
                for each in due:
                    each.flush()


_POST = _Post()
_OUTBOXES: dict[tuple[str, str], Outbox] = {}
"""By topic and worker, of which a process may have several."""


def topic_of(run: str) -> str:
    """Name of the scheduler's topic for the events of a run, which its pipeline and id name."""
    return f"dagcompile-{run}"


def this_worker() -> Any:
    """The distributed worker whose task is running in this thread; None elsewhere."""
    distributed = sys.modules.get("distributed")  # loaded in every worker
    if distributed is None:
        return None
    try:
        return distributed.get_worker()
    except ValueError:
        return None


def channel(topic: str) -> tuple[Sink, ...]:
    """Where the events of a run go, seen from the task that is running."""
    if topic in _LOCAL:
        return (_LOCAL[topic],)
    worker = this_worker()
    if worker is None:
        return ()
    return (outbox_of(topic, worker).add,)


def outbox_of(topic: str, worker: Any) -> Outbox:
    """The events of the run of `topic` on `worker` that have not been sent yet."""
    key = (topic, worker.id)
    return _OUTBOXES.get(key) or _OUTBOXES.setdefault(key, Outbox(topic, worker))


def sent(topic: str, dask_worker: Any) -> tuple[str, int] | None:
    """Send what is left of a run, which is over, on one worker; gives the sender and the number of
    its messages. To be run on the worker (`client.run`).
    """
    outbox = _OUTBOXES.pop((topic, dask_worker.id), None)
    if outbox is None:
        return None
    outbox.close()
    return outbox.sender, outbox.sent


def closed(topic: str, dask_worker: Any) -> tuple[tuple[str, int] | None, bool]:
    """As `sent`, of a run that nobody waits for; gives besides whether the worker has tasks that
    run or are to begin, any of which may be of the run. To be run on the worker.
    """
    return sent(topic, dask_worker), is_busy(dask_worker)


def sent_so_far(topic: str, dask_worker: Any) -> tuple[str, int] | None:
    """The same of a run that goes on."""
    outbox = _OUTBOXES.get((topic, dask_worker.id))
    if outbox is None:
        return None
    outbox.flush()
    return outbox.sender, outbox.sent


def received(stamped: tuple[float, Any]) -> Batch:
    """A message as it was sent, without the time at which the scheduler took it."""
    _, text = stamped
    return Batch(**json.loads(text))


@contextmanager
def local_channel(topic: str, sink: Sink) -> Iterator[None]:
    """While open, events of a run that are told in this process go to `sink`."""
    _LOCAL[topic] = sink
    try:
        yield
    finally:
        del _LOCAL[topic]
