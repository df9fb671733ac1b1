"""`main(pipeline)`: a generated script as a command."""

from collections.abc import Callable, Sequence
from typing import Any

from dagcompile.runtime.run import execute


def main(
    pipeline: Callable[..., Any], /, *, name: str | None = None, argv: Sequence[str] | None = None
) -> int:
    """Run `pipeline` with params from the command line; print its result as JSON.

    Args:
        pipeline: the function of a generated script.
        name: the pipeline's id, where it is not the function's name.
        argv: the arguments; those of this process if None.

    Returns:
        exit status: 0; 1 where a node failed; 4 where the environment is wrong; 130 where it was
        interrupted, 143 where it was terminated. A wrong command line exits with 2.
    """
    from dagcompile.runtime.command.running import command

    return command(pipeline, name=name, argv=argv, start=execute)
