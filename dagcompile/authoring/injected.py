"""The parameter of an op that takes the context of each attempt, and is no input.

def publish(report: Report, ctx: Context = Context()) -> str: ...
"""

from collections.abc import Iterable, Iterator

from dagcompile.authoring.places import Spot
from dagcompile.authoring.problems import problem
from dagcompile.authoring.signatures import Slot
from dagcompile.authoring.sources import Definition, Parameter
from dagcompile.diagnostics import Diagnostic
from dagcompile.runtime.context import Context


def context_of(
    slots: Iterable[Slot], *, what: str, spot: Spot | None
) -> tuple[str, list[Diagnostic]]:
    """The parameter that takes the context, empty where none does, and what is wrong with those
    that are meant to.
    """
    name = ""
    problems: list[Diagnostic] = []
    for slot in slots:
        for message, fix in _mistakes(slot, name):
            problems.append(
                problem(
                    "DC180",
                    f"parameter `{slot.name}` of {what} {message}",
                    at=Parameter(spot.code, slot.name) if isinstance(spot, Definition) else spot,
                    here="this parameter",
                    fix=fix,
                )
            )
        if slot.is_context:
            name = name or slot.name
    return name, problems


def _mistakes(slot: Slot, other: str) -> Iterator[tuple[str, str]]:
    declared = f"write {slot.name}: Context = Context()"
    if not slot.is_context:
        if isinstance(slot.default, Context):
            yield "has a Context as its default, but is an input by its annotation", declared
        return
    if other:
        yield f"is a second Context, beside `{other}`", "leave it out; a step has one"
    elif not isinstance(slot.default, Context):
        yield "is a Context without the default Context()", declared
    elif not slot.keyword:
        yield "is a Context that can only be given by position", "put it behind the `/`"
