"""How much it matters that a type moved, by who sees its values.

Who gives values is content where more are taken, who reads them where fewer are given.
"""

from collections.abc import Iterable

from dagcompile.changes.comparers.types.both import Effect
from dagcompile.changes.comparers.types.part import Difference
from dagcompile.changes.comparers.types.roles import Kind, Role
from dagcompile.changes.records import WEIGHTS, Weight

RULES: dict[tuple[Kind, Effect], tuple[Weight, str]] = {
    ("param", "widened"): ("safe", "{} takes all that it took"),
    ("param", "narrowed"): ("breaking", "{} refuses values that it took"),
    ("param", "changed"): ("breaking", "{} need not take what it took"),
    ("output", "widened"): ("breaking", "{} may give what its readers were never given"),
    ("output", "narrowed"): ("safe", "{} gives nothing that it could not give before"),
    ("output", "changed"): ("breaking", "{} need not give what its readers expect"),
    ("asset", "widened"): ("breaking", "{} may hold what its readers never found in it"),
    ("asset", "narrowed"): ("safe", "{} holds nothing that it could not hold before"),
    ("asset", "changed"): ("breaking", "{} need not hold what its readers expect"),
    ("config", "widened"): ("safe", "every config that was taken still is"),
    ("config", "narrowed"): ("risky", "a config that was taken may be refused"),
    ("config", "changed"): ("risky", "a config that was taken may be refused"),
    ("inside", "widened"): ("risky", "values pass that were refused"),
    ("inside", "narrowed"): ("risky", "a value that passed between steps may be refused"),
    ("inside", "changed"): ("risky", "a value that passed between steps may be refused"),
}
"""The weight and the reason of each effect for those who see it."""

SAME: tuple[Weight, str] = ("cosmetic", "it stands for the same values")


LOST: tuple[Weight, str] = ("risky", "a step that looks for it does not find it")
"""What steps may say of a part that is gone, though all values still pass."""


def weighed(each: Difference, roles: Iterable[Role]) -> tuple[Weight, str]:
    """The weight of a difference for those to whom it matters most, and the reason."""
    if each.reason:
        return each.most, each.reason
    if each.effect == "same":
        return SAME
    found = [_for(role, each) for role in roles]
    weight, reason = min(found, key=lambda said: WEIGHTS.index(said[0]))
    return max(weight, each.most, key=WEIGHTS.index), reason


def _for(role: Role, each: Difference) -> tuple[Weight, str]:
    if (role.kind, each.verb, each.effect) == ("inside", "removed", "widened"):
        return LOST
    weight, reason = RULES[role.kind, each.effect]
    return weight, reason.format(_shown(role))


def _shown(role: Role) -> str:
    if role.kind == "output" and role.name == "result":
        return "the pipeline's output"
    return f"{role.kind} `{role.name}`"
