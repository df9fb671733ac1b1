"""The commands of this target. What they need is imported when they are called."""

from functools import partial
from typing import Annotated

import typer

from dagcompile.cli.completing import pipeline_names
from dagcompile.cli.failing import Format, FormatOption, exit_on_problems, tell
from dagcompile.cli.verb import Runs

submit = typer.Typer(
    help="Run a pipeline on a Dask cluster.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@submit.command(
    cls=Runs,
    context_settings={
        "allow_interspersed_args": False,  # what follows the pipeline is the module's
        "ignore_unknown_options": False,
    },
)
def _submit(
    context: typer.Context,
    pipeline: Annotated[
        str,
        typer.Argument(
            metavar="PIPELINE",
            help="Name in the project, or module:function.",
            autocompletion=pipeline_names,
        ),
    ],
    flags: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FLAGS",
            help="Everything else is the module's own; try --help.",
        ),
    ] = None,
    *,
    format: FormatOption = Format.text,
) -> None:
    """Run a pipeline on a Dask cluster.

    It is compiled, and the Dask module that it becomes is started. What follows PIPELINE are the
    module's own flags. One has to name the scheduler, --scheduler or --scheduler-file, unless
    DASK_SCHEDULER_ADDRESS does. Options of dagcompile stand before PIPELINE.
    """
    from dagcompile.project.config import load_project
    from dagcompile.project.running import run_pipeline
    from dagcompile.targets.dask.target import TARGET

    with exit_on_problems(format, document="stderr"):
        _require_dask()
        status = run_pipeline(
            load_project(context.obj),
            pipeline,
            target=TARGET.name,
            flags=flags or (),
            variables={"DAGCOMPILE_LOCAL": "no"},
            warn=partial(tell, format),
        )
    raise typer.Exit(status)


def _require_dask() -> None:
    """Raise where the module could not be started.

    Raises:
        CompileError: Dask is not installed (DC634).
    """
    from dagcompile.cli.summaries import NotFound, spec_of
    from dagcompile.diagnostics import CompileError, Diagnostic

    try:
        spec_of("distributed.client")  # found and not imported, which takes longer
    except NotFound:
        message = "submit needs the packages `dask` and `distributed`, which are not installed"
        fix = "pip install 'dagcompile[dask]'"
        raise CompileError([Diagnostic(code="DC634", message=message, fix=fix)]) from None
