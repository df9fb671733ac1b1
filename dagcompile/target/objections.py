"""What a target has against a pipeline, before it is told where."""

from collections.abc import Mapping
from dataclasses import dataclass

from dagcompile.diagnostics import Diagnostic, Label, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Something that an engine would refuse, or would do otherwise than the author thinks.

    `at` are keys of places, of which the first that is known counts: `node:<id>`, or those of
    `option_place`.
    """

    code: str
    message: str
    fix: str
    at: tuple[str, ...] = ()

    def told(self, places: Mapping[str, Place]) -> Diagnostic:
        """The same, where the author asks for it."""
        place = next((places[key] for key in self.at if key in places), None)
        labels = (Label(place=place, text="asked for here"),) if place else ()
        return Diagnostic(code=self.code, message=self.message, labels=labels, fix=self.fix)
