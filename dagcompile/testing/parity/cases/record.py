"""What a case of the parity suite is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dagcompile.authoring.pipelines import Pipeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One run of a small pipeline that every target must come to the same end with.

    Args:
        name: of the case, unique in a suite.
        title: what holds, in one line.
        pipeline: as its author wrote it.
        params: of the run. Where the pipeline has a param `scratch`, each run is given the path
            of an empty folder of its own for it.
        config: what the run changes in the configs of nodes, by node and field.
        lies: whether a value of it is none of its declared type at all. Without guards, nothing
            is promised of such a value: what encodes it by its type may fail or may not. SKIP is
            no such value: an output is withheld by it whatever its type says.
        environment: names of environment variables that hold, while it runs, each the path of an
            empty folder of its own; for pipelines that are not written for the suite.
    """

    name: str
    title: str
    pipeline: Pipeline[..., Any]
    params: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lies: bool = False
    environment: tuple[str, ...] = ()


def case(
    pipeline: Pipeline[..., Any],
    title: str,
    /,
    *,
    name: str = "",
    lies: bool = False,
    **params: Any,
) -> Case:
    """A case that is called as its pipeline is, unless it has a name."""
    return Case(
        name=name or pipeline.name, title=title, pipeline=pipeline, params=params, lies=lies
    )
