"""A generated file as a command, whatever runs it.

While it runs, what ops print goes to standard error: standard output is for the result, so that
`python daily_script.py --day 2013-01-01 | jq .` reads JSON and nothing else.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Never, TypeAlias

from dagcompile.runtime.asked import is_name, sinks_for
from dagcompile.runtime.command.ending import Terminated, terminable
from dagcompile.runtime.command.flags import SWITCH, USAGE, Asked, Flags, Option
from dagcompile.runtime.command.given import complete
from dagcompile.runtime.command.outlets import outlets
from dagcompile.runtime.command.progress import progress
from dagcompile.runtime.debug import Debug, UnknownDebug, debug_asked
from dagcompile.runtime.display import display, is_repr
from dagcompile.runtime.events import Event, Sink
from dagcompile.runtime.lines import encodable
from dagcompile.runtime.needing import wants_store
from dagcompile.runtime.reading.problems import Problem
from dagcompile.runtime.report import Report, reminder, some
from dagcompile.runtime.store import NoStore
from dagcompile.runtime.types import class_text, shape_of

FAILED, ENVIRONMENT, INTERRUPTED, TERMINATED = 1, 4, 130, 143
"""Exit statuses: a node failed, the environment is wrong, it was ended by Ctrl-C or by SIGTERM."""

TRACEBACKS = 10
"""How many tracebacks are printed of a run in which many nodes failed."""

OPTIONS = (
    Option(
        name="config",
        metavar="FILE",
        help="params and config from FILE (.yaml, .toml, .json); flags beat it",
    ),
    Option(
        name="set",
        metavar="KEY=VALUE",
        help="change a config key; may be repeated",
        repeated=True,
    ),
    Option(name="events", metavar="FILE", help="append events to FILE, one JSON object a line"),
    Option(
        name="debug",
        help="tell what a check, or an op in its inputs, changes in place",
        shape=shape_of(Debug),
    ),
    Option(name="run_id", metavar="ID", help="name of this run (default: made up)"),
    Option(name="quiet", help="print only the result, and what failed", shape=SWITCH, short="-q"),
    Option(name="help", help="show this and end", shape=SWITCH, short="-h"),
)


STORE = Option(
    name="store",
    metavar="FOLDER",
    help="keep outputs in FOLDER, or at this URL (default: what DAGCOMPILE_STORE names)",
)
"""Of a pipeline that keeps outputs."""


Look: TypeAlias = Callable[[Mapping[str, Any], Mapping[str, str]], Iterable[Problem]]
"""What is wrong with options, by name, whose flags are called so, by name."""


class Unavailable(Exception):
    """What a run needs of its environment is not there."""


@dataclass(slots=True)
class Whereabouts:
    """A sink that knows what is running, for the one who interrupts it."""

    running: dict[str, None] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def __call__(self, event: Event) -> None:
        node = str(event.get("node", ""))
        match event["event"]:
            case "started":
                self.running[node] = None
            case "returned" | "failed":
                self.running.pop(node, None)
                self.done.add(node)
            case _:
                pass

    def __str__(self) -> str:
        ended = f"after {len(self.done)} step{'' if len(self.done) == 1 else 's'}"
        return f"in {some(self.running)}, {ended}" if self.running else ended


def command(
    pipeline: Callable[..., Any],
    *,
    name: str | None,
    argv: Sequence[str] | None,
    start: Callable[..., Report],
    options: Iterable[Option] = (),
    look: Look = lambda _options, _names: (),
) -> int:
    """Run `pipeline` as the command line says, and print its result as JSON.

    Args:
        pipeline: the function of a generated file.
        name: the pipeline's id, where it is not the function's name.
        argv: the arguments; those of this process if None.
        start: runs it; gets `options` by name.
        options: beside those that every file has.
        look: finds what is wrong with what was asked for of these.

    Returns:
        exit status: 0; 1 where a node failed; 4 where the environment is wrong, or the result
        cannot be written; 130 where it was interrupted, 143 where it was terminated.

    Raises:
        SystemExit: with 2, where the command line or a file that it names is wrong.
    """
    options = (*options, STORE) if wants_store(pipeline) else tuple(options)
    flags = Flags(pipeline, name=name or pipeline.__name__, options=(*options, *OPTIONS))
    with outlets() as out:
        status = _ended(pipeline, flags, argv=argv, start=start, options=options, look=look)
        if lost := out.lost():
            sys.stderr.write(f"{flags.name}: standard output cannot be written: {lost}\n")
            status = status or ENVIRONMENT
    return status


def _ended(
    pipeline: Callable[..., Any],
    flags: Flags,
    *,
    argv: Sequence[str] | None,
    start: Callable[..., Report],
    options: Sequence[Option],
    look: Look,
) -> int:
    """Do as the command line says; gives the exit status."""
    asked = flags.read(sys.argv[1:] if argv is None else argv)
    if asked.options.get("help"):
        _help(pipeline, flags)
        return 0
    try:
        configs = complete(flags, asked)
    except ModuleNotFoundError as error:
        sys.stderr.write(f"{flags.name}: {error}\n")
        return ENVIRONMENT
    sinks, own = _events(asked), _own(asked, options)
    names = {name: flag.name for name, flag in flags.options.items()}
    asked.problems += (*_unnamed(asked, names), *look(own, names))
    if asked.problems:
        _refuse(flags, asked.problems)
    where = Whereabouts()
    how = {"name": flags.name, "config": configs, **own}
    try:
        report = _run(pipeline, asked, start, sinks=(where, *sinks), how=how)
    except Terminated:
        sys.stderr.write(encodable(f"{flags.name} was terminated {where}\n"))
        return TERMINATED
    except KeyboardInterrupt:
        sys.stderr.write(encodable(f"{flags.name} was interrupted {where}\n"))
        return INTERRUPTED
    except (Unavailable, NoStore) as error:
        sys.stderr.write(f"{flags.name}: {error}\n")
        return ENVIRONMENT
    return conclude(report)


def _run(
    pipeline: Callable[..., Any],
    asked: Asked,
    start: Callable[..., Report],
    *,
    sinks: tuple[Sink, ...],
    how: Mapping[str, Any],
) -> Report:
    """Run what was asked for, and show it while it goes."""
    with (
        terminable(),
        _stdout_for_the_result(),
        progress(pipeline, quiet="quiet" in asked.options) as shown,
    ):
        return start(
            partial(pipeline, **asked.params),  # a param may be called `name`
            run_id=asked.options.get("run_id"),
            sinks=(*sinks, *shown),
            **how,
        )


def _own(asked: Asked, options: Sequence[Option]) -> dict[str, Any]:
    """What is to be debugged, and what was asked for of the options that only this engine has."""
    own = {each.name: asked.options[each.name] for each in options if each.name in asked.options}
    return {"debug": _debug(asked), **own}


def _unnamed(asked: Asked, names: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the run's name, if it was given one."""
    run_id = asked.options.get("run_id")
    if run_id is not None and not is_name(run_id):
        yield Problem(names["run_id"], f"expected a name, got {run_id!r}")


def _events(asked: Asked) -> tuple[Sink, ...]:
    """Where events go; a file that cannot be written is one more problem of what was asked."""
    try:
        return sinks_for(asked.options.get("events"))
    except OSError as error:
        asked.problems.append(Problem("", f"cannot write events: {error}"))
        return ()


def _debug(asked: Asked) -> Debug | None:
    """What is to be debugged; what there is not is one more problem."""
    try:
        return debug_asked(asked.options.get("debug"))
    except UnknownDebug as error:
        asked.problems.append(Problem("", str(error)))
        return None


def _help(pipeline: Callable[..., Any], flags: Flags) -> None:
    from dagcompile.runtime.command.help import help_text
    from dagcompile.runtime.wiring import wiring_of

    sys.stdout.write(encodable(help_text(flags, wiring_of(pipeline))))


def _refuse(flags: Flags, problems: Iterable[Problem]) -> Never:
    lines = [f"{flags.name}: nothing was run", *(f"  {each}" for each in problems)]
    help_ = flags.options["help"].name
    sys.stderr.write(encodable("\n".join([*lines, f"{help_} says what there is", ""])))
    raise SystemExit(USAGE)


@contextmanager
def _stdout_for_the_result() -> Iterator[None]:
    """While inside, what is printed here, or by a process or a library that is started here, goes
    to standard error.
    """
    sys.stdout.flush()
    try:
        descriptor, errors = sys.stdout.fileno(), sys.stderr.fileno()
    except (OSError, ValueError):  # not files, as in a test
        descriptor = errors = -1
    saved = os.dup(descriptor) if descriptor >= 0 else -1
    try:
        if saved >= 0:
            os.dup2(errors, descriptor)
        with redirect_stdout(sys.stderr):
            yield
    finally:
        if saved >= 0:
            os.dup2(saved, descriptor)
            os.close(saved)


def conclude(report: Report) -> int:
    """Print the results, or what failed with the user's traceback; gives the exit status."""
    results = report.results
    if results:
        shown = results.get("result") if set(results) <= {"result"} else dict(results)
        _print(shown)
        for name, value in results.items():
            if is_repr(value):
                said = f"{name}: JSON has no form for {class_text(type(value))}; its repr is shown"
                sys.stderr.write(encodable(f"{said}\n"))
    if report.outcome == "ok":
        if not results:
            sys.stderr.write("the result was withheld\n")
        return 0
    tracebacks = [node.traceback for node in report.nodes.values() if node.traceback]
    for traceback in tracebacks[:TRACEBACKS]:
        sys.stderr.write(encodable(f"{traceback}\n"))
    if (more := len(tracebacks) - TRACEBACKS) > 0:
        sys.stderr.write(f"{more} more tracebacks are told to --events\n")
    sys.stderr.write(encodable(f"{reminder(report)}\n"))
    failed = [report.nodes[name] for name in report.ended("failed")]
    return ENVIRONMENT if all(node.unavailable for node in failed) else FAILED


def _print(value: object) -> None:
    try:
        sys.stdout.write(f"{display(value)}\n")
    except UnicodeEncodeError:  # nothing has been written then
        sys.stdout.write(f"{display(value, ascii_only=True)}\n")
