"""What differs between two pipelines, in lines that a test can hold against what it expects.

told(old, new)      ["risky policy changed clean.retry: 3 attempts -> 1 attempt"]
reasons(old, new)   ["the first failure is final, and fails the run"]
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dagcompile.changes import Change, compare
from dagcompile.ir.records import Build, Docs, Meaning, OpNode, Pipeline


def told(old: Pipeline, new: Pipeline) -> list[str]:
    """The changes, heaviest first: weight, part, verb, subject, before and after."""
    return [_line(each) for each in compare(old, new).changes]


def reasons(old: Pipeline, new: Pipeline) -> list[str]:
    """Why each change has its weight, in the same order."""
    return [each.reason for each in compare(old, new).changes]


def _line(change: Change) -> str:
    subject = change.subject
    name = ".".join(filter(None, (subject.name, subject.detail)))
    line = " ".join(filter(None, (change.weight, subject.part, change.verb, name)))
    match change.before, change.after:
        case None, None:
            return line
        case None, after:
            return f"{line}: {after}"
        case before, None:
            return f"{line}: {before} ->"
        case before, after:
            return f"{line}: {before} -> {after}"


def with_node(pipeline: Pipeline, id: str, **changes: Any) -> Pipeline:
    """`pipeline`, of whose op node `id` something else is said."""

    def changed(node: OpNode) -> OpNode:
        return replace(node, **changes)

    return each_node(pipeline, id, changed)


def each_node(pipeline: Pipeline, id: str, change: Callable[[OpNode], OpNode]) -> Pipeline:
    """`pipeline` with its op node `id` as `change` makes it."""
    nodes = [
        change(node) if isinstance(node, OpNode) and node.id == id else node
        for node in pipeline.meaning.nodes
    ]
    return with_meaning(pipeline, nodes=tuple(nodes))


def with_meaning(pipeline: Pipeline, **changes: Any) -> Pipeline:
    """`pipeline` with other fields of its `Meaning`."""
    meaning: Meaning = replace(pipeline.meaning, **changes)
    return replace(pipeline, meaning=meaning)


def with_docs(pipeline: Pipeline, **changes: Any) -> Pipeline:
    """`pipeline` with other fields of its `Docs`."""
    docs: Docs = replace(pipeline.docs, **changes)
    return replace(pipeline, docs=docs)


def with_build(pipeline: Pipeline, **changes: Any) -> Pipeline:
    """`pipeline` with other fields of its `Build`."""
    build: Build = replace(pipeline.build, **changes)
    return replace(pipeline, build=build)
