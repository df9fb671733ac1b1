"""A graph of steps that do nothing, so that what is measured is all that is around a step.

Step 0 takes the param; step i takes what step i - 1 gave, and, so that the graph is no bare chain,
what step i // 2 gave.
"""

from typing import Any

from dagcompile import Pipeline, op, pipeline


@op
def same(value: int, other: int) -> int:
    """What it was given first."""
    return value


def idle(nodes: int) -> Pipeline[..., Any]:
    """The pipeline of so many steps."""

    def idle(start: int) -> int:
        made = [same.named("s0")(start, start)]
        for number in range(1, nodes):
            step = same.named(f"s{number}")
            made.append(step(made[number - 1], made[number // 2]))
        return made[-1]

    return pipeline(idle)


def by_hand(nodes: int) -> str:
    """The same as a careful author writes it."""
    lines = ["    s0 = same(start, start)"]
    lines += [f"    s{each} = same(s{each - 1}, s{each // 2})" for each in range(1, nodes)]
    return "\n".join(["def by_hand(same, start):", *lines, f"    return s{nodes - 1}", ""])
