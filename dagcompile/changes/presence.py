"""Pipelines that only one of two states of a project has."""

from dagcompile.changes.records import Change, Subject
from dagcompile.ir.records import Pipeline


def added(pipeline: Pipeline) -> Change:
    """That there is a pipeline where none was."""
    return Change(
        subject=Subject(part="pipeline", name=pipeline.meaning.name),
        verb="added",
        weight="safe",
        reason="nobody can have relied on it",
        after=_made_of(pipeline),
    )


def removed(pipeline: Pipeline) -> Change:
    """That there is none where one was."""
    return Change(
        subject=Subject(part="pipeline", name=pipeline.meaning.name),
        verb="removed",
        weight="breaking",
        reason="whoever runs it, reads what it gives or looks up its history finds it no more",
        before=_made_of(pipeline),
    )


def _made_of(pipeline: Pipeline) -> str:
    origin, steps = pipeline.docs.origin, len(pipeline.meaning.nodes)
    return f"{origin.module}:{origin.name}, {steps} step{'s' * (steps != 1)}"
