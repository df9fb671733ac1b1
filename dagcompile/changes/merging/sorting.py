"""The nodes of a merged pipeline in an order in which each comes after what it needs."""

from dataclasses import replace
from heapq import heapify, heappop, heappush

from dagcompile.ir.queries import upstream
from dagcompile.ir.records import Pipeline


def sorted_nodes(pipeline: Pipeline) -> Pipeline:
    """`pipeline` with its nodes moved no further than their edges ask, those of a stage together.

    Where they wait for one another in a circle, nothing is moved: the verifier tells of it.
    """
    nodes = pipeline.meaning.nodes
    places = {node.id: at for at, node in enumerate(nodes)}
    if len(places) < len(nodes):
        return pipeline
    needs = {
        node.id: {need for need in upstream(node) if need in places and need != node.id}
        for node in nodes
    }
    users: dict[str, list[str]] = {id: [] for id in places}
    for id, those in needs.items():
        for need in those:
            users[need].append(id)
    stages = {id: each.id for each in pipeline.meaning.stages for id in each.nodes if id in places}
    ready = [(places[id], id) for id, those in needs.items() if not those]
    heapify(ready)
    found: list[str] = []
    while ready:
        id = _next(ready, stages, after=found[-1] if found else None)
        found.append(id)
        for user in users[id]:
            needs[user].discard(id)
            if not needs[user]:
                heappush(ready, (places[user], user))
    if len(found) < len(nodes):
        return pipeline
    meaning = replace(pipeline.meaning, nodes=tuple(nodes[places[id]] for id in found))
    return replace(pipeline, meaning=meaning)


def _next(ready: list[tuple[int, str]], stages: dict[str, str], *, after: str | None) -> str:
    """The first of the nodes that may come, of the stage that was begun if there is one."""
    stage = stages.get(after) if after is not None else None
    if stage is not None:
        mates = [each for each in ready if stages.get(each[1]) == stage]
        if mates:
            ready.remove(least := min(mates))
            heapify(ready)
            return least[1]
    return heappop(ready)[1]
