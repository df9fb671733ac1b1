"""Straight-line code before it is laid out: what the function of a pipeline is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dagcompile.codegen.expr import Assign, Imported, Signature, Statement, models


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
