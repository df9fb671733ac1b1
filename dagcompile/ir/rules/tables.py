"""What the rules look things up in, and how they report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.queries import RESULT
from dagcompile.ir.records import (
    Build,
    Expect,
    FirstOf,
    Meaning,
    Node,
    OpDef,
    OpNode,
    Type,
    TypeKey,
)

FIX = "build the pipeline again from its source; if it was built just now, report this"

_PLAIN = Build()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What the rules look things up in. Where a name is used twice the last one counts."""

    meaning: Meaning
    nodes: Mapping[str, Node]
    ops: Mapping[str, OpDef]
    types: Mapping[TypeKey, Type]
    params: frozenset[str]
    build: Build = _PLAIN

    def outputs(self, node: Node) -> frozenset[str] | None:
        """Names of the output ports of a node; None where its op is not known."""
        if isinstance(node, FirstOf):
            return frozenset({RESULT})
        if isinstance(node, Expect):
            return frozenset()
        op = self.ops.get(node.op)
        return None if op is None else frozenset(port.name for port in op.outputs)

    def uses(self) -> Iterator[tuple[OpNode, OpDef]]:
        """The op nodes whose op is known, with it."""
        for node in self.meaning.nodes:
            if isinstance(node, OpNode) and node.op in self.ops:
                yield node, self.ops[node.op]


def tables_of(meaning: Meaning, build: Build = _PLAIN) -> Tables:
    """The tables of a pipeline that need not be well-formed."""
    return Tables(
        meaning=meaning,
        nodes={node.id: node for node in meaning.nodes},
        ops={op.key: op for op in meaning.ops},
        types={entry.key: entry.type for entry in meaning.types},
        params=frozenset(param.name for param in meaning.params),
        build=build,
    )


def broken(message: str, *, code: str = "DC304", fix: str = FIX) -> Diagnostic:
    """A rule that does not hold. What an author can break has a code and a repair of its own."""
    return Diagnostic(code=code, message=message, fix=fix)
