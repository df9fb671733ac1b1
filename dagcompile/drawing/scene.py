"""What the parts of one picture are made from: the pipeline, what is asked for, and the keys."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from dagcompile.drawing.records import Detail
from dagcompile.drawing.texts import keys, shown
from dagcompile.drawing.typenames import TypeNames
from dagcompile.ir.queries import Index, index_of
from dagcompile.ir.records import Guard, Meaning, Pipeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One pipeline, and how its picture is asked for. `off`: it is built without guards.

    `params`, `steps` and `outputs` give the keys of vertices.
    """

    meaning: Meaning
    index: Index
    types: TypeNames
    details: AbstractSet[Detail]
    off: bool
    params: dict[str, str]
    steps: dict[str, str]
    outputs: dict[str, str]

    def shows(self, detail: Detail) -> bool:
        """Whether `detail` is asked for."""
        return detail in self.details

    def guard_word(self, guard: Guard) -> str:
        """What a guard does about a value, in a word or two."""
        if self.off:
            return "unproven"
        return "guarded" if guard.severity == "error" else "guarded, warns"


def scene_of(pipeline: Pipeline, details: AbstractSet[Detail]) -> Scene:
    """The scene of a verified pipeline."""
    meaning = pipeline.meaning
    index = index_of(meaning)
    return Scene(
        meaning=meaning,
        index=index,
        types=TypeNames(index.types, pipeline.docs),
        details=details,
        off=pipeline.build.guards == "off",
        params=keys((each.name for each in meaning.params), prefix="param"),
        steps=keys((each.id for each in meaning.nodes), prefix="step"),
        outputs=keys((each.name for each in meaning.outputs), prefix="output"),
    )


def given(port: str, *, maybe: bool) -> str:
    """The name of an output; one that may be withheld has a question mark."""
    return f"{shown(port)}?" if maybe else shown(port)
