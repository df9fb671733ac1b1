"""What a person sees of a run while it goes, on standard error.

On a terminal, where rich is installed: the steps that run, how many have ended, and a line for
each that has. Elsewhere a plain line for each event.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.events import Event, Sink
from dagcompile.runtime.lines import (
    counting,
    encodable,
    failing_guards_sink,
    line_of,
    terminal_sink,
    warnings,
)

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_STYLES = {"ok": "green", "told": "cyan", "failed": "bold red", "retrying": "yellow"}


@contextmanager
def progress(pipeline: Callable[..., Any], *, quiet: bool) -> Iterator[tuple[Sink, ...]]:
    """The sinks that show a run of `pipeline` while inside."""
    if quiet:
        yield (failing_guards_sink,)
    elif (console := _console()) is None:
        yield (counting(terminal_sink),)
    else:
        from dagcompile.runtime.wiring import wiring_of

        with live(console, total=len(wiring_of(pipeline).nodes)) as sink:
            yield (counting(sink),)


def _console() -> "Console | None":
    """A terminal that lines can be rewritten on; None where there is none, or no rich."""
    if not sys.stderr.isatty() or os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
        return None
    try:
        from rich.console import Console
    except ModuleNotFoundError:
        return None
    return Console(stderr=True, highlight=False)


@contextmanager
def live(console: "Console", *, total: int) -> Iterator[Sink]:
    """A sink that shows a run of `total` steps on `console` while inside."""
    from rich.live import Live

    board = Board(total=total)
    with Live(get_renderable=board.running_line, console=console, transient=True) as shown:

        def sink(event: Event) -> None:
            for words, style in board.take(event):
                shown.console.print(encodable(words), style=style, markup=False, soft_wrap=True)

        yield sink


class Board:
    """The steps of one run, and what there is to say of each when it has ended."""

    def __init__(self, *, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.total = total
        self.clock = clock
        self.begun = clock()
        self.running: dict[str, float] = {}
        self.returned: dict[str, float] = {}
        """Seconds of the steps whose guards may still speak."""
        self.ended = 0
        self._one = threading.Lock()

    def take(self, event: Event) -> list[tuple[str, str]]:
        """Lines, each with its style, to be printed for good."""
        with self._one:
            return list(self._lines(event))

    def _lines(self, event: Any) -> Iterator[tuple[str, str]]:
        node = event.get("node", "")
        match event["event"]:
            case "started":
                yield from self._settled()
                self.running.setdefault(node, self.clock())
            case "returned":
                self.returned[node] = self.clock() - self.running.pop(node, self.clock())
            case "retrying":
                yield line_of(event), _STYLES["retrying"]
            case "failed":
                self.running.pop(node, None)
                self.returned.pop(node, None)
                self.ended += 1
                yield line_of(event), _STYLES["failed"]
            case "guard" | "expectation" if event["verdict"]["outcome"] != "pass":
                yield line_of(event), _STYLES["retrying"]
            case "materialization":
                yield line_of(event), _STYLES["told"]
            case "mutation" | "unwatched":
                yield line_of(event), _STYLES["retrying"]
            case "run_finished":
                yield from self._settled()
                yield from self._summary(event)
            case _:
                pass

    def _settled(self) -> Iterator[tuple[str, str]]:
        for node, seconds in self.returned.items():
            self.ended += 1
            yield f"{node}  ok  {seconds:.1f} s", _STYLES["ok"]
        self.returned.clear()

    def _summary(self, event: Any) -> Iterator[tuple[str, str]]:
        outcomes = {name: node["outcome"] for name, node in event["nodes"].items()}
        for name, outcome in outcomes.items():
            if outcome in ("skipped", "not_run"):
                yield f"{name}  {outcome.replace('_', ' ')}", "dim"
        counts = [f"{list(outcomes.values()).count('ok')} of {len(outcomes)} steps"]
        seconds = self.clock() - self.begun
        words = [event["pipeline"], event["outcome"], *counts, *warnings(event), f"{seconds:.1f} s"]
        yield "  ".join(words), _STYLES[event["outcome"]]

    def running_line(self) -> "RenderableType":
        """What runs now: it is drawn anew many times a second."""
        from rich.text import Text

        now = self.clock()
        with self._one:
            steps = [f"{node} {now - since:.0f} s" for node, since in self.running.items()]
            done = self.ended + len(self.returned)
        words = f"{done} of {self.total}  {now - self.begun:.0f} s  {', '.join(steps)}"
        return Text(encodable(words), no_wrap=True, overflow="ellipsis")
