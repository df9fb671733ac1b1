"""What a pipeline may ask for, what a target can do, and the error where the two do not meet.

Nothing that a pipeline asks for is dropped silently: a feature that a target does not answer for,
as one that is newer than the target, is one that it lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Feature: TypeAlias = Literal[
    "retry", "timeout", "withheld outputs", "first_of", "after", "open classes", "secrets",
    "guards as steps", "guards inline", "guards off", "guard depth", "guard retry", "expectations",
    "stages", "open classes in a stage", "secrets in a stage",
    "assets", "context", "kept outputs",
    "native work", "stand-ins", "native work in a stage",
    "schedules", "partitions",
    "elsewhere", "context elsewhere", "stages elsewhere", "vendored elsewhere",
]  # fmt: skip

FEATURES: Mapping[Feature, str] = {
    "retry": "a failed body is tried again, with waits, backoff and exception classes",
    "timeout": "an attempt of a body fails that takes longer than it may",
    "withheld outputs": "an output may be withheld, and what needs it is skipped",
    "first_of": "the first of several values that is present",
    "after": "a node waits for another without taking its value",
    "open classes": "values of classes of which only the class is known flow between nodes",
    "secrets": "secrets are given to a run and flow between nodes",
    "guards as steps": "guards stand as steps of their own",
    "guards inline": "guards stand inside the step that makes the value",
    "guards off": "guards are left out",
    "guard depth": "guards look at classes and columns alone, or at a sample of a large value",
    "guard retry": "a value that does not fit is a failed attempt of the body that made it",
    "expectations": "what is expected of values is looked at, of one node or of several",
    "stages": "several nodes begin, succeed and fail as one",
    "open classes in a stage": "such values flow between nodes of one stage alone",
    "secrets in a stage": "secrets flow between nodes of one stage alone",
    "assets": "which assets a node reads and writes is declared",
    "context": "a body knows its attempt, and tells of the assets that it wrote",
    "kept outputs": "outputs are written to the store, and told of as assets",
    "native work": "an operator or sensor of the orchestrator is a node",
    "stand-ins": "native work that an op can do as well",
    "native work in a stage": "native work begins, succeeds and fails with other nodes",
    "schedules": "runs begin at the times, or after the assets, that a pipeline says",
    "partitions": "a param is the stretch of time that a run is of",
    "elsewhere": "a node runs in an environment or a container of its own",
    "context elsewhere": "a body that runs there tells of the assets that it wrote",
    "stages elsewhere": "nodes that begin, succeed and fail as one run there",
    "vendored elsewhere": "dagcompile need not be installed there: a copy is used",
}

ELSEWHERE: tuple[Feature, ...] = (
    "elsewhere", "context elsewhere", "stages elsewhere", "vendored elsewhere",
)  # fmt: skip
"""What is asked for by the options of a target for its nodes, of which others know nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """A target's answer for one feature: how it does it, or why not and what to do instead."""

    supported: bool
    note: str = ""
    instead: str = ""


def supported(note: str = "") -> Capability:
    """The target does this; `note` says how, where that is worth knowing."""
    return Capability(supported=True, note=note)


def unsupported(note: str, *, instead: str) -> Capability:
    """The target does not do this: why, and what the author can do instead."""
    return Capability(supported=False, note=note, instead=instead)


def completed(capabilities: Mapping[Feature, Capability]) -> Mapping[Feature, Capability]:
    """`capabilities` with an answer for every feature, in the order of the features.

    Raises:
        ValueError: it answers for something that is no feature.
    """
    unknown = sorted(capabilities.keys() - FEATURES.keys())
    if unknown:
        raise ValueError(f"there is no feature {', '.join(unknown)}")
    return {feature: capabilities.get(feature, _UNANSWERED) for feature in FEATURES}


_UNANSWERED = unsupported(
    "it does not say that it can", instead="do without, or ask its author for it"
)
