"""What the guards of producers establish, and what a consumer's guard need not look at again.

load: list[Row], guarded with severity error
at full depth        a `list[Row]`: nobody need look at it again
at depth "schema"    a `list`; a consumer that looks at classes alone need not look again
at sample(1000)      the same, and a consumer with the same sample of a list need not either
warned of, or off    nothing
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from dagcompile.ir.placing import guards_stand
from dagcompile.ir.queries import Index, flat, source_type
from dagcompile.ir.records import (
    AnyType,
    Build,
    Collection,
    Depth,
    DictType,
    FirstOf,
    FrameType,
    FromPort,
    Gather,
    OpNode,
    Refined,
    Sample,
    Source,
    Type,
    TypeKey,
)
from dagcompile.passes.relation import Relations
from dagcompile.passes.reports import relation_of
from dagcompile.passes.shallow import ShallowTypes

Level: TypeAlias = Depth | None
"""How deep the guards of a node have surely looked at its outputs; None where they have not."""


class Established:
    """What is known of the outputs of the nodes of a pipeline, once they are there.

    `less` names the nodes whose outputs have not been looked at in full, and how deep they were.
    Where the whole build is `off`, that is not heeded unless `heed_off` says so: every guard is
    placed as if it stood, for where they stand is not what a pipeline means.
    """

    def __init__(self, index: Index, build: Build, relations: Relations) -> None:
        self.index = index
        self.relations = relations
        self.depth: Depth = build.depth or "full"
        self.off = build.guards == "off"
        self.less: Mapping[str, Level] = self._found(heed_off=False)

    def depth_of(self, node: OpNode) -> Depth:
        """How deep the guards of a node look."""
        return node.policy.depth or self.depth

    @cached_property
    def less_off(self) -> Mapping[str, Level]:
        """`less`, where the guards that the whole build leaves out establish nothing."""
        return self._found(heed_off=True) if self.off else self.less

    def known_to(self, node: OpNode) -> Mapping[str, Level]:
        """`less`, as a consumer has to take it: one that stands in spite of the build has no
        others to lean on.
        """
        return self.less_off if self.off and guards_stand(node, "off") else self.less

    def level(self, source: Source, less: Mapping[str, Level]) -> Level:
        """How deep all that is in `source` was looked at."""
        if isinstance(source, FromPort):
            return less.get(source.node, "full")
        nodes = [each.node for each in flat(source) if isinstance(each, FromPort)]
        return _worst(less.get(each, "full") for each in nodes)

    def implies(self, source: Source, wanted: TypeKey, depth: Depth, level: Level) -> bool:
        """Whether a guard against `wanted`, as deep as `depth`, would find nothing wrong with what
        comes from `source` and was looked at as deep as `level`.
        """
        if level is None:
            return False
        fits = relation_of(source, wanted, self.index, self.relations).verdict == "proven"
        if level == "full":
            return fits or (depth == "schema" and self._classes_fit(source, wanted, depth))
        if isinstance(source, Gather):
            return fits and depth == "schema"  # the container itself was made by the author
        if level == depth and isinstance(depth, Sample) and fits and self._alike(source, wanted):
            return True
        return self._classes_fit(source, wanted, depth)

    def _classes_fit(self, source: Source, wanted: TypeKey, depth: Depth) -> bool:
        """Whether the class of what comes from `source` says that it fits."""
        if isinstance(source, Gather):
            return False
        given = self._shallow.of(source_type(source, self.index))
        asked = self._shallow.of(wanted) if depth == "schema" else wanted
        return self._of_classes.relate(given, asked).verdict == "proven"

    def _alike(self, source: Source, wanted: TypeKey) -> bool:
        """Whether samples of both types are of the same elements."""
        given = source_type(source, self.index)
        return given == wanted or self._container(given) == self._container(wanted) is not None

    def _container(self, key: TypeKey) -> str | None:
        type_: Type = self.index.types[key]
        while isinstance(type_, Refined):
            type_ = self.index.types[type_.base]
        match type_:
            case Collection():
                return type_.type
            case DictType() | FrameType():
                return type_.kind
            case _:
                return None

    @cached_property
    def _shallow(self) -> ShallowTypes:
        return ShallowTypes(self.index.types)

    @cached_property
    def _of_classes(self) -> Relations:
        return Relations(self._shallow.table)

    def _found(self, *, heed_off: bool) -> Mapping[str, Level]:
        less: dict[str, Level] = {}
        for node in self.index.meaning.nodes:
            if isinstance(node, OpNode):
                policy = node.policy
                unlooked = policy.severity == "warn" or policy.placement == "off"
                if unlooked or (heed_off and not guards_stand(node, "off")):
                    less[node.id] = None
                elif (depth := policy.depth or self.depth) != "full":
                    less[node.id] = depth
            elif isinstance(node, FirstOf) and (level := self._passed(node, less)) != "full":
                less[node.id] = level
        return less

    def _passed(self, node: FirstOf, less: Mapping[str, Level]) -> Level:
        """How deep the values that a node passes on were looked at."""
        levels = [self.level(item, less) for item in node.items]
        proven = (
            relation_of(item, node.type, self.index, self.relations).verdict == "proven"
            for item in node.items
        )
        return _worst(levels) if all(proven) else None


def _worst(levels: Iterable[Level]) -> Level:
    """The depth that all of `levels` reach."""
    worst: Level = "full"
    for each in levels:
        if each is None:
            return None
        if each != "full":
            worst = "schema"
    return worst


def accepts_all(key: TypeKey, index: Index) -> bool:
    """Whether there is nothing to look at in a value of a type."""
    return isinstance(index.types[key], AnyType)
