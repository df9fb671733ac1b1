"""What the help of a verb shows of its arguments."""

from typing import Any

from typer.core import TyperArgument, TyperCommand


class Verb(TyperCommand):
    """A command whose arguments are shown by name: `PIPELINE`, and no type of Python."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.params:
            if isinstance(each, TyperArgument) and each.metavar:
                each.display_type_rich = _nothing  # type: ignore[method-assign]


def _nothing(ctx: object) -> None:  # noqa: ARG001  (it is passed by name)
    return None
