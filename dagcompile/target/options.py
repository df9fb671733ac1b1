"""What a user may ask of one target: the models that each target derives its own from."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from dagcompile.ir.records import Placement


class Options(BaseModel):
    """Options of a target; each target derives its own. Unknown ones are refused.

    `guards` is where guards stand, unless a build asks for something else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    of_projects: ClassVar[frozenset[str]] = frozenset()
    """Those that a single pipeline cannot have for itself."""

    instead: ClassVar[Mapping[str, str]] = {}
    """What an author may look for that is no option, and what there is instead, or why not."""

    for_people: ClassVar[frozenset[str]] = frozenset()
    """Those that are shown to people, and that no run can tell."""

    guards: Placement | None = Field(
        default=None, description="where guards stand; by default the target's own way"
    )


class NodeOptions(BaseModel):
    """Options of a target for one node; each target derives its own. Unknown ones are refused.

    What is set counts, also where it is None: that is as if nobody had set it, whatever the
    defaults of pipeline and project are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    instead: ClassVar[Mapping[str, str]] = {}
    """As of `Options`."""

    for_people: ClassVar[frozenset[str]] = frozenset()
    """As of `Options`."""


def fields_set(model: BaseModel) -> dict[str, Any]:
    """What is set in `model`, by the names of its fields."""
    return {name: getattr(model, name) for name in model.model_fields_set}
