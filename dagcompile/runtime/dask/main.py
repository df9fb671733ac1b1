"""`main(pipeline)`: a generated Dask module as a command."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dagcompile.runtime.command.flags import SWITCH, Option
from dagcompile.runtime.command.running import Unavailable, command
from dagcompile.runtime.dask import placing, refused
from dagcompile.runtime.dask.cluster.warned import told_as_lines
from dagcompile.runtime.dask.graph.collection import Pipeline
from dagcompile.runtime.dask.running.run import execute
from dagcompile.runtime.params import parted
from dagcompile.runtime.report import Report
from dagcompile.runtime.types import shape_of

OPTIONS = (
    *placing.OPTIONS,
    Option(
        name="upload",
        help="send your packages, and dagcompile, where the cluster has none or others",
        shape=SWITCH,
    ),
    Option(
        name="wait",
        metavar="SECONDS",
        help="how long to wait for workers to join (default: 10), or to come back (60)",
        shape=shape_of(float),
    ),
    Option(
        name="max_graph",
        metavar="SIZE",
        help="refuse a graph whose params, literals and functions take more, such as 10MB",
    ),
    Option(
        name="max_result",
        metavar="SIZE",
        help="bring no result that takes more (default: 1GB)",
    ),
)


def main(pipeline: Pipeline[...], /, *, argv: Sequence[str] | None = None) -> int:
    """Run `pipeline` on Dask with params from the command line; print its result as JSON.

    Args:
        pipeline: what a generated module defines.
        argv: the arguments; those of this process if None.

    Returns:
        exit status: 0; 1 where a node failed; 4 where the scheduler cannot be reached or the
        cluster did not finish the run; 130 where it was interrupted, 143 where it was
        terminated. A wrong command line exits with 2.
    """
    return command(
        pipeline.function,
        name=pipeline.name,
        argv=argv,
        start=partial(_start, pipeline),
        options=OPTIONS,
        look=refused.problems,
    )


def _start(
    pipeline: Pipeline[...], function: Callable[..., Any], *, name: str, **options: Any
) -> Report:
    """Run `pipeline` with the params that `function`, a partial, holds."""
    _, params = parted(function, {})
    place = placing.taken_out(options)
    try:
        with told_as_lines(name):
            return execute(partial(pipeline, **params), scheduler=place, **options)
    except OSError as error:
        raise Unavailable(str(error)) from error
