"""Where the keys of a graph are to run, and which first: what Dask takes from annotations.

Dask annotates layers of a graph. Keys that ask for the same stand in one; and as layers must not
depend on each other in a circle, those that come after others of another layer stand in a further
one. Retries are none of it: they are the run time's own, lest two loops multiply.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict

from dask.highlevelgraph import HighLevelGraph, MaterializedLayer

from dagcompile.runtime.dask.graph.keys import Key
from dagcompile.runtime.dask.graph.sharing import Told
from dagcompile.runtime.dask.shim import GraphNode, Task
from dagcompile.runtime.node import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a node asks of its cluster.

    Args:
        priority: of several that can run, the one with the highest does first; 0 if None.
        resources: how much of each it takes of what its worker has, by name.
        workers: names or addresses of those that it may run on; any if empty.
        allow_other_workers: whether it may run elsewhere, while none of `workers` is there.
    """

    priority: int | None = None
    resources: tuple[tuple[str, float], ...] = ()
    workers: tuple[str, ...] = ()
    allow_other_workers: bool = False

    def beside(self) -> "Needs":
        """Of what stands beside the node, such as its guard: that reads the same values, and takes
        no resources.
        """
        return replace(self, resources=())

    def of_worker(self) -> list[str]:
        """What only some worker of a cluster gives, in words. That it may run elsewhere than on its
        workers holds anywhere.
        """
        said = []
        if self.resources:
            said.append(", ".join(f"{amount:g} {name}" for name, amount in self.resources))
        if self.workers and not self.allow_other_workers:
            said.append(f"the worker {' or '.join(self.workers)}")
        return said

    def annotations(self) -> dict[str, Any]:
        """As Dask wants them: those that are set."""
        said = {
            "priority": self.priority,
            "resources": dict(self.resources),
            "workers": list(self.workers),
            "allow_other_workers": self.allow_other_workers,
        }
        return {
            name: each for name, each in said.items() if each or (name == "priority" and each == 0)
        }


NOTHING = Needs()


class SharedOptions(TypedDict, total=False):
    """What is said of all nodes of a pipeline: the fields of `Needs`, and whether runs share
    values. What a node says itself counts more; None undoes what is said here.
    """

    priority: int | None
    resources: Mapping[str, float] | None
    workers: Sequence[str] | None
    allow_other_workers: bool | None
    pure: bool | None


class PlacedOptions(Options, SharedOptions, total=False):
    """The options of a step on Dask: those of every run time, and those of all nodes."""


def needs_in(options: PlacedOptions | SharedOptions) -> Needs:
    """The needs among `options`, which are taken out."""
    return Needs(
        priority=options.pop("priority", None),
        resources=tuple(sorted((options.pop("resources", None) or {}).items())),
        workers=tuple(options.pop("workers", None) or ()),
        allow_other_workers=options.pop("allow_other_workers", None) or False,
    )


class Asked:
    """What the nodes of one graph ask for.

    Args:
        shared: what holds for those that do not say their own.
    """

    def __init__(self, shared: SharedOptions) -> None:
        self.needs: dict[str, Needs] = {}
        """Of those that ask for something, and of those that undo what all others ask for."""
        self._rest = needs_in({**shared}).beside()

    def step(self, node: str, options: PlacedOptions) -> Needs:
        """Note what a step asks for, which is taken out of its options."""
        needs = needs_in(options)
        if needs != NOTHING or self._rest != NOTHING:
            self.needs[node] = needs
        return needs

    def other(self, node: str) -> None:
        """Note a node, unless it is a step: it takes no resources."""
        if self._rest != NOTHING:
            self.needs.setdefault(node, self._rest)

    def of(self, key: Key, task: GraphNode) -> Needs:
        """What a key asks for."""
        if isinstance(key, str):
            return self._rest
        needs = self.needs.get(key[1], NOTHING)
        tells = isinstance(task, Task) and isinstance(task.func, Told)
        return needs.beside() if tells or ":" in key[0] else needs


def resources_for(needs: Mapping[str, Needs]) -> dict[str, float]:
    """What a worker has to have to run any of the nodes that have these needs."""
    asked = [each.resources for each in needs.values()]
    return dict(sorted(pair for each in asked for pair in each))  # of one name the most is last


def layered(
    tasks: Mapping[Key, GraphNode], needs_of: Callable[[Key, GraphNode], Needs], key: str
) -> tuple[HighLevelGraph, str]:
    """`tasks`, each after those that it depends on, in annotated layers; and the layer of `key`."""
    places: dict[Key, tuple[Needs, int]] = {}
    layers: dict[tuple[Needs, int], dict[Key, GraphNode]] = {}
    below: dict[tuple[Needs, int], set[tuple[Needs, int]]] = {}
    for each, task in tasks.items():
        asked = needs_of(each, task)
        before = {places[one] for one in task.dependencies}
        rank = max((n if label == asked else n + 1 for label, n in before), default=0)
        place = places[each] = asked, rank
        layers.setdefault(place, {})[each] = task
        below.setdefault(place, set()).update(before - {place})
    names = {place: f"{key}-{number}" for number, place in enumerate(layers)}
    graph = HighLevelGraph(
        {
            names[place]: MaterializedLayer(many, annotations=place[0].annotations() or None)
            for place, many in layers.items()
        },
        {names[place]: {names[one] for one in below[place]} for place in layers},
    )
    return graph, names[places[key]]
