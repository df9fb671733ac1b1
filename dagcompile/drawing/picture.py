"""A compiled pipeline as a picture.

    picture_of(pipeline).edges    (Edge(tail="param_day", head="step_load_flights"), ...)

Literals and configs are not drawn: they say what a step is, not how steps hang together.
"""

from collections.abc import Set as AbstractSet

from dagcompile.drawing.edges import edges
from dagcompile.drawing.records import Detail, Group, Picture
from dagcompile.drawing.scene import Scene, scene_of
from dagcompile.drawing.texts import keys, shown
from dagcompile.drawing.vertices import vertices
from dagcompile.ir.records import Pipeline


def picture_of(pipeline: Pipeline, *, details: AbstractSet[Detail] = frozenset()) -> Picture:
    """The picture of a verified pipeline, with the `details` that are asked for.

    Linear in nodes and edges.
    """
    scene = scene_of(pipeline, details)
    # Where no detail tells them apart, several values from one step to another are one edge.
    return Picture(
        name=pipeline.meaning.name,
        vertices=tuple(vertices(scene)),
        edges=tuple(dict.fromkeys(edges(scene))),
        groups=_groups(scene),
    )


def _groups(scene: Scene) -> dict[str, Group]:
    stages = scene.meaning.stages
    made = keys((each.id for each in stages), prefix="stage")
    return {
        scene.steps[node]: Group(key=made[stage.id], title=shown(stage.id))
        for stage in stages
        for node in stage.nodes
    }
