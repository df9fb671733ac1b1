"""A target that a third party brings: a text that lists the nodes of a pipeline."""

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.header import with_header
from dagcompile.ir.digest import digest
from dagcompile.ir.records import Pipeline
from dagcompile.target import FEATURES, Options, Target, supported


class NotesOptions(Options):
    """Options of the notes target."""

    folder: str = "notes"
    level: int = 1
    tags: tuple[str, ...] = ()


def list_nodes(pipeline: Pipeline, options: NotesOptions) -> tuple[Artifact, ...]:
    """A text that lists the nodes."""
    if pipeline.meaning.name == "unspeakable":
        raise RuntimeError("the notes target has a bug")
    nodes = "".join(f"{node.id}\n" for node in pipeline.meaning.nodes)
    text = with_header(
        f"{'#' * options.level} {pipeline.build.guards or options.guards}\n{nodes}",
        origin="x:y",
        ir=digest(pipeline),
        regenerate="dagcompile build",
    )
    return (Artifact(f"{options.folder}/{pipeline.meaning.name}.txt", str(text)),)


TARGET = Target(
    name="notes",
    title="notes on a pipeline",
    guards="off",
    options=NotesOptions,
    capabilities=dict.fromkeys(FEATURES, supported()),
    emit=list_nodes,
)
