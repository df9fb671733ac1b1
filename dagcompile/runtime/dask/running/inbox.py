"""What a run hears of its tasks: how each node ended, and the events that its sinks are to get."""

import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from dagcompile.runtime.dask.running.channel import Batch, sent, sent_so_far
from dagcompile.runtime.dask.running.losses import Losses
from dagcompile.runtime.dask.running.questions import ANSWER, NoAnswer, replied
from dagcompile.runtime.events import Event, Listener, RemoteError, Sink
from dagcompile.runtime.finishing import states_of
from dagcompile.runtime.report import NodeReport

LATE = 10.0
"""Seconds to wait for events that are still on their way when the graph has been computed."""


class Inbox:
    """Takes what tasks tell: outcomes are kept, events go on to the sinks of the run."""

    def __init__(self, sinks: tuple[Sink, ...]) -> None:
        self.sinks = sinks
        self.listeners = [each for each in sinks if isinstance(each, Listener)]
        """Those that are told, besides, what is no event of the run."""
        self.nodes: dict[str, NodeReport] = {}
        self.returned: set[str] = set()
        """Nodes whose bodies returned, or that were not begun for a reason that they told."""
        self.unwatched: set[object] = set()
        self.open = False
        """Whether the run has told that it begins, and not that it has ended."""
        self._over = False
        self._begun: dict[str, int] = {}
        """How often each node has begun anew."""
        self._early: dict[str, list[tuple[Event, str]]] = {}
        """What keys beside a step have told, by node, before it came that the step has returned."""
        self._came: dict[str, int] = {}
        """How many messages have come, by who sent them."""
        self._one = threading.Condition()

    def __call__(self, event: Event) -> None:
        with self._one:  # a sink is handed one event at a time, whichever thread told it
            self._take(event)

    def take(self, batch: Batch) -> None:
        """One message of a worker, which come in order."""
        with self._one:
            for event in batch.events:
                self._take(event, batch.worker)
            self._came[batch.sender] = batch.number
            self._one.notify_all()

    def wait(self, sent: Mapping[str, int]) -> None:
        """Until all messages have come that were sent, by sender. Raises `TimeoutError`."""
        with self._one:
            if not self._one.wait_for(lambda: self._have(sent), LATE):
                raise TimeoutError(f"events of the run did not come within {LATE:g} seconds")

    def over(self) -> None:
        """Nothing more comes that a worker has not taken with it that was killed."""
        with self._one:
            self._go_on(*self._early)

    def _have(self, sent: Mapping[str, int]) -> bool:
        return all(self._came.get(sender, 0) >= number for sender, number in sent.items())

    def lose(self, losses: Losses) -> None:
        """What became of nodes that could not tell it."""
        with self._one:
            self._go_on(*self._early)
            self.nodes |= losses.failed
            for node in losses.dropped:
                self.nodes.setdefault(node, NodeReport(outcome="not_run"))

    def states(self, nodes: Iterable[str]) -> dict[str, Event] | None:
        """How far each node of a run came that ends now; None if it is not `open`."""
        with self._one:
            if not self.open:
                return None
            return states_of(nodes, ended=self.nodes, begun=self._begun, returned=self.returned)

    def _take(self, event: Event, worker: str = "") -> None:
        if self._over:  # of a body that runs on, which nobody waits for
            return
        node = str(event.get("node"))
        if event.pop("beside", None) and node not in self.returned:
            self._early.setdefault(node, []).append((event, worker))
            return
        self._told(event, worker)
        if node in self.returned:
            self._go_on(node)

    def _go_on(self, *nodes: str) -> None:
        """Tell what came early of `nodes`."""
        for node in nodes:
            for event, worker in self._early.pop(node, ()):
                self._told(event, worker)

    def _told(self, event: Event, worker: str) -> None:
        match event["event"]:
            case "outcome":
                self._note(event, worker)
                self._heard(event)
            case "cluster" | "line":
                self._heard(event)
            case "unwatched" if event["class"] in self.unwatched:
                pass  # another worker has told it
            case kind:
                if kind == "unwatched":
                    self.unwatched.add(event["class"])
                elif kind == "started" and event["attempt"] == 1:
                    self._begin(event)
                elif kind == "returned":
                    self.returned.add(str(event["node"]))
                elif kind in ("run_started", "run_finished"):
                    self.open, self._over = kind == "run_started", kind == "run_finished"
                for sink in self.sinks:
                    sink(event)

    def _heard(self, message: Event) -> None:
        for each in self.listeners:
            each.hear(message)

    def _begin(self, event: Event) -> None:
        """A node begins. If it had before, the worker was lost that ran it or held its value, and
        what it told then does not count.
        """
        node = str(event["node"])
        if node in self._begun:
            self._begun[node] += 1
            event["rerun"] = self._begun[node]
            self.nodes.pop(node, None)
            self.returned.discard(node)
        else:
            self._begun[node] = 0

    def _note(self, event: Mapping[str, Any], worker: str) -> None:
        error = event.get("error")
        self.returned.add(event["node"])
        self.nodes[event["node"]] = NodeReport(
            outcome=event["outcome"],
            withheld=tuple(event["withheld"]),
            error=None if error is None else RemoteError(error),
            worker="" if error is None else event.get("worker", worker),
        )


def flush(client: Any, topic: str, inbox: Inbox) -> None:
    """Wait for what workers have told and not sent yet of a run that is over."""
    try:
        _come(client, topic, inbox, sent, seconds=ANSWER)
    except TimeoutError as error:
        # How each node ended is known nevertheless: what is not as it should be is told at once.
        sys.stderr.write(f"dagcompile: events are lost: {error}\n")
    inbox.over()


def catch_up(client: Any, topic: str, inbox: Inbox) -> None:
    """The same of a run that goes on. A body may keep its worker from answering."""
    with suppress(NoAnswer, TimeoutError):
        _come(client, topic, inbox, sent_so_far, seconds=LATE)


def _come(
    client: Any, topic: str, inbox: Inbox, send: Callable[..., object], *, seconds: float
) -> None:
    answers = replied(
        client, lambda: client.run(send, topic, on_error="return"), seconds=seconds
    ).values()
    inbox.wait(dict(each for each in answers if isinstance(each, tuple)))
