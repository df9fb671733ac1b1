"""Straight-line code before it is laid out: what the function of a pipeline is made of."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dagcompile.codegen.expr import Assign, Atom, Expr, Imported, Signature, Statement, models
from dagcompile.ir.queries import Index
from dagcompile.ir.records import FromParam, FromPort

Keywords: TypeAlias = tuple[tuple[str, Expr], ...]
"""Keyword arguments, in the order in which they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """What a target calls the object with the steps, and where that and `gather` come from.

    `holds` says what the variables of its code hold: values, which it drops when it is done with
    them, or references to values that are elsewhere.
    """

    variable: str
    type: Imported
    gather: Imported
    holds: Literal["values", "references"]
    reserved: frozenset[str]
    """Further names that the file of this target uses."""
    options: Mapping[str, Keywords] = field(default_factory=dict)
    """What `step` is told besides, for this target alone, by node."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some nodes of a pipeline, which are run by themselves: those of a stage.

    Args:
        index: of a pipeline of these alone.
        inputs: what stands for each value that they take from others.
        dropped: the values of others that are deleted, by the node below which they are.
        after: the nodes of others after which some of them come, as far as it is to be said.
        outlets: the outputs that others take, by the node.
        keys: by which they take those of a node, where that is not its id.
    """

    index: Index
    inputs: Mapping[FromPort | FromParam, Atom]
    dropped: Mapping[str, tuple[FromPort, ...]]
    after: AbstractSet[str]
    outlets: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, str]

    def comes_after(self, node: str) -> bool:
        """Whether it is to be said that something comes after a node."""
        return node in self.after or node in self.index.nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class Straight:
    """The function that a pipeline becomes: what stands above it, its first line, its statements
    in groups, and the names that it defines.
    """

    constants: tuple[Assign, ...]
    signature: Signature
    groups: tuple[tuple[Statement, ...], ...]
    names: frozenset[str]

    def statements(self) -> Iterator[Statement]:
        """Everything that is written, in order; of statements that are alike their model, once."""
        yield from self.constants
        yield self.signature
        yield from models(each for group in self.groups for each in group)
