"""`dagcompile targets`: what is installed and what it can do."""

from typing import TYPE_CHECKING, Annotated

import typer

from dagcompile.cli.failing import warn

if TYPE_CHECKING:
    from dagcompile.target import Target


def targets(
    *,
    capabilities: Annotated[
        bool, typer.Option("--capabilities", help="Show each target's answer to every feature.")
    ] = False,
) -> None:
    """List the installed targets and what each makes.

    Also told is where the guards of each stand by default.
    """
    from dagcompile.cli.table import columns
    from dagcompile.target import found_targets

    found = found_targets()
    warn(found.problems)
    if capabilities:
        typer.echo("\n".join(map(_answers, found.targets)), nl=False)
    else:
        rows = [(each.name, each.title, f"guards: {each.guards}") for each in found.targets]
        typer.echo(columns(rows), nl=False)


def _answers(target: "Target") -> str:
    """The capability table of one target, below its name."""
    from dagcompile.cli.table import columns
    from dagcompile.target import FEATURES

    answers = [(feature, target.capabilities[feature]) for feature in FEATURES]
    rows = [
        (f"  {feature}", "yes" if answer.supported else "no", answer.note)
        for feature, answer in answers
    ]
    return f"{target.name}\n{columns(rows)}"
