"""Assets, and the contexts by which ops tell of them."""

from collections.abc import Iterator

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.records import OpNode
from dagcompile.ir.rules.tables import Tables, broken


def assets_are_in_order(tables: Tables) -> Iterator[Diagnostic]:
    """The table of assets is sorted by name."""
    names = [each.name for each in tables.meaning.assets]
    if names != sorted(names):
        yield broken("the assets are not in the order of their names")


def assets_are_known(tables: Tables) -> Iterator[Diagnostic]:
    """What a node reads and writes is in the table, each once."""
    known = {each.name for each in tables.meaning.assets}
    for node in tables.meaning.nodes:
        if not isinstance(node, OpNode):
            continue
        for side, names in (("reads", node.reads), ("writes", node.writes)):
            for name in dict.fromkeys(names):
                if name not in known:
                    yield broken(
                        f"node `{node.id}` {side} asset `{name}`, which is not in the table"
                    )
                if names.count(name) > 1:
                    yield broken(f"node `{node.id}` {side} asset `{name}` twice")


def contexts_are_no_inputs(tables: Tables) -> Iterator[Diagnostic]:
    """The parameter that takes the context of an attempt is none of the op's inputs."""
    for op in tables.meaning.ops:
        if op.context in {port.name for port in op.inputs}:
            yield broken(f"op `{op.key}` takes its context as the input `{op.context}`")
