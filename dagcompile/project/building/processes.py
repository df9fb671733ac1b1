"""Pipelines that are made in several processes at once.

They are started afresh, and not forked: a process that runs threads, or has imported the author's
modules, cannot be. Each gets a few pipelines at a time, those of one module together. One that the
author's code ends costs the pipeline that it was at; another takes its place.
"""

import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from json import dumps
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, assert_never

from dagcompile.diagnostics.raised import RaisedElsewhere
from dagcompile.project.building.becoming import loading, made
from dagcompile.project.building.plan import Plan
from dagcompile.project.building.result import Result
from dagcompile.project.building.wire import Broken, Ready, Said, Told, Work, packed, result_of
from dagcompile.project.problems import refused
from dagcompile.project.selection import Selected

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1])\n"
    "from dagcompile.project.building.worker import main; main(int(sys.argv[2]))"
)
_ROUNDS = 8
"""Batches that a process gets on average: who has the heavy ones leaves the rest to others."""


def made_apart(plan: Plan, number: int) -> tuple[Result, ...]:
    """As `make`, in so many processes. What cannot be sent to others is made in this one."""
    work = packed(Work(plan=plan, arguments=tuple(sys.argv)))
    size = max(1, len(plan.wanted) // (number * _ROUNDS))
    crew = _Crew(work=work or b"", plan=plan, waiting=deque(_batches(plan.wanted, size)))
    if work is not None:
        crew.run(number)
    return tuple(_completed(plan, crew.results))


def _batches(wanted: Sequence[Selected], size: int) -> Iterator[list[int]]:
    """The numbers of the pipelines, those of one module after each other, so many at a time."""
    first: dict[str, int] = {}
    for number, each in enumerate(wanted):
        first.setdefault(_module(each), number)
    numbers = sorted(range(len(wanted)), key=lambda each: first[_module(wanted[each])])
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _completed(plan: Plan, results: dict[int, Result]) -> Iterator[Result]:
    """All results in the order of the plan; those that are missing are made here."""
    with loading(plan):
        for number, each in enumerate(plan.wanted):
            yield results.get(number) or made(each, plan)


@dataclass(slots=True, kw_only=True, eq=False)
class _Worker:
    """A process, and the numbers of the pipelines that it has, the one that it is at first."""

    process: subprocess.Popen[bytes]
    connection: "Connection[Any, Any]"
    at: deque[int] = field(default_factory=deque)

    def end(self) -> int:
        """The status that the process ended with; it is ended if it has not."""
        self.connection.close()
        self.process.kill()
        return self.process.wait()


@dataclass(slots=True, kw_only=True, eq=False)
class _Crew:
    """The processes of a build, what they are to make, and what they have made."""

    work: bytes
    plan: Plan
    waiting: deque[list[int]]
    results: dict[int, Result] = field(default_factory=dict)
    workers: list[_Worker] = field(default_factory=list)

    def run(self, number: int) -> None:
        """Have all made that can be. Afterwards no process is left, whatever happened."""
        try:
            for _ in range(number):
                self._start()
            while self.workers:
                heard = wait([each.connection for each in self.workers])
                for worker in [each for each in self.workers if each.connection in heard]:
                    self._hear(worker)
        finally:
            for worker in self.workers:
                worker.end()

    def _start(self) -> None:
        ours, theirs = Pipe()
        try:
            with theirs:
                process = subprocess.Popen(  # noqa: S603  (our own code, and what it imports)
                    [*_python(), "-c", _START, dumps(sys.path), str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=2,  # what the author's modules print must not meet our results
                    pass_fds=[theirs.fileno()],
                )
        except OSError:  # no more processes here: what they would make is made without them
            ours.close()
            return
        self.workers.append(_Worker(process=process, connection=ours))
        with suppress(OSError):  # it has ended, and will be heard of
            ours.send_bytes(self.work)

    def _hear(self, worker: _Worker) -> None:
        try:
            said: Said = worker.connection.recv()
        except (EOFError, OSError):
            self._lose(worker)
            return
        match said:
            case Ready():
                self._give(worker)
            case Told():
                worker.at.remove(said.number)
                self.results[said.number] = result_of(said)
                if not worker.at:
                    self._give(worker)
            case Broken():
                raise RaisedElsewhere(said.traceback)
            case _:
                assert_never(said)

    def _give(self, worker: _Worker) -> None:
        if not self.waiting:
            self.workers.remove(worker)
            worker.end()
            return
        batch = self.waiting.popleft()
        worker.at.extend(batch)
        with suppress(OSError):  # it has ended, and will be heard of
            worker.connection.send(batch)

    def _lose(self, worker: _Worker) -> None:
        """A process ended by itself: at a pipeline, or before it could begin with any."""
        self.workers.remove(worker)
        status = worker.end()
        if worker.at:
            number = worker.at.popleft()
            self.results[number] = _ended(self.plan.wanted[number], status)
            if worker.at:
                self.waiting.appendleft(list(worker.at))
            if self.waiting:
                self._start()


def _ended(wanted: Selected, status: int) -> Result:
    how = f"ended with status {status}" if status >= 0 else f"was ended by {_signal(-status)}"
    module = _module(wanted)
    error = refused(
        "DC640",
        f"the process in which {wanted.name} was compiled {how}",
        fix=f"look at what its module does when it is imported: python -c 'import {module}'",
    )
    return Result(name=wanted.name, outcome=error)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _module(wanted: Selected) -> str:
    return wanted.reference.partition(":")[0]


def _python() -> list[str]:
    """This interpreter, with the options that it was started with."""
    return [sys.executable, *subprocess._args_from_interpreter_flags()]  # type: ignore[attr-defined]
