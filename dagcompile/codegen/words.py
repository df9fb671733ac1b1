"""What a node is written with: its own words, or marks in their places."""

from collections.abc import Mapping
from typing import Protocol

from dagcompile.codegen.expr import Atom, Expr
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.ir.records import Value


class Words(Protocol):
    """How nodes, texts and values are written."""

    def variable(self, node: str) -> Atom:
        """The variable of a node."""

    def quoted(self, text: str) -> Atom:
        """The literal of a text."""

    def literal(self, value: Value) -> Expr:
        """The expression that makes a value."""


class Plain:
    """The words themselves."""

    def __init__(self, variables: Mapping[str, Atom]) -> None:
        self.variables = variables

    def variable(self, node: str) -> Atom:
        return self.variables[node]

    def quoted(self, text: str) -> Atom:
        return Atom(quote(text))

    def literal(self, value: Value) -> Expr:
        return literal(value)
