"""`dagcompile types`: every edge of a pipeline, the word for it, and where its value is looked at.

    report = typed(load_project(), "daily_delays")
    report.looks.words      # {"proven": 23, "guarded": 1}
    as_data(report)         # the same as JSON builtins

A pipeline with edges that cannot be is told of all the same: `error` says what is wrong with it.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir.records import Pipeline
from dagcompile.passes.looks import EdgeFact, Looks, Word, looks
from dagcompile.passes.place_guards import place_guards
from dagcompile.project.compiling import with_build
from dagcompile.project.config import Project
from dagcompile.project.reading import read_ir
from dagcompile.project.single import examine_named
from dagcompile.project.ways import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A pipeline whose edges were looked at. `error` is why it cannot be built, if it cannot."""

    pipeline: Pipeline
    looks: Looks
    error: CompileError | None = None
    warnings: tuple[Diagnostic, ...] = ()

    def only(self, words: AbstractSet[Word]) -> tuple[EdgeFact, ...]:
        """The edges at which one of `words` stands; all where none is named."""
        return tuple(each for each in self.looks.edges if not words or each.word in words)


def typed(project: Project, name: str, **asked: Unpack[Asked]) -> Typed:
    """What is known of the edges of a pipeline.

    Args:
        project: where `name` is looked up, and what it is built with.
        name: of a pipeline, its reference, or a file that ends in `.json`: IR that a build wrote.
            Nothing is imported then.
        asked: as a build is asked for; what the project or the file says where None.

    Raises:
        CompileError: there is no such pipeline, it cannot be traced, or the file is not one of
            ours.
    """
    if name.endswith(".json"):
        pipeline = place_guards(_asked(read_ir(Path(name)), asked))
        return Typed(pipeline=pipeline, looks=looks(pipeline))
    asked["guards"] = asked.get("guards") or project.settings.guards
    compiled, error = examine_named(project, name, **asked)
    return Typed(
        pipeline=compiled.pipeline,
        looks=looks(compiled.pipeline),
        error=error,
        warnings=compiled.warnings,
    )


def _asked(pipeline: Pipeline, asked: Asked) -> Pipeline:
    """A pipeline that was built already, as if it had been asked for so."""
    build = pipeline.build
    return with_build(
        pipeline,
        guards=asked.get("guards") or build.guards,
        depth=asked.get("depth") or build.depth,
    )


def as_data(report: Typed, *, words: AbstractSet[Word] = frozenset()) -> Mapping[str, Any]:
    """The report as JSON builtins. Keys are only added to it, never given another meaning.

    Counts and guards are of the whole pipeline, whatever `words` leave out. `guards` is None for a
    pipeline that cannot be built.
    """
    found = report.looks
    return {
        "pipeline": report.pipeline.meaning.name,
        "edges": [_edge(each) for each in report.only(words)],
        "counts": dict(found.words),
        "guards": None
        if report.error
        else {
            "outputs": list(found.outputs),
            "inputs": list(found.inputs),
            "elided": list(found.elided),
            "placed": found.placed,
            "everywhere": found.everywhere,
        },
    }


def _edge(fact: EdgeFact) -> Mapping[str, str]:
    return {
        "source": fact.report.source,
        "target": fact.report.target,
        "source_type": fact.report.source_type,
        "target_type": fact.report.target_type,
        "word": fact.word,
        "why": fact.why,
        "looked": fact.looked,
    }
