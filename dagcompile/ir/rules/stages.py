"""The nodes of a stage are there, and stand together.

So a stage can be one step of a target, however many there are: it and all that is outside of it can
be put in an order. It is not enough that no way leads out of a stage and back, for two stages could
need each other.
"""

from collections.abc import Iterator

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.rules.tables import Tables, broken


def stages_stand_together(tables: Tables) -> Iterator[Diagnostic]:
    """The nodes of a stage are neighbours, in the order of the pipeline; none has two stages."""
    order = {node.id: number for number, node in enumerate(tables.meaning.nodes)}
    seen: dict[str, str] = {}
    for stage in tables.meaning.stages:
        if not stage.nodes:
            yield broken(f"stage `{stage.id}` has no node")
        strange = [node for node in stage.nodes if node not in order]
        for node in strange:
            yield broken(f"stage `{stage.id}` has `{node}`, which is no node")
        for node in stage.nodes:
            other = seen.setdefault(node, stage.id)
            if other != stage.id:
                yield broken(f"node `{node}` is of the stages `{other}` and `{stage.id}`")
        numbers = [order[node] for node in stage.nodes if node in order]
        first = min(numbers, default=0)
        if not strange and numbers != list(range(first, first + len(numbers))):
            yield broken(f"the nodes of stage `{stage.id}` do not stand together, in their order")


def stages_have_own_names(tables: Tables) -> Iterator[Diagnostic]:
    """No stage is called like a node: each may be one step of a target."""
    for stage in tables.meaning.stages:
        if stage.id in tables.nodes:
            yield broken(f"a stage and a node are both called `{stage.id}`")
