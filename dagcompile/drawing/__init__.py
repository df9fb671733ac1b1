"""Pictures of a pipeline, from its compiled IR alone.

picture = picture_of(pipeline, details={"ports", "types"})
mermaid(picture)    a block for a README or a pull request
dot(picture)        a graph for Graphviz
svg(picture)        what Graphviz makes of it
"""

from dagcompile.drawing.dot import dot
from dagcompile.drawing.marks import Mark, Marks
from dagcompile.drawing.mermaid import mermaid
from dagcompile.drawing.picture import picture_of
from dagcompile.drawing.records import Detail, Edge, Picture, Vertex
from dagcompile.drawing.svg import svg

__all__ = [
    "Detail",
    "Edge",
    "Mark",
    "Marks",
    "Picture",
    "Vertex",
    "dot",
    "mermaid",
    "picture_of",
    "svg",
]
