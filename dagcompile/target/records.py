"""The record by which a target tells the compiler all there is to know of it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from dagcompile.codegen.artifact import Artifact
from dagcompile.diagnostics import Diagnostic, Place
from dagcompile.ir.options import node_options_of, options_of
from dagcompile.ir.records import Pipeline, Placement, Stage
from dagcompile.target.capabilities import Capability, Feature, completed
from dagcompile.target.impact import Impact, Version, unread
from dagcompile.target.options import NodeOptions, Options, fields_set

if TYPE_CHECKING:
    from dagcompile.ir.stages import Stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What artifacts may know of the project that they belong to: what holds in every clone.

    Args:
        name: of the project's distribution; None where it has none.
        requires_python: the versions of Python that the project says it needs.
        path: of the project's folder, from the folder in which the project has its artifacts
            (`..`); None where they lie outside the project, so that no path holds everywhere.
    """

    name: str | None = None
    requires_python: str | None = None
    path: str | None = None


OptionsT = TypeVar("OptionsT", bound=Options)
NodeOptionsT = TypeVar("NodeOptionsT", bound=NodeOptions)


def as_given(options: Options, home: Home) -> Options:  # noqa: ARG001  (a target may want it)
    """The options as the project states them."""
    return options


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A package that stands once beside the artifacts of a target, for all of them.

    It is called by a digest of what it holds, so that artifacts of two versions live side by side.

    Args:
        folder: of the artifacts, within the output folder.
        family: what the names of all its versions begin with.
        name: of the version that is wanted; None where none is.
        files: what it holds: paths within the package, and texts.
        is_whole: whether the files of an older version are as that was written.
        lines: of files in `folder` that are the user's own, those that have to be there.
    """

    folder: str
    family: str
    is_whole: Callable[[str, Mapping[str, str]], bool]
    name: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)


def none_shared(options: Options) -> Shared | None:  # noqa: ARG001  (a target may want it)
    """Every artifact stands alone."""
    return None


def nothing_against(
    pipeline: Pipeline,  # noqa: ARG001  (a target may want them)
    options: Options,  # noqa: ARG001
    places: Mapping[str, Place],  # noqa: ARG001
) -> tuple[Diagnostic, ...]:
    """The author's modules are not looked at."""
    return ()


def nothing_to_tell(
    old: Version | None,  # noqa: ARG001  (a target may want them)
    new: Version | None,  # noqa: ARG001
) -> tuple[Impact, ...]:
    """What changes of a pipeline, its comparison tells."""
    return ()


def apart(stage: Stage, stages: "Stages") -> str:
    """What becomes of a stage where its nodes stay steps of their own."""
    own = f"{len(stage.nodes)} steps of their own ({', '.join(stage.nodes)})"
    below = [node for node, gates in stages.gates.items() if set(gates) & set(stage.nodes)]
    begun = [node for node in stage.nodes if node in stages.gates]
    told = [own]
    if below:
        told.append(f"not run either where one fails: {', '.join(below)}")
    if begun:
        told.append(f"waiting for all that the stage needs: {', '.join(begun)}")
    return "; ".join(told if len(told) > 1 else [own, "nothing changes by it"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A back end.

    Args:
        name: by which it is chosen and configured.
        title: what it makes, in a few words.
        guards: where guards stand unless a build says otherwise.
        options: model of its options. A field `nodes` of it, of the model `node_options`, holds
            those of the nodes that do not say their own.
        node_options: model of its options for one node; None where it has none.
        capabilities: its answers to the features that a pipeline may ask for; one that it does not
            answer for is one that it lacks.
        emit: from a compiled pipeline to artifacts; gets an instance of `options`, into which
            what the pipeline asks has been taken. What it asks for nodes, `nodes_asked` tells.
        complete: fills in options that the project leaves open and that follow from what it is,
            before anything is emitted. What is emitted hangs on pipeline and options alone.
        shared: the package that its artifacts use and that is written beside them.
        examine: what speaks against the author's modules, where more has to be known of them than
            the pipeline says; asked by a build alone. Gets places as the diagnostics of a compile
            do: `node:<id>`, `op:<key>`, `param:<name>`.
        impact: what it means, where the artifacts of this target run, that one version of a
            pipeline takes the place of another; None stands for a side on which there is no such
            pipeline. Worked out on what it gets, without a look at anything that runs.
        tell_stage: says in a line what a stage becomes in its artifacts, to follow its name.
        runners: import paths `module:name` of the classes by which the parity suite runs the
            artifacts of this target, so that engines are imported only there.
    """

    name: str
    title: str
    guards: Placement
    options: type[Options]
    capabilities: Mapping[Feature, Capability]
    emit: Callable[[Pipeline, Any], tuple[Artifact, ...]]
    complete: Callable[[Any, Home], Options] = as_given
    shared: Callable[[Any], Shared | None] = none_shared
    examine: Callable[[Pipeline, Any, Mapping[str, Place]], tuple[Diagnostic, ...]] = (
        nothing_against
    )
    node_options: type[NodeOptions] | None = None
    impact: Callable[[Version | None, Version | None], tuple[Impact, ...]] = nothing_to_tell
    tell_stage: "Callable[[Stage, Stages], str]" = apart
    runners: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        try:
            answers = completed(self.capabilities)
        except ValueError as error:
            raise ValueError(f"target {self.name}: {error}") from None
        object.__setattr__(self, "capabilities", answers)

    def artifacts(self, pipeline: Pipeline, options: Options) -> tuple[Artifact, ...]:
        """What `emit` makes of a compiled pipeline with the options of a project."""
        return self.emit(pipeline, self.settled(pipeline, options))

    def impacts(self, old: Version | None, new: Version | None) -> tuple[Impact, ...]:
        """What `impact` tells of versions with the options of their projects.

        An old version may ask for options that this target no longer has: then that is told.
        """
        settled: list[Version | None] = []
        for each in (old, new):
            try:
                settled.append(each and replace(each, options=self._settled(each)))
            except ValidationError as error:
                return (unread(error, target=self.name),)
        return self.impact(*settled)

    def _settled(self, version: Version) -> Options:
        return self.settled(version.pipeline, version.options)

    def settled(self, pipeline: Pipeline, options: OptionsT) -> OptionsT:
        """The options of a project, with those of `pipeline` in their stead where it has some."""
        asked = options_of(pipeline, self.name)
        if not asked:
            return options
        given = type(options).model_validate_json(json.dumps(asked))
        found = fields_set(given)
        below, above = getattr(options, "nodes", None), found.get("nodes")
        if isinstance(below, BaseModel) and isinstance(above, BaseModel):
            found["nodes"] = below.model_copy(update=fields_set(above))
        return options.model_copy(update=found)


def nodes_asked(
    pipeline: Pipeline, target: str, model: type[NodeOptionsT]
) -> dict[str, NodeOptionsT]:
    """What `pipeline` asks of a target for its nodes, by node; nodes without options left out."""
    return {
        node: model.model_validate_json(json.dumps(asked))
        for node, asked in node_options_of(pipeline, target).items()
    }
