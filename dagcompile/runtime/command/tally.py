"""How far a run has come: the nodes of each op, as events and messages tell of them.

    tally = Tally(wiring_of(pipeline))
    tally.take(event)
    tally.ops["score"].text()     # "310/10000  4 running  2 failed  7 retries"

Nodes of an op that a pipeline has many of are counted and not listed, and in a pipeline of very
many nodes all are.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from dagcompile.runtime.events import Event
from dagcompile.runtime.wiring import Wiring

State: TypeAlias = Literal["waiting", "running", "ok", "failed", "skipped", "not_run"]

ALIKE = 20
"""Nodes of one op that are listed; those of an op that has more are counted."""
LISTED = 200
"""Nodes of a pipeline that are listed; if there are more, all are counted."""
OPS = 10
"""Ops whose counts are shown at once."""

_ENDED: tuple[State, ...] = ("ok", "failed", "skipped", "not_run")
_TOLD: tuple[State, ...] = ("running", *_ENDED[1:])


@dataclass(slots=True)
class Op:
    """The nodes of one op."""

    name: str
    total: int = 0
    retries: int = 0
    states: dict[State, int] = field(default_factory=dict)

    @property
    def ended(self) -> int:
        """How many nodes have ended, whatever their outcome."""
        return sum(self.states.get(each, 0) for each in _ENDED)

    @property
    def moving(self) -> bool:
        """Whether some nodes have begun and not all have ended."""
        return 0 < self.ended < self.total or self.states.get("running", 0) > 0

    def move(self, before: State, after: State) -> None:
        """One node goes from one state to another."""
        self.states[before] = self.states.get(before, 0) - 1
        self.states[after] = self.states.get(after, 0) + 1

    def text(self) -> str:
        """`310/10000  4 running  2 failed  7 retries`."""
        counts = [
            f"{count} {state.replace('_', ' ')}"
            for state in _TOLD
            if (count := self.states.get(state, 0))
        ]
        if self.retries:
            counts.append(f"{self.retries} {'retry' if self.retries == 1 else 'retries'}")
        return "  ".join([f"{self.ended}/{self.total}", *counts])


class Tally:
    """The nodes of one run and the ops that they are of, in the order of the pipeline."""

    def __init__(self, wiring: Wiring) -> None:
        self.total = len(wiring.nodes)
        self.states: dict[str, State] = dict.fromkeys(wiring.nodes, "waiting")
        self.warned = 0
        """Verdicts that only warned."""
        self.cluster: dict[str, Any] = {}
        """Where the run is, as the last message of it said."""
        self.ended = 0
        """How many nodes have ended."""
        names = {node: wiring.ops.get(node, node) for node in wiring.nodes}
        sizes = Counter(names.values())
        many = sum(size for size in sizes.values() if size <= ALIKE) > LISTED
        self.ops = {
            name: Op(name, total=size, states={"waiting": size})
            for name, size in sizes.items()
            if many or size > ALIKE
        }
        """Those whose nodes are counted."""
        self._counted = {node: self.ops[name] for node, name in names.items() if name in self.ops}

    def listed(self, node: str) -> bool:
        """Whether each thing that happens to `node` is told."""
        return node not in self._counted

    def take(self, event: Event) -> None:
        """Note what an event or a message says of a node."""
        node = str(event.get("node", ""))
        match event["event"]:
            case "started":
                self._move(node, "running")
            case "returned":
                self._move(node, "ok")
            case "failed":
                self._move(node, "failed")
            case "outcome":
                self._move(node, event["outcome"])  # type: ignore[arg-type]  # JSON
            case "retrying" if (op := self._counted.get(node)) is not None:
                op.retries += 1
            case "run_finished":
                nodes: Any = event["nodes"]
                for each, ended in nodes.items():
                    self._move(each, ended["outcome"])
            case "cluster":
                self.cluster.update(event)
            case _:
                pass

    def _move(self, node: str, after: State) -> None:
        before = self.states.get(node)
        if before is None or before == after:
            return
        self.states[node] = after
        self.ended += (after in _ENDED) - (before in _ENDED)
        if (op := self._counted.get(node)) is not None:
            op.move(before, after)

    def counts(self) -> Iterator[str]:
        """A line for each op that is counted and under way, and one for what else there is."""
        moving = [op for op in self.ops.values() if op.moving]
        for op in moving[:OPS]:
            yield f"{op.name}  {op.text()}"
        yield from _others(moving[OPS:])

    def totals(self) -> Iterator[str]:
        """A line for each of the first ops that are counted, and one for the others."""
        ops = list(self.ops.values())
        for op in ops[:OPS]:
            yield f"{op.name}  {op.text()}"
        yield from _others(ops[OPS:])

    def where(self) -> list[str]:
        """Where the run is, in words; empty where it is in this process."""
        told = self.cluster
        sizes = [
            f"{told[unit]} {unit if told[unit] != 1 else unit[:-1]}"
            for unit in ("workers", "threads")
            if told.get(unit) is not None
        ]
        return [*([", ".join(sizes)] if sizes else []), *filter(None, [told.get("dashboard")])]


def _others(ops: Sequence[Op]) -> Iterator[str]:
    if ops:
        ended, total = sum(op.ended for op in ops), sum(op.total for op in ops)
        yield f"and {len(ops)} more ops  {ended}/{total}"
