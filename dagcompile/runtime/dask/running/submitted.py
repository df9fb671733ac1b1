"""One run that a cluster computes: what is waited for, and given up."""

import threading
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.dask.graph.graph import Graph
from dagcompile.runtime.dask.graph.keys import Key
from dagcompile.runtime.dask.graph.results import values_of
from dagcompile.runtime.dask.running.inbox import Inbox, catch_up, flush
from dagcompile.runtime.dask.running.losses import (
    dependents,
    died_by,
    losses_of,
    node_of,
    report_of,
    stuck_record,
)
from dagcompile.runtime.dask.running.questions import (
    ANSWER,
    Fault,
    Stuck,
    ask,
    dropped,
    faults,
    replied,
    stuck,
    to_come,
    unknown,
)
from dagcompile.runtime.dask.shim import MEMORY, unlike, wanted, wants
from dagcompile.runtime.dask.values.bringing import CannotBring, brought, brought_parts
from dagcompile.runtime.events import Log
from dagcompile.runtime.report import NodeReport
from dagcompile.runtime.tokens import Missing

PATIENCE = 60.0
"""Seconds for which a run waits that no worker can go on with, unless it is said otherwise."""

_LOOK = 1.0
"""Seconds between two looks at what no worker can take."""
_SOON = 0.05
"""Seconds between two looks at whether all has ended, once something has failed."""
_CANCEL = 5.0
"""Seconds in which a scheduler has to take a cancellation."""

_OPEN = ("pending", "lost")


class GivenUp(Exception):
    """Nobody computes a run any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a run does not go beyond.

    Args:
        patience: seconds for which it waits when no worker is left that could go on with it.
        most: bytes of outputs that are brought.
    """

    patience: float
    most: int


class Submitted:
    """Futures of the last key of a graph and of all leaves: where it fails, they go on.

    Args:
        client: of the cluster, to which the graph is submitted.
        graph: one run.
        key: its last.
        log: of the run.
    """

    def __init__(self, client: Any, graph: Graph, key: str, log: Log, limits: Limits) -> None:
        self.client = client
        self.graph = graph
        self.key = key
        self.log = log
        self.limits = limits
        self.stuck: Stuck | None = None
        self._since = 0.0
        self._changed = threading.Event()
        self._fewer = threading.Event()
        """Set when a worker was lost, and with it what it had of the run."""
        keys = list(dict.fromkeys([key, *graph.tasks[key].dependencies]))
        futures = client.get(unlike(graph.delayed(key).dask, keys), keys, sync=False)
        self.futures: dict[Key, Any] = dict(zip(keys, futures, strict=True))
        self.futures[key].add_done_callback(lambda _: self._changed.set())

    def lost(self, address: str, keys: set[Any]) -> None:
        """A worker was lost, and with it the tasks and values of `keys`, some of which may be of
        this run.
        """
        nodes = {node_of(each) for each in keys if each in self.graph.tasks} - {None}
        if nodes:
            ordered = [each for each in self.graph.nodes if each in nodes]
            self.log.emit("worker_lost", {"worker": address, "nodes": ordered})
            self._fewer.set()
            self._changed.set()

    def ended(self, inbox: Inbox) -> dict[str, Any] | CannotBring:
        """Wait until all has ended; gives the outputs that are there, or why they are not brought.

        Of nodes that could not tell how they ended, `inbox` is told.

        Raises:
            GivenUp: it was given up by another, or the scheduler has gone.
            ClusterError: no output can be had, for a reason that is none of a node.
        """
        last = self.futures[self.key]
        while last.status in _OPEN and not self._is_stuck():
            if not self._changed.wait(_LOOK):
                self._look()
            self._changed.clear()
            if self._fewer.is_set():
                self._fewer.clear()
                self._want_all()
        if last.status == "finished":
            return brought(self.client, last, limit=self.limits.most)
        if last.status == "error":
            self._go_on(inbox)
            self._try_apart(inbox)
        elif not self._is_stuck():
            raise GivenUp(_given_up(last))
        return self._partial(inbox)

    def cancel(self, *, reason: str) -> None:
        """Have nothing more of it be begun."""
        with suppress(Exception):  # of a scheduler that has gone
            futures = list(self.futures.values())
            self.client.sync(
                lambda: self.client.cancel(
                    futures, reason=f"dagcompile: {reason}", msg=f"run {self.graph.run} has ended"
                ),
                callback_timeout=_CANCEL,
            )

    def release(self) -> None:
        """Let the workers drop what they hold for it."""
        self.futures.clear()

    def _want_all(self) -> None:
        """Have all go on that is still to come, for where one key fails, Dask drops what only that
        one needed. Of a key that fails a worker was lost before.
        """
        self._want(ask(self.client, to_come, self.key))

    def _want(self, keys: Iterable[Key], *, anew: Collection[Key] = ()) -> bool:
        """Wait for `keys` too, and for `anew`, which are begun; gives whether there are others."""
        more = wanted(self.client, {*keys, *anew} - self.futures.keys())
        kept = ask(self.client, wants, list(more), list(anew), self.client.id) if more else []
        self.futures.update({key: more[key] for key in kept})
        return bool(kept)

    def _go_on(self, inbox: Inbox) -> None:
        """Have all end that does not need what has failed. Dask has dropped what was to be computed
        for that alone, or is lost with its worker and with how it ended.
        """
        more = True
        while more and not self._is_stuck():
            catch_up(self.client, str(self.graph.scope.topic), inbox)
            keys, anew = ask(self.client, dropped, self.key, set(inbox.returned))
            more = self._want(keys, anew=anew)
            self._rest()

    def _look(self) -> None:
        """See whether a worker can go on with what is left."""
        found = ask(self.client, stuck, self.key)
        if found is None:
            self.stuck = None
        elif self.stuck is None:
            self._since = time.monotonic()
        self.stuck = found

    def _is_stuck(self) -> bool:
        return self.stuck is not None and time.monotonic() - self._since >= self.limits.patience

    def _rest(self) -> None:
        """Wait for what does not need what has failed."""
        looked = 0.0
        left = self._open()
        while left and not self._is_stuck():
            if time.monotonic() - looked >= _LOOK:
                self._look()
                # Dask has some wait for ever for what has failed, and tells nothing of a key that
                # had ended before it was wanted.
                blocked = set(dependents(self.graph, self._at_fault()))
                gone = set(ask(self.client, unknown, left))
                looked = time.monotonic()
            else:
                time.sleep(_SOON)
            left = [each for each in self._open() if each not in blocked and each not in gone]

    def _open(self) -> list[Key]:
        return [key for key, each in self.futures.items() if each.status in _OPEN]

    def _at_fault(self) -> dict[Key, Fault]:
        """The keys that are at fault for those that failed."""
        found = ask(self.client, faults, self._erred())
        return {each.key: each for each in found.values()}

    def _try_apart(self, inbox: Inbox) -> None:
        """Of several tasks whose workers died, have each run once more while nothing else does.

        Dask holds all tasks against a worker's death that it was to run. One that ends its worker
        while it is alone there has done so before.
        """
        killed = [key for key, fault in self._at_fault().items() if fault.deaths]
        if len(killed) < 2 or self._is_stuck():
            return
        for key in killed:
            self.client.retry([self.futures[key]])
            self._go_on(inbox)

    def _erred(self) -> list[Key]:
        return [key for key, each in self.futures.items() if each.status == "error"]

    def _partial(self, inbox: Inbox) -> dict[str, Any] | CannotBring:
        """What there is where not all could be computed."""
        done = [key for key, each in self.futures.items() if each.status == "finished"]
        flush(self.client, str(self.graph.scope.topic), inbox)  # some have ended just now
        reports = self._faults()
        if not any(node_of(key) for key in reports):
            raise ClusterError(
                f"the cluster did not finish the run: {next(iter(reports.values())).reason}"
            )
        losses = losses_of(self.graph, reports, done, inbox.returned)
        for node, report in losses.failed.items():
            if report.error is not None:
                self.log.failed(node, report.error)
        inbox.lose(losses)
        last = self.graph.tasks[self.key]
        there = {key: self.futures[key] for key in last.dependencies if key in done}
        values: dict[Key, Any] | CannotBring = brought_parts(
            self.client, there, limit=self.limits.most
        )
        if isinstance(values, CannotBring):
            return values
        for key in last.dependencies:
            if key not in values:
                node = str(node_of(key))
                values[key] = Missing(node, "failed" if node in losses.failed else "not_run")
        return values_of(last(values))

    def _told(self, topic: str) -> Sequence[tuple[float, Any]]:
        """What the scheduler has of a topic, by when it was told."""
        told: Sequence[tuple[float, Any]] = replied(
            self.client, lambda: self.client.get_events(topic), seconds=ANSWER
        )
        return told

    def _faults(self) -> dict[Key, NodeReport]:
        """Of each key that is at fault, how its node failed."""
        erred = self._erred()
        restarted = [told for _, told in self._told(MEMORY)] if erred else []
        found: dict[Key, NodeReport] = {}
        for key, fault in ask(self.client, faults, erred).items():
            if fault.key not in found:
                found[fault.key] = died_by(fault, _error(self.futures[key]), restarted)
        if self.stuck is not None and self._is_stuck():
            for key in self.stuck.wants:
                found[key] = report_of(stuck_record(self.stuck, key, seconds=self.limits.patience))
        return found


def _error(future: Any) -> BaseException:
    """The error of a future, or that by which it cannot be read here."""
    try:
        error: BaseException = future.exception()
    except Exception as unreadable:  # noqa: BLE001  (whatever a class raises that is read)
        return unreadable
    return error


def _given_up(future: Any) -> str:
    reason = getattr(_error(future), "reason", None)
    said = f" ({reason})" if reason else ""
    return (
        f"the run was cancelled on the cluster{said}: the cluster was restarted, or another client "
        "has cancelled its keys"
    )
