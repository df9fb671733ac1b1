"""`dagcompile completion`: the script by which a shell completes the command."""

from enum import StrEnum
from typing import Annotated

import typer

VARIABLE = "_DAGCOMPILE_COMPLETE"
"""What the script sets when it asks the command for completions."""


class Shells(StrEnum):
    """Shells whose script there is."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"


def completion(
    context: typer.Context,
    shell: Annotated[Shells, typer.Argument(help="The shell that reads it.")],
) -> None:
    """Print what lets a shell complete this command.

    Verbs, options, pipelines of the project, targets and codes are completed.

    In ~/.bashrc: eval "$(dagcompile completion bash)"

    In ~/.zshrc, below compinit: eval "$(dagcompile completion zsh)"

    In ~/.config/fish/config.fish: dagcompile completion fish | source
    """
    from typer.completion import shell_complete

    know_shells()
    command = context.find_root().command
    shell_complete(command, {}, "dagcompile", VARIABLE, f"source_{shell.value}")


def know_shells() -> None:
    """Let the library of the command line speak to shells as its scripts expect.

    It does so by itself only for a command that has its options to install such a script.
    """
    from typer._completion_classes import completion_init

    completion_init()
