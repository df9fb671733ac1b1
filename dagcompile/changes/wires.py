"""Sources as people read them: `clean.landed`, `param day`, `[clean.landed, clean.diverted]`."""

from collections.abc import Callable
from typing import assert_never

from dagcompile.changes.records import Names, Sides
from dagcompile.changes.texts import brief
from dagcompile.ir.queries import RESULT, Index
from dagcompile.ir.records import (
    Const,
    Expect,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    Node,
    OpNode,
    Source,
    TypeKey,
    Value,
)
from dagcompile.ir.text import value_text
from dagcompile.passes.secrets import Secrecy


class Wires:
    """Sources of one version, in its own names: `names` lead from these to those of `index`."""

    def __init__(self, index: Index, names: Names) -> None:
        self.index = index
        self._secrecy = Secrecy(index.types)
        self._stages = {node: each.id for each in index.meaning.stages for node in each.nodes}
        self._nodes = {now: was for was, now in names.nodes.items()}
        self._params = {now: was for was, now in names.params.items()}
        self._ports = {
            (op, now): was for (op, side, was), now in names.ports.items() if side == "output"
        }

    def node(self, id: str) -> str:
        """The id of a node in this version."""
        return self._nodes.get(id, id)

    def _port(self, source: FromPort) -> str:
        node = self.index.nodes[source.node]
        key = (node.op, source.port) if isinstance(node, OpNode) else ("", source.port)
        return self._ports.get(key, source.port)

    def holds_secret(self, source: Source, key: TypeKey | None) -> bool:
        """Whether a literal of `source` is a secret to whoever takes it as `key`."""
        if key is None or not self._secrecy.any:
            return False
        return any(True for _ in self._secrecy.written(source, key))

    def text(self, source: Source, *, literals: Callable[[Value], str] = value_text) -> str:
        """A source, its literals as `literals` shows them."""
        match source:
            case FromPort():
                node, port = self.node(source.node), self._port(source)
                return node if port == RESULT else f"{node}.{port}"
            case FromParam():
                return f"param {self._params.get(source.name, source.name)}"
            case Const():
                return literals(source.value)
            case Gather():
                return _gathered(source, [self.text(e, literals=literals) for e in source.items])
            case _:
                assert_never(source)

    def call(self, node: Node) -> str:
        """What a node does with what, and in which stage: `app.ops:clean(flights=load)`."""
        stage = self._stages.get(node.id)
        return brief(f"{self._work(node)}{'' if stage is None else f', in stage {stage}'}")

    def _work(self, node: Node) -> str:
        match node:
            case OpNode():
                return f"{node.op}({self._inputs(node)})"
            case FirstOf():
                return f"first_of({', '.join(map(self.text, node.items))})"
            case Expect():
                return f"{node.expectation.name}({self._inputs(node)})"
            case _:
                assert_never(node)

    def _inputs(self, node: OpNode | Expect) -> str:
        return ", ".join([f"{each.port}={self.text(each.source)}" for each in node.inputs])


def _gathered(source: Gather, items: list[str]) -> str:
    match source.type:
        case "list":
            return f"[{', '.join(items)}]"
        case "tuple":
            return f"({', '.join(items)}{',' if len(items) == 1 else ''})"
        case "dict":
            pairs = zip(map(value_text, source.keys), items, strict=True)
            return "{" + ", ".join(f"{key}: {item}" for key, item in pairs) + "}"
        case _:
            assert_never(source.type)


def both(sides: Sides) -> tuple[Wires, Wires]:
    """The sources of the old version and of the new one."""
    return Wires(sides.old, sides.names), Wires(sides.new, Names())
