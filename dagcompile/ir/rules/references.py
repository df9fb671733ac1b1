"""What a pipeline speaks of is there, and stands before what needs it."""

from collections.abc import Iterator

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.queries import sources, upstream
from dagcompile.ir.records import Expect, FromParam, FromPort, Gather, Meaning, OpNode, Source
from dagcompile.ir.rules.tables import Tables, broken
from dagcompile.ir.uses import uses_of_types


def references_lead_somewhere(tables: Tables) -> Iterator[Diagnostic]:
    """Ops, types, nodes, ports and params that are spoken of are there."""
    for node in tables.meaning.nodes:
        if isinstance(node, OpNode) and node.op not in tables.ops:
            yield broken(f"node `{node.id}` uses op `{node.op}`, which is not in the table")
        for need in node.after:
            if need not in tables.nodes:
                yield broken(f"node `{node.id}` runs after `{need}`, which is no node")
        for source in sources(node):
            yield from _unknown_source(source, f"node `{node.id}`", tables)
    for output in tables.meaning.outputs:
        yield from _unknown_source(output.source, f"output `{output.name}`", tables)
    for where, key in uses_of_types(tables.meaning):
        if key not in tables.types:
            yield broken(f"{where} has type `{key}`, which is not in the table")


def _unknown_source(source: Source, where: str, tables: Tables) -> Iterator[Diagnostic]:
    if isinstance(source, FromParam) and source.name not in tables.params:
        yield broken(f"{where} takes param `{source.name}`, which the pipeline has not")
    elif isinstance(source, FromPort):
        node = tables.nodes.get(source.node)
        if node is None:
            yield broken(f"{where} takes a value of `{source.node}`, which is no node")
        elif isinstance(node, Expect):
            yield broken(f"{where} takes a value of `{source.node}`, which gives none")
        elif source.port not in (tables.outputs(node) or {source.port}):
            yield broken(f"{where} takes `{source.node}.{source.port}`: no such output")
    elif isinstance(source, Gather):
        for item in source.items:
            yield from _unknown_source(item, where, tables)


def steps_are_in_order(tables: Tables) -> Iterator[Diagnostic]:
    """A node stands after everything it needs; so there are no cycles."""
    for node, need in order_faults(tables.meaning):
        cycle = _path(need, node, tables)
        if cycle:
            loop = " -> ".join(f"`{each}`" for each in (node, *cycle))
            yield broken(f"node `{node}` needs itself: {loop}")
        else:
            yield broken(f"node `{node}` stands before `{need}`, which it needs")


def order_faults(meaning: Meaning) -> tuple[tuple[str, str], ...]:
    """Pairs (node, what it needs) where the second does not stand before the first."""
    seen: set[str] = set()
    faults: list[tuple[str, str]] = []
    known = {node.id for node in meaning.nodes}
    for node in meaning.nodes:
        late = [need for need in upstream(node) if need not in seen and need in known]
        faults += [(node.id, need) for need in late]
        seen.add(node.id)
    return tuple(faults)


def there_is_a_step(tables: Tables) -> Iterator[Diagnostic]:
    """A pipeline has something to run."""
    if not tables.meaning.nodes:
        yield broken(
            f"pipeline `{tables.meaning.name}` has no step, so there is nothing to run",
            code="DC321",
            fix="call at least one op in its body",
        )


def _path(start: str, goal: str, tables: Tables) -> list[str]:
    """The nodes from `start` to `goal` along what each needs; empty when there is no way."""
    came: dict[str, str] = {start: ""}
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if each == goal:
            path = [each]
            while came[path[-1]]:
                path.append(came[path[-1]])
            return path[::-1]
        for need in upstream(tables.nodes[each]):
            if need in tables.nodes and need not in came:
                came[need] = each
                waiting.append(need)
    return []
