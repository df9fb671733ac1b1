"""What is said of a run while it goes: lines to be printed for good, and what runs now.

Retries, failures, verdicts that did not pass, materializations and what ops print are always told.
The rest is told of nodes that are listed; those of an op of very many are counted.
"""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from dagcompile.runtime.command.tally import Tally
from dagcompile.runtime.events import Event
from dagcompile.runtime.lines import encodable, line_of, lines_of, missing, only_warns, warnings
from dagcompile.runtime.wiring import Wiring

if TYPE_CHECKING:
    from rich.console import RenderableType

Line: TypeAlias = tuple[str, str]
"""Words, and the style of them on a terminal."""

PERIOD = 5.0
"""Seconds between two looks at the counts on no terminal; later a tenth of the time that passed."""
NAMED = 10
"""Running steps that are named at once."""

_STYLES = {
    "ok": "green",
    "told": "cyan",
    "failed": "bold red",
    "lost": "bold red",
    "retrying": "yellow",
}
_LEVELS = {"WARNING": "yellow", "ERROR": "red", "CRITICAL": "bold red"}


class Board:
    """What is told of one run, on a terminal or not."""

    def __init__(self, wiring: Wiring, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.tally = Tally(wiring)
        self.clock = clock
        self.begun = clock()
        self._where: list[str] = []
        self._one = threading.Lock()

    def take(self, event: Event) -> list[Line]:
        """Lines to be printed for good, once `event` is known."""
        with self._one:
            if only_warns(event):
                self.tally.warned += 1
            self.tally.take(event)
            return list(self._lines(event))

    def hear(self, message: Event) -> list[Line]:
        """Lines to be printed for good, once what is no event is known."""
        with self._one:
            self.tally.take(message)
            return list(self._heard(message))

    def _heard(self, message: Any) -> Iterator[Line]:
        match message["event"]:
            case "line":
                style = _LEVELS.get(message.get("level", ""), "dim")
                yield from ((words, style) for words in lines_of(message))
            case "cluster" if (where := self.tally.where()) != self._where:
                self._where = where
                yield "  ".join([message["pipeline"], f"on {where[0]}", *where[1:]]), "dim"
            case _:
                pass

    def _lines(self, event: Event) -> Iterator[Line]:
        raise NotImplementedError

    def _ended(self, event: Any) -> Iterator[Line]:
        """How the run ended. Who interrupts it is told in other words, and of one that failed, what
        did not succeed.
        """
        if event["outcome"] == "interrupted":
            return
        nodes = event["nodes"]
        for words in self.tally.totals():
            yield f"  {words}", "dim"
        if event["outcome"] != "failed":
            yield from ((f"  {words}", "dim") for words in missing(nodes))
        ok = sum(each["outcome"] == "ok" for each in nodes.values())
        counts = [f"{ok} of {len(nodes)} steps", *warnings(self.tally.warned)]
        elapsed = f"{self.clock() - self.begun:.1f} s"
        told = [event["pipeline"], event["outcome"], *counts, elapsed]
        yield "  ".join(told), _STYLES[event["outcome"]]

    def _counted(self, elapsed: float) -> Iterator[str]:
        yield f"{self.tally.ended} of {self.tally.total} steps  {elapsed:.0f} s"
        for words in self.tally.counts():
            yield f"  {words}"


class Plain(Board):
    """A line for each event of the nodes that are listed; of the others, counts now and then."""

    def __init__(self, wiring: Wiring, **options: Any) -> None:
        super().__init__(wiring, **options)
        self._due = PERIOD

    def _lines(self, event: Event) -> Iterator[Line]:
        if event["event"] == "run_finished":
            yield from ((encodable(words), style) for words, style in self._ended(event))
            return
        if _routine(event) and not self.tally.listed(str(event["node"])):
            elapsed = self.clock() - self.begun
            if elapsed >= self._due:
                self._due = elapsed + max(PERIOD, elapsed / 10)
                yield from ((words, "") for words in self._counted(elapsed))
            return
        yield line_of(event), ""


class Terminal(Board):
    """The steps that run or have ended, and a line for each listed one that has."""

    def __init__(self, wiring: Wiring, **options: Any) -> None:
        super().__init__(wiring, **options)
        self.running: dict[str, float] = {}
        """Since when the listed steps run that do."""
        self.returned: dict[str, float] = {}
        """Seconds of the listed steps whose guards may still speak."""
        self._silent: dict[str, int] = {}
        """How many outputs of a step that has returned wait for the guard that is a statement."""
        self._guarded = wiring.guarded

    def _lines(self, event: Any) -> Iterator[Line]:
        node = event.get("node", "")
        match event["event"]:
            case "started" if self.tally.listed(node):
                self.returned.pop(node, None)  # of a worker that was lost
                yield from self._settled()
                self.running.setdefault(node, self.clock())
            case "returned" if self.tally.listed(node):
                self.returned[node] = self.clock() - self.running.pop(node, self.clock())
                self._silent[node] = self._guarded.get(node, 0) - len(event["withheld"])
            case "failed":
                self.running.pop(node, None)
                self.returned.pop(node, None)
                yield line_of(event), _STYLES["failed"]
            case "guard" | "expectation":
                self._silent.pop(node, None)
                if event["verdict"]["outcome"] != "pass":
                    yield line_of(event), _STYLES["retrying"]
            case "materialization":
                yield line_of(event), _STYLES["told"]
            case "retrying" | "mutation" | "unwatched" | "worker_lost":
                yield line_of(event), _STYLES["retrying"]
            case "run_started":
                yield line_of(event), "dim"
            case "run_finished":
                self._silent.clear()
                yield from self._settled()
                yield from self._ended(event)
            case _:
                pass

    def _settled(self) -> Iterator[Line]:
        """Those that are ok, for no guard of theirs is still to speak."""
        settled = [node for node in self.returned if self._silent.get(node, 0) <= 0]
        for node in settled:
            yield f"{node}  ok  {self.returned.pop(node):.1f} s", _STYLES["ok"]

    def now(self) -> "RenderableType":
        """What runs now: it is drawn anew several times a second."""
        from rich.text import Text

        moment = self.clock()
        with self._one:
            since = islice(self.running.items(), NAMED)
            steps = ", ".join(f"{node} {moment - begun:.0f} s" for node, begun in since)
            head = f"{self.tally.ended} of {self.tally.total}  {moment - self.begun:.0f} s  {steps}"
            counts = [f"  {words}" for words in self.tally.counts()]
            where = [f"  {'  '.join(self._where)}"] if self._where else []
        words = "\n".join([head, *counts, *where])
        return Text(encodable(words), no_wrap=True, overflow="ellipsis")


def _routine(event: Any) -> bool:
    """Whether an event tells what is to be expected of every node."""
    if event["event"] in ("guard", "expectation"):
        return bool(event["verdict"]["outcome"] == "pass")
    return event["event"] in ("started", "returned")
