"""How ops, their policies and their types are written in a call, whatever the target.

retry=Retry(attempts=3, delay=30.0)       only what the author set
timeout=60.0
(flights, config=ops.Cutoff(300))         by position as long as no input is left out
{"train": list[int], "test": list[int]}   several outputs by name
"""

from collections.abc import Collection, Iterable
from typing import assert_never

from dagcompile.codegen.expr import Call, DictOf, Expr, Imported, ListOf, NameOf, TupleOf
from dagcompile.codegen.literals import literal
from dagcompile.codegen.types import TypeWriter
from dagcompile.ir.records import (
    Depth,
    Gather,
    Guard,
    Kept,
    OpDef,
    OpNode,
    OutPort,
    Policy,
    Retry,
    Sample,
)

V1 = "dagcompile.runtime.v1"
"""Where generated code gets what it needs to run."""


def attempt_options(policy: Policy) -> list[tuple[str, Expr]]:
    """How often a body is tried and how long an attempt may take, as the run time is told."""
    options: list[tuple[str, Expr]] = []
    if policy.retry is not None:
        retry = Call(Imported(V1, "Retry"), (), tuple(policy_arguments(policy.retry)))
        options.append(("retry", retry))
    if policy.timeout is not None:
        options.append(("timeout", literal(policy.timeout)))
    return options


def telling(op: OpDef, node: OpNode, types: TypeWriter) -> list[tuple[str, Expr]]:
    """By which parameter a body takes its context, which assets it may tell of there, and which
    outputs are kept.
    """
    told = [("context", literal(op.context)), *writing(node)] if op.context else []
    return told + keeping(op, node, types)


def writing(node: OpNode) -> list[tuple[str, Expr]]:
    """Which assets a node writes."""
    return [("writes", ListOf(tuple(map(literal, node.writes))))] if node.writes else []


def keeping(op: OpDef, node: OpNode, types: TypeWriter) -> list[tuple[str, Expr]]:
    """Which outputs of a node are kept, as which assets."""
    if not node.keeps:
        return []
    ports = {port.name: port for port in op.outputs}
    kept = (_kept(each, ports[each.port], op, types) for each in node.keeps)
    return [("keeps", ListOf(tuple(kept)))]


def _kept(kept: Kept, port: OutPort, op: OpDef, types: TypeWriter) -> Expr:
    named = (("port", literal(port.name)),) if op.fields else ()
    type_ = types.write(port.type, maybe=port.maybe)
    return Call(Imported(V1, "Keep"), (literal(kept.asset), type_), named)


def policy_arguments(retry: Retry) -> list[tuple[str, Expr]]:
    """The arguments of a `Retry`, of which only what was set is written."""
    arguments: list[tuple[str, Expr]] = [("attempts", literal(retry.attempts))]
    for field, unset in (("delay", 0.0), ("backoff", 1.0), ("max_delay", None), ("jitter", 0.0)):
        value = getattr(retry, field)
        if value != unset:
            arguments.append((field, literal(value)))
    if retry.on:
        arguments.append(("on", exceptions(retry)))
    return arguments


def exceptions(retry: Retry) -> Expr:
    """The exception classes of a `Retry`: one by itself, several in a tuple."""
    classes = tuple(NameOf(ref) for ref in retry.on)
    return classes[0] if len(classes) == 1 else TupleOf(classes)


def arguments_of(
    op: OpDef, values: dict[str, Expr], *, config: Expr | None
) -> tuple[tuple[Expr, ...], tuple[tuple[str, Expr], ...]]:
    """How an op is called: by position as long as no input is left out, then by keyword."""
    positional: list[Expr] = []
    named: list[tuple[str, Expr]] = []
    gap = False
    for port in op.inputs:
        if port.name not in values:
            gap = True
        elif gap or port.keyword_only:
            named.append((port.name, values[port.name]))
        else:
            positional.append(values[port.name])
    if config is not None:
        named.append(("config", config))
    return tuple(positional), tuple(named)


def guard_types(guards: Collection[Guard], types: TypeWriter, op: OpDef) -> Expr:
    """The type that a node's output is guarded against, or those of its ports by name."""
    if not op.fields:
        (guard,) = guards
        return types.write(guard.type, maybe=guard.maybe)
    return types.by_name(tuple([(each.port, each.type, each.maybe) for each in guards]))


def looking(guard: Guard | None) -> list[tuple[str, Expr]]:
    """What a guard is told beside its type: its severity and how deep it looks, where either was
    set. None tells nothing.
    """
    options: list[tuple[str, Expr]] = []
    if guard is not None and guard.severity != "error":
        options.append(("severity", literal(guard.severity)))
    if guard is not None and guard.depth != "full":
        options.append(("depth", depth(guard.depth)))
    return options


def depth(asked: Depth) -> Expr:
    """A depth as the run time takes it: `"schema"`, `sample(1000)`."""
    if isinstance(asked, Sample):
        return Call(Imported(V1, "sample"), (literal(asked.count),), ())
    return literal(asked)


def every_output(op: OpDef) -> list[Guard]:
    """A guard of each output of an op, whether one stands there or not."""
    return [
        Guard(side="output", port=port.name, type=port.type, maybe=port.maybe)
        for port in op.outputs
    ]


def container(source: Gather, items: Iterable[Expr]) -> Expr:
    """The list, tuple or dict display of a gather, around `items`."""
    match source.type:
        case "list":
            return ListOf(tuple(items))
        case "tuple":
            return TupleOf(tuple(items))
        case "dict":
            keys = (literal(key) for key in source.keys)
            return DictOf(tuple(zip(keys, items, strict=True)))
        case _:
            assert_never(source.type)
