"""The join of branches that may be withheld.

report = first_of(fast(rows), slow(rows))
pick = first_of.named("pick")(from_debits, from_credits)
"""

import sys
from typing import TypeVar, cast

from dagcompile.authoring.scope import CURRENT
from dagcompile.authoring.settings import Settings

T = TypeVar("T")


class FirstOf:
    """Takes values of which some may be withheld; gives the first that is present."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()

    def __call__(self, *values: T) -> T:
        """Add the node that picks.

        Raises:
            CompileError: called outside the body of a pipeline.
        """
        tracer = CURRENT.get()
        if tracer is not None:
            return cast("T", tracer.call_first_of(self._settings, values, sys._getframe(1)))
        from dagcompile.authoring.problems import called_first_of

        raise called_first_of(sys._getframe(1))

    def named(self, id: str, /) -> "FirstOf":
        """The same, with the id of its next node, which is `first_of` otherwise."""
        return FirstOf(self._settings.replace(id=id))

    def after(self, *steps: object) -> "FirstOf":
        """The same, to run once the nodes that made the values `steps` have succeeded."""
        return FirstOf(self._settings.replace(after=(*self._settings.after, *steps)))

    def __repr__(self) -> str:
        return "<first_of>"


first_of = FirstOf()
"""`first_of(a, b, ...)`: the first value that is present."""
