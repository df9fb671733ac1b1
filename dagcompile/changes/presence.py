"""Pipelines that only one of two states of a project has."""

from dagcompile.changes.records import Change, Subject
from dagcompile.changes.rules import Rule
from dagcompile.ir.records import Pipeline

PIPELINE_ADDED = Rule(what="pipeline added", weight="safe", why="nobody can have relied on it")
PIPELINE_REMOVED = Rule(
    what="pipeline removed",
    weight="breaking",
    why="whoever runs it, reads what it gives or looks up its history finds it no more",
)


def added(pipeline: Pipeline) -> Change:
    """That there is a pipeline where none was."""
    return PIPELINE_ADDED.change(_subject(pipeline), "added", after=_made_of(pipeline))


def removed(pipeline: Pipeline) -> Change:
    """That there is none where one was."""
    return PIPELINE_REMOVED.change(_subject(pipeline), "removed", before=_made_of(pipeline))


def _subject(pipeline: Pipeline) -> Subject:
    return Subject(part="pipeline", name=pipeline.meaning.name)


def _made_of(pipeline: Pipeline) -> str:
    origin, steps = pipeline.docs.origin, len(pipeline.meaning.nodes)
    return f"{origin.module}:{origin.name}, {steps} step{'s' * (steps != 1)}"
