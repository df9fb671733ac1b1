"""What became of the parts of a picture, where it shows what changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dagcompile.drawing.records import Edge

Mark: TypeAlias = Literal["added", "removed", "changed", "affected"]
"""What became of a vertex or an edge; `affected` is what a change reaches."""

STYLES: Mapping[Mark, str] = {
    "added": "fill:#dafbe1,stroke:#1a7f37,color:#1f2328,stroke-width:2px",
    "removed": "fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-width:2px",
    "changed": "fill:#fff8c5,stroke:#9a6700,color:#1f2328,stroke-width:2px",
    "affected": "fill:#ddf4ff,stroke:#0969da,color:#1f2328",
}
"""How Mermaid shows each, on a light page and on a dark one."""

LINES: Mapping[Mark, str] = {
    "added": "stroke:#1a7f37,stroke-width:3px",
    "removed": "stroke:#cf222e,stroke-width:3px,stroke-dasharray:4 3",
    "changed": "stroke:#9a6700,stroke-width:3px",
    "affected": "stroke:#0969da",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The marks of a picture: of vertices by their keys, and of edges."""

    vertices: Mapping[str, Mark] = field(default_factory=dict)
    edges: Mapping[Edge, Mark] = field(default_factory=dict)
