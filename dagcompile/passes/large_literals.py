"""Warn of a value in the wiring that is large: it stands in every file that is generated.

DC154: `count.rows` is given a literal of 1,288,890 characters
"""

from collections.abc import Iterator, Mapping
from typing import assert_never

from dagcompile.diagnostics import Diagnostic, Label, Place
from dagcompile.ir import records as ir
from dagcompile.ir.queries import flat

LARGE = 100_000
"""Characters from which on a literal is warned of."""

_OTHERS = 4
"""About what a value takes that is no text, with what stands around it."""


def large_literals(
    pipeline: ir.Pipeline, *, places: Mapping[str, Place] | None = None
) -> tuple[Diagnostic, ...]:
    """A warning for each input, config and default that is a large literal."""
    return tuple(
        Diagnostic(
            code="DC154",
            severity="warning",
            message=f"{what} is given a literal of about {size:,} characters",
            labels=(Label(place=_place(keys, places or {}), text="given here"),),
            fix="load it in a step, or make it a param that names a file",
        )
        for what, keys, value in _literals(pipeline.meaning)
        if (size := size_of(value)) >= LARGE
    )


def _place(keys: tuple[str, ...], places: Mapping[str, Place]) -> Place | None:
    return next((places[key] for key in keys if key in places), None)


def _literals(meaning: ir.Meaning) -> Iterator[tuple[str, tuple[str, ...], ir.Value]]:
    """Literals: of what, the keys of their places, and they themselves."""
    for param in meaning.params:
        if param.default is not None:
            yield f"param `{param.name}`", (f"param:{param.name}",), param.default.value
    for node in meaning.nodes:
        if not isinstance(node, ir.OpNode):
            continue
        for given in node.inputs:
            keys = (f"input:{node.id}.{given.port}", f"node:{node.id}")
            for source in flat(given.source):
                if isinstance(source, ir.Const):
                    yield f"`{node.id}.{given.port}`", keys, source.value
        if node.config is not None:
            yield f"the config of `{node.id}`", (f"node:{node.id}",), node.config


def size_of(value: ir.Value) -> int:
    """About how many characters it takes to write `value`."""
    match value:
        case str():
            return len(value)
        case None | bool() | int() | float() | ir.Member() | ir.Symbol():
            return _OTHERS
        case ir.Text():
            return len(value.text)
        case ir.Sequence():
            return sum(map(size_of, value.items)) + 2 * len(value.items)
        case ir.Mapping():
            return sum(size_of(key) + size_of(each) + 4 for key, each in value.items)
        case ir.Instance():
            return sum(len(name) + size_of(each) + 3 for name, each in value.fields)
        case _:
            assert_never(value)
