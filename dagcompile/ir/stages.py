"""Questions about the stages of a pipeline.

    stages = stages_of(index)
    stages.of("clean")             "prepare", or None
    stages.gates["report"]         ("names",): must not have failed, though `report` takes nothing
    stages.outlets["prepare"]      {"clean": ("landed",), "names": ()}: what is needed outside

A stage, or a node of none, is a *block*. A block is not run if a block that it needs has a node
that failed or was not run. Nodes of a stage stand together, and after all that they need; so blocks
do not need each other in a circle.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dagcompile.ir.queries import Index, flat, sources
from dagcompile.ir.records import FromPort, Stage


@dataclass(frozen=True, kw_only=True)
class Stages:
    """The stages of one pipeline, and what follows from them. Not to be changed."""

    index: Index

    @cached_property
    def named(self) -> Mapping[str, Stage]:
        """The stages by name."""
        return {stage.id: stage for stage in self.index.meaning.stages}

    @cached_property
    def members(self) -> Mapping[str, str]:
        """The stage of each node that has one."""
        return {node: stage.id for stage in self.named.values() for node in stage.nodes}

    def of(self, node: str) -> str | None:
        """The stage of a node."""
        return self.members.get(node)

    def is_first(self, node: str) -> bool:
        """Whether a node is the first of its stage."""
        stage = self.of(node)
        return stage is not None and self.named[stage].nodes[0] == node

    def within(self, node: str, other: str) -> bool:
        """Whether two nodes are of one stage."""
        stage = self.of(node)
        return stage is not None and stage == self.of(other)

    def stays(self, node: str, port: str) -> bool:
        """Whether an output of a node is taken within its stage alone."""
        stage = self.of(node)
        return stage is not None and port not in self.outlets[stage].get(node, ())

    @cached_property
    def needs(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes outside of a stage that its nodes need, by its name, in order of use."""
        upstream = self.index.upstream
        return {
            name: tuple(
                dict.fromkeys(
                    need for node in stage.nodes for need in upstream[node] if self.of(need) != name
                )
            )
            for name, stage in self.named.items()
        }

    @cached_property
    def ends(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes of a stage that none of its nodes needs, by its name. Where any node of the
        stage has failed or was not run, one of these has or was.
        """
        consumers = self.index.consumers
        return {
            name: tuple(
                node
                for node in stage.nodes
                if not any(self.of(each) == name for each in consumers[node])
            )
            for name, stage in self.named.items()
        }

    @cached_property
    def gates(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes by which a node has to be stopped that it does not need itself, by its id."""
        found: dict[str, tuple[str, ...]] = {}
        if self.named:
            for node in self.index.meaning.nodes:
                gates = self._gates(node.id)
                if gates:
                    found[node.id] = gates
        return found

    def _gates(self, node: str) -> tuple[str, ...]:
        own, stage = self.index.upstream[node], self.of(node)
        if stage is not None and any(self.of(need) == stage for need in own):
            return ()  # what stops its stage stops what it needs there
        needed = own if stage is None else self.needs[stage]
        blocks = dict.fromkeys(self.of(need) or need for need in needed)
        covered = {each for block in blocks for each in self._blocks_needed(block)}
        ends = (end for block in blocks if block not in covered for end in self._ends_of(block))
        return tuple(end for end in ends if end not in own)

    def _blocks_needed(self, block: str) -> Iterable[str]:
        needs = self.needs[block] if block in self.named else self.index.upstream[block]
        return (self.of(need) or need for need in needs)

    def _ends_of(self, block: str) -> tuple[str, ...]:
        return self.ends.get(block, (block,))

    @cached_property
    def outlets(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """The nodes of each stage that something outside needs, with the outputs that it takes.

        None are taken of a node that others only come after. What the pipeline returns is taken.
        """
        found: dict[str, dict[str, dict[str, None]]] = {name: {} for name in self.named}
        for node in self.index.meaning.nodes:
            taken = [each for source in sources(node) for each in flat(source)]
            outside = (each for each in taken if isinstance(each, FromPort))
            for port in outside:
                if not self.within(port.node, node.id):
                    self._note(found, port.node, port.port)
            for need in node.after:
                if not self.within(need, node.id):
                    self._note(found, need)
        for output in self.index.meaning.outputs:
            for each in flat(output.source):
                if isinstance(each, FromPort):
                    self._note(found, each.node, each.port)
        return {
            name: {node: tuple(nodes[node]) for node in self.named[name].nodes if node in nodes}
            for name, nodes in found.items()
        }

    def _note(self, found: dict[str, dict[str, dict[str, None]]], node: str, *ports: str) -> None:
        stage = self.of(node)
        if stage is not None:
            found[stage].setdefault(node, {}).update(dict.fromkeys(ports))


def stages_of(index: Index) -> Stages:
    """The stages of a well-formed pipeline."""
    return Stages(index=index)
