"""What the parts of one picture are made from: the pipeline, what is asked for, and the keys."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate

from dagcompile.drawing.records import Detail
from dagcompile.drawing.texts import keys, shown
from dagcompile.drawing.typenames import TypeNames
from dagcompile.ir.queries import Index, index_of
from dagcompile.ir.records import Guard, Meaning, Pipeline
from dagcompile.passes.looks import Word, looks

_STEP = re.compile(r"\[.*?\](?=\[|$)")
"""One of the steps in `[0]['a b']`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One pipeline, and how its picture is asked for. `off`: it is built without guards.

    `words` are those of the edges by their target, if guards are shown. `params`, `steps` and
    `outputs` give the keys of vertices.
    """

    meaning: Meaning
    index: Index
    types: TypeNames
    details: AbstractSet[Detail]
    off: bool
    words: Mapping[str, Word]
    params: dict[str, str]
    steps: dict[str, str]
    outputs: dict[str, str]

    def shows(self, detail: Detail) -> bool:
        """Whether `detail` is asked for."""
        return detail in self.details

    def word(self, target: str, item: str = "") -> Word | None:
        """The word for the edge into `target`, or into the place `item` of a container there.

        That of the whole where the elements of the container are not told apart. None if guards
        are not shown.
        """
        steps = list(accumulate(_STEP.findall(item), initial=target))
        return next((self.words[each] for each in reversed(steps) if each in self.words), None)

    def guard_word(self, guard: Guard) -> str:
        """What a guard does about a value, in a word or two."""
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
        words=_words(pipeline) if "guards" in details else {},
        params=keys((each.name for each in meaning.params), prefix="param"),
        steps=keys((each.id for each in meaning.nodes), prefix="step"),
        outputs=keys((each.name for each in meaning.outputs), prefix="output"),
    )


def _words(pipeline: Pipeline) -> Mapping[str, Word]:
    return {each.report.target: each.word for each in looks(pipeline).edges}


def given(port: str, *, maybe: bool) -> str:
    """The name of an output; one that may be withheld has a question mark."""
    return f"{shown(port)}?" if maybe else shown(port)
