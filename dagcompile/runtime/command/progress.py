"""Where a person sees a run while it goes: standard error.

On a terminal, where rich is installed: the steps that run, how many have ended, and a line for
each that has. Elsewhere a plain line for each event.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.command.board import Board, Line, Plain, Terminal
from dagcompile.runtime.events import Event, Sink
from dagcompile.runtime.lines import encodable, failing_guards_sink
from dagcompile.runtime.wiring import Wiring, wiring_of

if TYPE_CHECKING:
    from rich.console import Console


class Watching:
    """The `Listener` that prints what a board says of a run."""

    def __init__(self, board: Board, show: Callable[[list[Line]], None]) -> None:
        self._board = board
        self._show = show

    def __call__(self, event: Event, /) -> None:
        self._show(self._board.take(event))

    def hear(self, message: Event, /) -> None:
        self._show(self._board.hear(message))


@contextmanager
def progress(pipeline: Callable[..., Any], *, quiet: bool) -> Iterator[tuple[Sink, ...]]:
    """The sinks that show a run of `pipeline` while inside."""
    if quiet:
        yield (failing_guards_sink,)
    elif (console := _console()) is None:
        yield (Watching(Plain(wiring_of(pipeline)), _write),)
    else:
        with live(console, wiring_of(pipeline)) as sink:
            yield (sink,)


def _console() -> "Console | None":
    """A terminal that lines can be rewritten on; None where there is none, or no rich."""
    if not sys.stderr.isatty() or os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
        return None
    try:
        from rich.console import Console
    except ModuleNotFoundError:
        return None
    return Console(stderr=True, highlight=False)


def _write(lines: list[Line]) -> None:
    for words, _ in lines:
        sys.stderr.write(f"{words}\n")


@contextmanager
def live(console: "Console", wiring: Wiring) -> Iterator[Watching]:
    """A sink that shows a run of what `wiring` says on `console` while inside."""
    from rich.live import Live

    board = Terminal(wiring)
    with Live(get_renderable=board.now, console=console, transient=True) as shown:

        def show(lines: list[Line]) -> None:
            for words, style in lines:
                shown.console.print(encodable(words), style=style, markup=False, soft_wrap=True)

        yield Watching(board, show)
