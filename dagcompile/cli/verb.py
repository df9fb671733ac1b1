"""What a verb shows of its arguments: in its help, and where they are wrong."""

from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand

from dagcompile.cli.leaving import only_looks


class Verb(TyperCommand):
    """A command whose arguments are shown by name: `PIPELINE`, and no type of Python."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.params:
            if isinstance(each, TyperArgument) and each.metavar:
                each.display_type_rich = _nothing  # type: ignore[method-assign]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the library does, with the cause of a wrong value alone."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise

    def invoke(self, ctx: Any) -> Any:
        """As the library does; threads that are left are not waited for."""
        only_looks()
        return super().invoke(ctx)


class Runs(Verb):
    """A verb behind whose argument stand the flags of a script."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As other verbs do; a flag that stands in front is told where it belongs."""
        try:
            return super().parse_args(ctx, args)
        except Exception as error:
            if not getattr(error, "possibilities", True):  # no such option, and none like it
                flag = error.option_name  # type: ignore[attr-defined]
                error.message += f"; one of the script stands behind its name: PIPELINE {flag}"  # type: ignore[attr-defined]
            raise

    def invoke(self, ctx: Any) -> Any:
        """As the library does: Python waits for what is left."""
        return TyperCommand.invoke(self, ctx)


def _nothing(ctx: object) -> None:  # noqa: ARG001  (it is passed by name)
    return None
