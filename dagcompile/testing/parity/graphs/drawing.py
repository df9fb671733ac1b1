"""Plans at random, the same for the same `Random`.

drawn(Random(7), steps=10)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from dagcompile.testing.parity.graphs.kinds import KINDS
from dagcompile.testing.parity.graphs.plans import (
    Argument,
    Known,
    Many,
    OpKind,
    Param,
    Plan,
    Port,
    Step,
)
from dagcompile.testing.parity.graphs.table import OPS
from dagcompile.testing.parity.ops.kinds import Leg, Mood

PARAMS: Mapping[str, tuple[str, Any, Any]] = {
    "number": ("int", int, 3),
    "text": ("text", str, "a b a"),
    "day": ("date", date, date(2024, 2, 29)),
    "price": ("decimal", Decimal, Decimal("1.50")),
    "texts": ("texts", list[str], ["x", "it's"]),
    "mood": ("mood", Mood, Mood.GOOD),
    "leg": ("leg", Leg, Leg("JFK", Decimal(2))),
    "run": ("perhaps", int | None, None),
}
"""The params that a pipeline may have: kind, type and default of each."""

_WITHHOLDING = [op for op in OPS if op.op.__name__ in ("given", "cut", "divided")]
_LIKELY = (*OPS, *_WITHHOLDING * 6)
"""Ops to begin with: those that withhold are taken often, or nothing would ever be skipped."""

_KEYS = ("a", "b", "it's", "", "{{ ds }}")


def drawn(random: Random, *, steps: int = 10, name: str = "graph") -> Plan:
    """A plan with so many steps."""
    drawing = _Drawing(random)
    for number in range(steps):
        drawing.steps.append(drawing.step(number))
    return Plan(name=name, steps=tuple(drawing.steps), stages=tuple(_stages(random, steps)))


def _stages(random: Random, steps: int) -> Iterator[range]:
    """In every other plan some stages, of one step or more."""
    at = 0 if random.random() < 0.5 else steps
    while at < steps:
        size = random.randint(1, 4)
        if random.random() < 0.5:
            yield range(at, min(at + size, steps))
        at += size


def given_to(plan: Plan, random: Random) -> dict[str, Any]:
    """Params for a run of `plan`: some of those that it takes, the others have defaults."""
    return {
        name: random.choice(KINDS[PARAMS[name][0]].values)
        for name in plan.params
        if random.random() < 0.5
    }


def complete(plan: Plan, given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` and the defaults of the others."""
    return {name: given.get(name, PARAMS[name][2]) for name in plan.params}


@dataclass(slots=True)
class _Drawing:
    random: Random
    steps: list[Step] = field(default_factory=list)

    def step(self, number: int) -> Step:
        id = self.random.choice([f"s{number}", f"group.s{number}", f"class {number}"])
        after = tuple(
            sorted(
                self.random.sample(range(number), k=min(number, self.random.randint(1, 2)))
                if self.random.random() < 0.15
                else ()
            )
        )
        if self.random.random() < 0.12 and (chosen := self.alike()):
            kind, ports = chosen
            arguments = {str(at): port for at, port in enumerate(ports)}
            return Step(id=id, op=None, arguments=arguments, outputs={"result": kind}, after=after)
        op, taken = self.following() if self.random.random() < 0.6 else (None, {})
        op = op or self.random.choice(_LIKELY)
        return Step(
            id=id,
            op=op,
            arguments=self.arguments(op) | taken,
            outputs=op.outputs,
            after=after,
            config=self.config() if op.config and self.random.random() < 0.9 else None,
            warns=self.random.random() < 0.1,
            attempts=2 if self.random.random() < 0.1 else None,
        )

    def alike(self) -> tuple[str, list[Port]] | None:
        """A kind, and some ports of it."""
        every = self.ports()
        if not every:
            return None
        kind = self.random.choice(every)[1]
        those = [port for port, each in every if each == kind]
        return kind, self.random.sample(those, k=min(len(those), self.random.randint(1, 3)))

    def following(self) -> tuple[OpKind | None, dict[str, Argument]]:
        """An op for something that was made before, and that. Rare pairs of kinds are as likely
        as others.
        """
        every = self.ports()
        if not every:
            return None, {}
        kind = self.random.choice(sorted({kind for _, kind in every}))
        takers = [(op, name) for op in OPS for name in _takes(op, kind)]
        if not takers:
            return None, {}
        wanted = self.random.choice(sorted({op.inputs[name] for op, name in takers}))
        op, name = self.random.choice(
            [each for each in takers if each[0].inputs[each[1]] == wanted]
        )
        return op, {name: self.random.choice([port for port, each in every if each == kind])}

    def config(self) -> dict[str, int]:
        return {"factor": self.random.randint(-3, 3), "offset": self.random.randint(0, 9)}

    def arguments(self, op: OpKind) -> dict[str, Argument]:
        return {
            name: self.argument(kind)
            for name, kind in op.inputs.items()
            if name not in op.optional or self.random.random() < 0.6
        }

    def argument(self, kind: str) -> Argument:
        """Rather something that was made before than something new."""
        accepted = {kind, *KINDS[kind].wider}
        made = [port for port, each in self.ports() if each in accepted]
        if made and self.random.random() < 0.75:
            return self.random.choice(made)
        if KINDS[kind].container is not None and self.random.random() < 0.6:
            return self.container(kind)
        params = [name for name, (each, _, _) in PARAMS.items() if each in accepted]
        if params and self.random.random() < 0.5:
            return Param(self.random.choice(params))
        return Known(self.random.choice(KINDS[kind].values))

    def container(self, kind: str) -> Argument:
        parts, of = KINDS[kind].made_of, KINDS[kind].container
        if of is tuple:
            return Many("tuple", tuple(map(self.argument, parts)))
        (part,) = parts
        keys = tuple(self.random.sample(_KEYS, k=self.random.randint(1, 3)))
        items = tuple(self.argument(part) for _ in keys)
        return Many("dict", items, keys) if of is dict else Many("list", items)

    def ports(self) -> list[tuple[Port, str]]:
        """Every output so far, and its kind."""
        return [
            (Port(number, name), kind)
            for number, step in enumerate(self.steps)
            for name, kind in step.outputs.items()
        ]


def _takes(op: OpKind, kind: str) -> list[str]:
    """The inputs of `op` for which a value of `kind` may be given."""
    return [name for name, each in op.inputs.items() if kind == each or kind in KINDS[each].wider]
