"""Fifty steps that hand on a list of records, compiled, and with a check of every input as well.

The types of all edges are proven, so that a check of an input finds nothing that the one of the
output behind it has not found.
"""

from dataclasses import dataclass
from typing import Any

from dagcompile import Pipeline, op, pipeline

RECORDS = 1_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What is handed on."""

    meter: int
    place: str
    litres: float


@op
def begun(count: int) -> list[Reading]:
    """So many readings."""
    return [Reading(each, "cellar", each / 2) for each in range(count)]


@op
def merged(rows: list[Reading], more: list[Reading]) -> list[Reading]:
    """What it was given first, which takes no time."""
    return rows


def checked(nodes: int) -> Pipeline[..., Any]:
    """The pipeline of so many steps."""

    def checked(count: int) -> list[Reading]:
        made = [begun.named("s0")(count)]
        for number in range(1, nodes):
            step = merged.named(f"s{number}")
            made.append(step(made[number - 1], made[number // 2]))
        return made[-1]

    return pipeline(checked)


def everywhere(nodes: int) -> str:
    """The generated script with a check of each input, where the scheme is to check them all."""
    lines = [
        '    s0 = run.step("s0", begun)(run.guard_input("s0.count", count, int))',
        '    s0 = run.guard("s0", s0, list[Reading])',
    ]
    for each in range(1, nodes):
        first = f'run.guard_input("s{each}.rows", s{each - 1}, list[Reading])'
        other = f'run.guard_input("s{each}.more", s{each // 2}, list[Reading])'
        lines += [
            f'    s{each} = run.step("s{each}", merged)({first}, {other})',
            f'    s{each} = run.guard("s{each}", s{each}, list[Reading])',
        ]
    text = ["def everywhere(run, *, count: int):", *lines, f"    return s{nodes - 1}", ""]
    return "\n".join(text)
