"""A compiled pipeline as a picture.

    picture_of(pipeline).edges    (Edge(tail="param_day", head="step_load_flights"), ...)

Literals and configs are not drawn: they say what a step is, not how steps hang together.
"""

from collections.abc import Set as AbstractSet

from dagcompile.drawing.edges import edges
from dagcompile.drawing.records import Detail, Picture
from dagcompile.drawing.scene import scene_of
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
    )
