"""`main(pipeline)`: a generated Dask module as a command."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dagcompile.runtime.dask.run import execute
from dagcompile.runtime.events import terminal_sink
from dagcompile.runtime.flags import USAGE, free, params_from, parser_for
from dagcompile.runtime.main import conclude
from dagcompile.runtime.run import sinks_for

ENVIRONMENT = 4
"""Exit status for an environment that is wrong."""


def main(
    pipeline: Callable[..., Any], /, *, name: str | None = None, argv: Sequence[str] | None = None
) -> int:
    """Run `pipeline` on Dask with params from the command line; print its result as JSON.

    Args:
        pipeline: the function of a generated module.
        name: the pipeline's id, where it is not the function's name.
        argv: the arguments; those of this process if None.

    Returns:
        exit status: 0; 1 where a node failed; 4 where the scheduler cannot be reached or the
        cluster did not finish the run. A wrong command line exits with 2.
    """
    parser, shapes = parser_for(pipeline, name=name or pipeline.__name__)
    group = parser.add_argument_group("Dask")
    group.add_argument(
        free("--scheduler", shapes),
        dest="scheduler",
        metavar="ADDRESS",
        help="run on the cluster of this scheduler",
    )
    group.add_argument(
        free("--local", shapes),
        dest="local",
        choices=("processes", "threads"),
        default="processes",
        help="without a scheduler: on worker processes or on threads (default: processes)",
    )
    arguments = vars(parser.parse_args(argv))
    try:
        sinks = sinks_for(arguments["events"], terminal_sink)
    except OSError as error:
        parser.exit(USAGE, f"{parser.prog}: cannot write events: {error}\n")
    try:
        report = execute(
            partial(pipeline, **params_from(arguments, shapes)),  # a param may be called `name`
            name=parser.prog,
            run_id=arguments["run_id"],
            sinks=sinks,
            scheduler=arguments["scheduler"],
            local=arguments["local"],
        )
    except OSError as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return ENVIRONMENT
    return conclude(report)
