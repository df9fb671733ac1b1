"""What is drawn: the same for every format, with every text on one line and not yet escaped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, TypeAlias

from dagcompile.passes.looks import Word

Detail: TypeAlias = Literal["ports", "types", "guards"]
"""What a picture shows only when it is asked to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    """A param, a step or an output of the pipeline.

    `key` is an ASCII identifier, the same as long as the name is. `notes` stand small under the
    title. `inputs` and `outputs` are the ports, where they are shown. `may_skip`: it may end as
    skipped.
    """

    key: str
    kind: Literal["param", "op", "first_of", "expect", "output"]
    title: str
    notes: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    may_skip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """From one vertex to another, by their keys: a value, or the mere order of `after`.

    `tail_port` and `head_port` are the ports at its ends, where these are shown; a `tail_port` that
    may be withheld always is, and `maybe` tells of it. `item` is the place of the value among the
    items of a first_of and in the containers that the author wrote. `word` is what is known of the
    value, and `guard` says it.
    """

    tail: str
    head: str
    kind: Literal["value", "after"] = "value"
    tail_port: str = ""
    head_port: str = ""
    item: str = ""
    type: str = ""
    word: Word | None = None
    guard: str = ""
    maybe: bool = False

    @property
    def told(self) -> str:
        """The word and the type, as far as they are shown."""
        return ": ".join(filter(None, (self.guard, self.type)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A stage: a box around the vertices of its steps, which stand together."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A pipeline as vertices and edges, in the order of writing. `groups` has the stage of each
    step that is in one, by the key of its vertex.
    """

    name: str
    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]
    groups: Mapping[str, Group] = field(default_factory=dict)

    def grouped(self) -> Iterator[tuple[Group | None, Sequence[Vertex]]]:
        """The vertices, those of a stage together."""
        for group, vertices in groupby(self.vertices, lambda each: self.groups.get(each.key)):
            yield group, list(vertices)
