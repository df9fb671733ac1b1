"""Where types are named: in other types, and in the rest of a pipeline.

parts_of(DictType(key="str", value="list[int]"))     ("str", "list[int]")
"""

from collections.abc import Iterator
from typing import assert_never

from dagcompile.ir.records import (
    AnyType,
    ClassType,
    Collection,
    DictType,
    EnumType,
    Expect,
    Expectation,
    FactType,
    FirstOf,
    FrameType,
    LiteralType,
    Meaning,
    Node,
    OpNode,
    RecordType,
    Refined,
    Scalar,
    TupleType,
    Type,
    TypeKey,
    Union,
)


def parts_of(type_: Type) -> tuple[TypeKey, ...]:
    """The keys of the types that a type is made of."""
    match type_:
        case AnyType() | Scalar() | LiteralType() | EnumType():
            return ()
        case ClassType() | FrameType() | FactType():
            return ()
        case Union():
            return type_.members
        case Collection():
            return (type_.item,)
        case TupleType():
            return type_.items
        case DictType():
            return (type_.key, type_.value)
        case RecordType():
            return tuple(field.type for field in type_.fields)
        case Refined():
            return (type_.base,)
        case _:
            assert_never(type_)


def uses_of_types(meaning: Meaning) -> Iterator[tuple[str, TypeKey]]:
    """Every key outside the type table, with the place that names it."""
    for param in meaning.params:
        yield f"param `{param.name}`", param.type
    for op in meaning.ops:
        for port in op.inputs:
            yield f"input `{port.name}` of op `{op.key}`", port.type
        for out in op.outputs:
            yield f"output `{out.name}` of op `{op.key}`", out.type
        if op.config is not None:
            yield f"the config of op `{op.key}`", op.config
    for node in meaning.nodes:
        yield from _uses_of_node(node)
    for output in meaning.outputs:
        yield f"output `{output.name}`", output.type


def _uses_of_node(node: Node) -> Iterator[tuple[str, TypeKey]]:
    match node:
        case FirstOf():
            yield f"node `{node.id}`", node.type
        case OpNode():
            for guard in node.guards:
                yield f"a guard of node `{node.id}`", guard.type
            for expectation in node.expectations:
                yield from _looked_at(node.id, expectation)
        case Expect():
            yield from _looked_at(node.id, node.expectation)
        case _:
            assert_never(node)


def _looked_at(node: str, expectation: Expectation) -> Iterator[tuple[str, TypeKey]]:
    for look in expectation.looks:
        yield f"an expectation of node `{node}`", look.type
