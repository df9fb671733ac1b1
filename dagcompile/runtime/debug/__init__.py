"""What a run looks at only when it is asked to: values that are changed in place.

    python daily_script.py --debug mutations
    DAGCOMPILE_DEBUG=mutations pytest

An op is not to change what it was given, and a check never. In this mode every value is
fingerprinted before and after each check and each body. Nothing here is imported otherwise.
"""

import os
from typing import TYPE_CHECKING, Literal, TypeAlias, cast, get_args

if TYPE_CHECKING:
    from dagcompile.runtime.debug.watch import Watch

Debug: TypeAlias = Literal["mutations"]

VARIABLE = "DAGCOMPILE_DEBUG"
"""Environment variable that asks for it where no argument does."""


class UnknownDebug(ValueError):
    """What is asked for is not there. `by` says it: an argument, or a variable."""

    def __init__(self, asked: object, by: str) -> None:
        super().__init__(asked, by)
        self.asked = asked
        self.by = by

    def __str__(self) -> str:
        return f"{self.by} is {self.asked!r}; it may be: {', '.join(get_args(Debug))}"


def debug_asked(debug: Debug | None = None) -> Debug | None:
    """What is to be looked at: `debug`, or what the environment says where that is None.

    Raises:
        UnknownDebug: it is something else.
    """
    if debug is None and (asked := os.environ.get(VARIABLE)):
        return _known(asked, by=VARIABLE)
    return None if debug is None else check_debug(debug)


def check_debug(debug: object) -> Debug:
    """`debug`, an argument, if that can be looked at.

    Raises:
        UnknownDebug: it is something else.
    """
    return _known(debug, by="debug")


def _known(asked: object, *, by: str) -> Debug:
    if asked not in get_args(Debug):
        raise UnknownDebug(asked, by)
    return cast(Debug, asked)


def watch_of_checks() -> "Watch | None":
    """What sees to it that checks change nothing, where the environment asks for it: all that there
    is to watch where each step reads its inputs anew.
    """
    if debug_asked() is None:
        return None
    from dagcompile.runtime.debug.watch import Watch

    return Watch()
