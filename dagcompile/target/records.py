"""The record by which a target tells the compiler all there is to know of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dagcompile.codegen.artifact import Artifact
from dagcompile.ir.records import Pipeline, Placement
from dagcompile.target.capabilities import Capability, Feature, completed


class Options(BaseModel):
    """Options of a target; each target derives its own. Unknown ones are refused.

    `guards` is where guards stand, unless a build asks for something else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    guards: Placement | None = Field(
        default=None, description="where guards stand; by default the target's own way"
    )


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


def as_given(options: Options, home: Home) -> Options:  # noqa: ARG001  (a target may want it)
    """The options as the project states them."""
    return options


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A back end.

    Args:
        name: by which it is chosen and configured.
        title: what it makes, in a few words.
        guards: where guards stand unless a build says otherwise.
        options: model of its options.
        capabilities: its answers to the features that a pipeline may ask for; one that it does not
            answer for is one that it lacks.
        emit: from a compiled pipeline to artifacts; gets an instance of `options`.
        complete: fills in options that the project leaves open and that follow from what it is,
            before anything is emitted. What is emitted hangs on pipeline and options alone.
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
    runners: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        try:
            answers = completed(self.capabilities)
        except ValueError as error:
            raise ValueError(f"target {self.name}: {error}") from None
        object.__setattr__(self, "capabilities", answers)
