"""One difference of two definitions, before it is weighed."""

from collections.abc import Iterable
from dataclasses import dataclass

from dagcompile.changes.comparers.types.both import Effect
from dagcompile.changes.records import Verb, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What became of the part `detail` of a definition, and by that of the values of the type.

    `most` is the most that it can weigh: less than breaking where it need not be that anybody
    fails. A `reason` stands for that of the rules, and is weighed by `most` alone.
    """

    detail: str = ""
    verb: Verb
    effect: Effect
    before: str | None = None
    after: str | None = None
    most: Weight = "breaking"
    reason: str = ""


def verb_of(effect: Effect) -> Verb:
    """What is said of a part that is there before and after."""
    return "changed" if effect == "same" else effect


def commas(names: Iterable[str]) -> str:
    """`a, b`, or `none`."""
    return ", ".join(names) or "none"
