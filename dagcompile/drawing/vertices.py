"""The vertices of a picture: params, steps and outputs, and what stands small below their names."""

from collections.abc import Iterator
from typing import assert_never

from dagcompile.drawing.records import Vertex
from dagcompile.drawing.scene import Scene, given
from dagcompile.drawing.texts import shown, typed
from dagcompile.ir.records import (
    Const,
    Expect,
    Expectation,
    FirstOf,
    Node,
    OpNode,
    Output,
    Param,
    Symbol,
)
from dagcompile.ir.text import partition_text


def vertices(scene: Scene) -> Iterator[Vertex]:
    """Params, then steps, then outputs, each in the order of writing."""
    for param in scene.meaning.params:
        yield _param(param, scene)
    for node in scene.meaning.nodes:
        yield _step(node, scene)
    for output in scene.meaning.outputs:
        yield _output(output, scene)


def _param(param: Param, scene: Scene) -> Vertex:
    default = "" if param.default is None else f" = {typed(param.default.value)}"
    type_ = f"{scene.types(param.type)}{default}" if scene.shows("types") else ""
    partition = "" if param.partition is None else partition_text(param.partition)
    key = scene.params[param.name]
    return Vertex(key=key, kind="param", title=shown(param.name), notes=_lines(type_, partition))


def _output(output: Output, scene: Scene) -> Vertex:
    written = typed(output.source.value) if isinstance(output.source, Const) else ""
    type_ = scene.types(output.type) if scene.shows("types") else ""
    return Vertex(
        key=scene.outputs[output.name],
        kind="output",
        title=shown(output.name),
        notes=_lines(written, type_),
    )


def _step(node: Node, scene: Scene) -> Vertex:
    key, title, may_skip = scene.steps[node.id], shown(node.id), scene.index.may_skip(node.id)
    match node:
        case OpNode():
            op = scene.index.ops[node.op]
            reference = "" if op.ref.name == node.id else node.op.partition("#")[0]
            inputs, outputs = _ports(node, scene)
            return Vertex(
                key=key,
                kind="op",
                title=title,
                notes=_lines(
                    reference,
                    *_assets(node),
                    _guards(node, scene),
                    *_expected(node, scene),
                ),
                inputs=inputs,
                outputs=outputs,
                may_skip=may_skip,
            )
        case FirstOf():
            notes = () if node.id == "first_of" else ("first of",)
            return Vertex(key=key, kind="first_of", title=title, notes=notes, may_skip=may_skip)
        case Expect():
            return _expectation(node, key, scene)
        case _:
            assert_never(node)


def _expectation(node: Expect, key: str, scene: Scene) -> Vertex:
    expectation = node.expectation
    name = _called(expectation)
    warns = ", warns" if expectation.severity == "warn" else ""
    ports = tuple(shown(each.port) for each in node.inputs)
    return Vertex(
        key=key,
        kind="expect",
        title=shown(node.id),
        notes=_lines(f"expects{warns}" if name == node.id else f"expects{warns}: {name}"),
        inputs=ports if scene.shows("ports") else (),
        may_skip=scene.index.may_skip(node.id),
    )


def _assets(node: OpNode) -> Iterator[str]:
    """What a node reads, what it writes and what it keeps, a line each."""
    kept = tuple(each.asset for each in node.keeps)
    for word, assets in (("reads", node.reads), ("writes", node.writes), ("keeps", kept)):
        if assets:
            yield f"{word} {', '.join(assets)}"


def _expected(node: OpNode, scene: Scene) -> Iterator[str]:
    """What is expected of the values of a node, a line for what fails it and one for the rest."""
    for severity, words in (("error", "expects"), ("warn", "expects, warns")):
        names = [_called(each) for each in node.expectations if each.severity == severity]
        if names and scene.shows("guards"):
            yield f"{words}: {', '.join(names)}"


def _called(expectation: Expectation) -> str:
    """The name of an expectation, without the module of its function."""
    ref = expectation.ref
    if expectation.form == "column" and expectation.name == f"{ref.module}.{ref.name}":
        params = dict(expectation.params)
        check = params["check"]
        return f"{params['column']} {check.ref.name if isinstance(check, Symbol) else check}"
    return ref.name if expectation.name == f"{ref.module}.{ref.name}" else expectation.name


def _ports(node: OpNode, scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The inputs that are wired and the outputs that there are, if ports are shown."""
    if not scene.shows("ports"):
        return (), ()
    op = scene.index.ops[node.op]
    outputs = [each for each in op.outputs if op.fields or each.maybe]  # a lone result says nothing
    return (
        tuple(shown(each.port) for each in node.inputs if not isinstance(each.source, Const)),
        tuple(given(each.name, maybe=each.maybe) for each in outputs),
    )


def _guards(node: OpNode, scene: Scene) -> str:
    """Which outputs are guarded; nothing where that is not asked or none is."""
    guards = [each for each in node.guards if each.side == "output"]
    if scene.off or not guards or not scene.shows("guards"):
        return ""
    return f"{scene.guard_word(guards[0])}: {', '.join(each.port for each in guards)}"


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(shown(each) for each in texts if each)
