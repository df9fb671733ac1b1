"""`main(pipeline)`: a generated script as a command."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dagcompile.runtime.display import display
from dagcompile.runtime.events import encodable, terminal_sink
from dagcompile.runtime.flags import USAGE, params_from, parser_for
from dagcompile.runtime.report import Report, RunFailed
from dagcompile.runtime.run import execute, sinks_for


def main(
    pipeline: Callable[..., Any], /, *, name: str | None = None, argv: Sequence[str] | None = None
) -> int:
    """Run `pipeline` with params from the command line; print its result as JSON.

    Args:
        pipeline: the function of a generated script.
        name: the pipeline's id, where it is not the function's name.
        argv: the arguments; those of this process if None.

    Returns:
        exit status: 0, or 1 where a node failed. A wrong command line exits with 2.
    """
    parser, shapes = parser_for(pipeline, name=name or pipeline.__name__)
    arguments = vars(parser.parse_args(argv))
    try:
        sinks = sinks_for(arguments["events"], terminal_sink)
    except OSError as error:
        parser.exit(USAGE, f"{parser.prog}: cannot write events: {error}\n")
    report = execute(
        partial(pipeline, **params_from(arguments, shapes)),  # a param may be called `name`
        name=parser.prog,
        run_id=arguments["run_id"],
        sinks=sinks,
    )
    return conclude(report)


def conclude(report: Report) -> int:
    """Print the results, or what failed with the user's traceback; gives the exit status."""
    results = report.results
    if results:
        shown = results.get("result") if set(results) <= {"result"} else dict(results)
        _print(shown)
    if report.outcome == "ok":
        if not results:
            sys.stderr.write("the result was withheld\n")
        return 0
    for node in report.nodes.values():
        if node.traceback:
            sys.stderr.write(encodable(f"{node.traceback}\n"))
    sys.stderr.write(encodable(f"{RunFailed(report)}\n"))
    return 1


def _print(value: object) -> None:
    try:
        sys.stdout.write(f"{display(value)}\n")
    except UnicodeEncodeError:  # nothing has been written then
        sys.stdout.write(f"{display(value, ascii_only=True)}\n")
