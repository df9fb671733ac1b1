"""What differs between two versions of a pipeline, and how much it matters.

comparison = compare(old, new)
comparison.changes[0].weight     "breaking"
comparison.changes[0].reason     "whoever gives `top` by name fails"
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from dagcompile.ir.records import Node, OpKey, Pipeline, Ref, TypeKey

if TYPE_CHECKING:
    from dagcompile.ir.queries import Index

Weight: TypeAlias = Literal["breaking", "risky", "safe", "cosmetic"]
"""How much a change matters.

*Breaking*: somebody outside the pipeline who relied on it fails or loses something for sure: who
runs it, reads what it gives, or looks up what it has left. *Risky*: a run may end otherwise than
before, or give other values. *Safe*: what worked works, with the same values. *Cosmetic*: no run
can tell.
"""

WEIGHTS: tuple[Weight, ...] = get_args(Weight)
"""The heaviest first."""

Part: TypeAlias = Literal[
    "pipeline",
    "param",
    "output",
    "node",
    "op",
    "type",
    "guard",
    "config",
    "policy",
    "expectation",
    "stage",
    "asset",
    "schedule",
    "options",
    "docs",
]
"""What a change is of. An `output` is one of the pipeline; a port is a detail of its node."""

Verb: TypeAlias = Literal[
    "added",
    "removed",
    "renamed",
    "moved",
    "rewired",
    "widened",
    "narrowed",
    "loosened",
    "tightened",
    "changed",
]
"""What became of it. What is `moved` has the same name at another import path; a type is `changed`
where it neither holds the old values nor is held by them.
"""


Side: TypeAlias = Literal["input", "output"]

REACH = 200
"""How many nodes a change names as its consumers, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a change is of: `Subject(part="config", name="clean", detail="max_delay")`.

    `name` is that of the new version where it has it: the id of a node, the name of a param, the
    key of a type; empty for the pipeline itself. `detail` leads to a part of it: a port, a field.
    """

    part: Part
    name: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change, told once however many places it is seen at.

    `before` and `after` are texts for people, None where there is nothing to show. `reason` says
    in one lower-case sentence without a full stop why the change has its weight. `consumers` are
    what it reaches downstream in the new version: ids of nodes, nearest first and at most
    `REACH` of them, then `output:NAME` of every output.
    """

    subject: Subject
    verb: Verb
    weight: Weight
    reason: str
    before: str | None = None
    after: str | None = None
    consumers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Two versions of a pipeline in one language: what comparers look at.

    The old one is told in the names of the new one. A node, op or class that has only another
    name or import path by now stands in `old` and `old_pipeline` under its new one, also in edges,
    keys of types and docs. So what has equal names is the same, and nothing but real differences
    is left to compare. What was renamed is told once, from `names`.
    """

    old: "Index"
    new: "Index"
    old_pipeline: Pipeline
    new_pipeline: Pipeline
    names: "Names"

    @cached_property
    def kept(self) -> tuple[tuple[Node, Node], ...]:
        """The nodes that both versions have, as they were and as they are, in the new order."""
        old = self.old.nodes
        return tuple([(old[each.id], each) for each in self.new.meaning.nodes if each.id in old])


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What has another name in the new version, from the old name to the new one.

    `refs` are import paths of functions and classes, `ops` and `types` the keys that follow from
    them; `ports` are those of ops by the new key. `nodes` have those that were removed as well
    where a new node took their id: under an id that no node can have.
    """

    nodes: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, str] = field(default_factory=dict)
    refs: Mapping[Ref, Ref] = field(default_factory=dict)
    ops: Mapping[OpKey, OpKey] = field(default_factory=dict)
    types: Mapping[TypeKey, TypeKey] = field(default_factory=dict)
    ports: Mapping[tuple[OpKey, Side, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How `new` differs from `old`: nothing, if there are no changes.

    `changes` have the heaviest first, and within a weight the order of the pipeline. `nodes` leads
    from the id of a node of the old version to its id in the new one; those that are left out were
    removed.
    """

    old: Pipeline
    new: Pipeline
    changes: tuple[Change, ...] = ()
    nodes: Mapping[str, str] = field(default_factory=dict)

    @property
    def weight(self) -> Weight | None:
        """That of the heaviest change; None where there is none."""
        return heaviest(each.weight for each in self.changes)


def heaviest(weights: Iterable[Weight]) -> Weight | None:
    """The heaviest of some weights; None where there are none."""
    found = set(weights)
    return next((each for each in WEIGHTS if each in found), None)
