"""Options of the Dask target: `[tool.dagcompile.target.dask]`, `@pipeline(targets=...)` and, for
one node, `@op(targets=...)`. Their names are those of Dask's annotations.
"""

from collections.abc import Mapping
from math import inf
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field

from dagcompile.target import NodeOptions, Options
from dagcompile.targets.dask.lacking import LACKING


def _workers(given: object) -> object:
    """One as a list of one."""
    if given == []:
        raise ValueError("it names no worker: leave it out, or say None")
    return [given] if isinstance(given, str) else given


def _resources(given: object) -> object:
    if given == {}:
        raise ValueError("it names no resource: leave it out, or say None")
    return given


def _name(given: str) -> str:
    if not given or given.isspace():
        raise ValueError(f"it holds {given!r}, which is no name")
    return given


def _amount(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < inf:
        raise ValueError(f"it is {given!r}, and no positive number")
    return given


Name = Annotated[str, AfterValidator(_name)]
Amount = Annotated[int | float, BeforeValidator(_amount)]
Priority = Annotated[int, Field(ge=-(2**31), lt=2**31)]
"""Schedulers and workers exchange it in 64 bits."""


class DaskNodeOptions(NodeOptions):
    """What the keys of a node are given. Only what is set is written."""

    instead: ClassVar[Mapping[str, str]] = LACKING

    priority: Priority | None = Field(
        default=None, description="what goes first: the larger, and 0 where nothing is said"
    )
    resources: Annotated[dict[Name, Amount], BeforeValidator(_resources)] | None = Field(
        default=None,
        description="how much it takes, while it runs, of what workers are started with"
        ' (`dask worker --resources "GPU=1"`)',
    )
    workers: Annotated[list[Name], BeforeValidator(_workers)] | None = Field(
        default=None, description="names, addresses or hosts of the workers that may run it"
    )
    allow_other_workers: bool | None = Field(
        default=None, description="whether others may, where none of those is there"
    )
    pure: bool | None = Field(
        default=None,
        description="whether runs share its value: who asks for the same gets what there is",
    )


class DaskOptions(Options):
    """What a graph is given besides the pipeline itself."""

    instead: ClassVar[Mapping[str, str]] = LACKING

    nodes: DaskNodeOptions = Field(
        default=DaskNodeOptions(), description="options of the nodes that do not say their own"
    )
