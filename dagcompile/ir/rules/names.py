"""Names: given, and given once."""

from collections import Counter
from collections.abc import Iterator
from keyword import iskeyword

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.records import Meaning
from dagcompile.ir.rules.tables import Tables, broken


def names_are_unique(tables: Tables) -> Iterator[Diagnostic]:
    """A node, op, type, param, output or port is named once among its like."""
    for what, names in _names(tables.meaning):
        for name, count in Counter(names).items():
            if count > 1:
                yield broken(f"{count} {what}s are named `{name}`")


def names_are_given(tables: Tables) -> Iterator[Diagnostic]:
    """No name is empty."""
    if not tables.meaning.name:
        yield broken("the pipeline has no name")
    for what, names in _names(tables.meaning):
        for at, name in enumerate(names):
            if not name:
                yield broken(f"{what} {at} has no name")


def names_are_identifiers(tables: Tables) -> Iterator[Diagnostic]:
    """What becomes a parameter, a keyword argument or a field has a name that may be one."""
    for what, names in _names_in_code(tables.meaning):
        for name in names:
            if name and (iskeyword(name) or not name.isidentifier()):
                yield broken(f"{what} `{name}` has a name that Python cannot write")


def _names_in_code(meaning: Meaning) -> Iterator[tuple[str, list[str]]]:
    yield "param", [param.name for param in meaning.params]
    yield "output", [output.name for output in meaning.outputs]
    yield "context", [op.context for op in meaning.ops if op.context]
    yield from _ports(meaning)


def _names(meaning: Meaning) -> Iterator[tuple[str, list[str]]]:
    yield "node", [node.id for node in meaning.nodes]
    yield "op", [op.key for op in meaning.ops]
    yield "asset", [asset.name for asset in meaning.assets]
    yield "type", [entry.key for entry in meaning.types]
    yield "param", [param.name for param in meaning.params]
    yield "output", [output.name for output in meaning.outputs]
    yield "stage", [stage.id for stage in meaning.stages]
    yield from _ports(meaning)


def _ports(meaning: Meaning) -> Iterator[tuple[str, list[str]]]:
    for op in meaning.ops:
        yield f"input of op {op.key}", [port.name for port in op.inputs]
        yield f"output of op {op.key}", [port.name for port in op.outputs]
