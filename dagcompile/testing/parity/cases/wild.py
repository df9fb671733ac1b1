"""Pipelines that nobody would write: random graphs of nodes that succeed, withhold and fail.

wild(7)     the same case in every process
"""

from random import Random
from typing import Any

from dagcompile import Guard, first_of, pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import contracts, flow
from dagcompile.testing.parity.ops.flow import Numbers

_KINDS = {
    "inc": 20,
    "add": 15,
    "total": 10,
    "halve": 8,
    "first": 12,
    "maybe": 12,
    "divide": 8,
    "even": 6,
    "open": 5,
    "fail": 4,
}


def wild(seed: int, *, nodes: int = 12) -> Case:
    """The random case number `seed`, of `nodes` nodes."""

    @pipeline(name=f"wild_{seed}")
    def wired(start: int = 2) -> Numbers:
        """A random graph."""
        graph = _Graph(Random(seed), start)  # noqa: S311  (not for secrets)
        for number in range(nodes):
            graph.grow(f"n{number}")
        return Numbers(first=graph.pick(), second=graph.pick())

    return case(wired, f"random graph {seed}")


class _Graph:
    """The values that are there to be used, and how the next one is made."""

    def __init__(self, random: Random, start: int) -> None:
        self.random = random
        self.values = [start]
        self.made: list[int] = []

    def pick(self) -> Any:
        """One of the values, rather a late one."""
        return self.values[max(self.random.randrange(len(self.values)) for _ in range(2))]

    def grow(self, name: str) -> None:
        """Add one node."""
        (kind,) = self.random.choices(list(_KINDS), list(_KINDS.values()))
        made = self._node(kind, name)
        self.values += made
        self.made += made

    def _node(self, kind: str, name: str) -> list[Any]:
        pick = self.pick
        match kind:
            case "inc":
                return [self._placed(flow.inc, name)(pick())]
            case "add":
                return [self._placed(flow.add, name)(pick(), pick())]
            case "total":
                several = [pick() for _ in range(self.random.randint(1, 4))]
                return [self._placed(flow.total, name)(several)]
            case "halve":
                return list(self._placed(flow.halve, name)(pick()))
            case "first":
                items = [pick() for _ in range(self.random.randint(1, 3))]
                return [self._placed(first_of, name)(*items)]
            case "maybe":
                how = self.random.choice(["ok", "skip", "skip"])
                return [self._placed(flow.maybe, name)(pick(), how)]
            case "divide":
                keep = self.random.choice(["left", "right", "both", "none"])
                return list(self._placed(flow.divide, name)(pick(), keep))
            case "even":
                severity = Guard(severity=self.random.choice(["error", "warn"]))
                return [self._placed(contracts.even.with_policy(guard=severity), name)(pick())]
            case "open":
                asks = self.random.choice([contracts.needs_even, contracts.needs_int])
                opened = contracts.anything.named(f"{name}.open")(pick())
                return [self._placed(asks, name)(opened)]
            case _:
                return [self._placed(flow.fail, name)(pick())]

    def _placed(self, op: Any, name: str) -> Any:
        """`op` under its name, now and then after some other nodes."""
        if self.made and self.random.random() < 0.25:
            op = op.after(*self.random.sample(self.made, k=min(2, len(self.made))))
        return op.named(name)
