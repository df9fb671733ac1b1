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
    """What a node reads, writes and keeps is in the table, each once."""
    known = {each.name for each in tables.meaning.assets}
    for node in tables.meaning.nodes:
        if not isinstance(node, OpNode):
            continue
        kept = tuple(each.asset for each in node.keeps)
        for side, names in (("reads", node.reads), ("writes", node.writes), ("keeps", kept)):
            for name in dict.fromkeys(names):
                if name not in known:
                    yield broken(
                        f"node `{node.id}` {side} asset `{name}`, which is not in the table"
                    )
                if names.count(name) > 1:
                    yield broken(f"node `{node.id}` {side} asset `{name}` twice")


def kept_outputs_are_there(tables: Tables) -> Iterator[Diagnostic]:
    """What a node keeps is an output of its op, each once."""
    ports = {op.key: [port.name for port in op.outputs] for op in tables.meaning.ops}
    for node in tables.meaning.nodes:
        if not isinstance(node, OpNode):
            continue
        kept = [each.port for each in node.keeps]
        for port in dict.fromkeys(kept):
            if port not in ports.get(node.op, ()):
                yield broken(f"node `{node.id}` keeps `{port}`, which is none of its outputs")
            if kept.count(port) > 1:
                yield broken(f"node `{node.id}` keeps `{port}` twice")


def contexts_are_no_inputs(tables: Tables) -> Iterator[Diagnostic]:
    """The parameter that takes the context of an attempt is none of the op's inputs."""
    for op in tables.meaning.ops:
        if op.context in {port.name for port in op.inputs}:
            yield broken(f"op `{op.key}` takes its context as the input `{op.context}`")
