"""Ops by themselves, and the configs that their nodes give them."""

from collections.abc import Iterator

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.queries import RESULT
from dagcompile.ir.rules.tables import Tables, broken


def keys_are_references(tables: Tables) -> Iterator[Diagnostic]:
    """The key of an op is the import path of its function, and begins so where it is native."""
    for op in tables.meaning.ops:
        path = f"{op.ref.module}:{op.ref.name}"
        if (op.key if op.operator is None else op.key.partition("#")[0]) != path:
            yield broken(f"op `{path}` is in the table as `{op.key}`")


def outputs_have_one_form(tables: Tables) -> Iterator[Diagnostic]:
    """The outputs of an op are the fields of a NamedTuple, one or more, or else one `result`."""
    for op in tables.meaning.ops:
        names = [port.name for port in op.outputs]
        if op.fields and not names:
            yield broken(
                f"op `{op.key}` returns a NamedTuple without fields, so it has no outputs",
                code="DC323",
                fix="give the NamedTuple a field, or return None",
            )
        elif not op.fields and names != [RESULT]:
            listed = ", ".join(f"`{name}`" for name in names) or "none"
            yield broken(
                f"the outputs of op `{op.key}` are no fields; they are {listed}, not `{RESULT}`",
            )


def configs_fit(tables: Tables) -> Iterator[Diagnostic]:
    """A node has a config where its op takes one, and only there."""
    for node, op in tables.uses():
        if node.config is not None and op.config is None:
            yield broken(f"node `{node.id}` has a config, and op `{op.key}` takes none")
        elif node.config is None and op.config is not None:
            yield broken(f"node `{node.id}` has no config, and op `{op.key}` takes one")
