"""What many pipelines have in common is told once, and what is a pipeline's own beside it.

    entries(review)[0].ids       ("p000", "p001", ...) where an op that they share has changed

So that one difference among a hundred equal ones is seen.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from dagcompile.changes import WEIGHTS, Change
from dagcompile.review.records import FileChange, Review, Reviewed
from dagcompile.target import Impact

MANY = 3
"""Pipelines from which on what they have in common is told once."""
_NAME = "`…`"
"""What stands for the name of each of the pipelines."""

_Item: TypeAlias = Change | tuple[str, Impact] | FileChange
_Items: TypeAlias = Mapping[Hashable, list[_Item]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is told together.

    Args:
        told: of one pipeline; of several, what is true of each of them, under the name of the
            first, and their artifacts, but of those that are told of alone as well.
        ids: the pipelines, where they are several.
        example: one pipeline that is told of in part, whole.
        beside: more is told of it, with other pipelines.
    """

    told: Reviewed
    ids: tuple[str, ...] = ()
    example: Reviewed | None = None
    beside: bool = False

    @property
    def drawn(self) -> Reviewed:
        """The pipeline to make a picture of."""
        return self.example or self.told


def entries(review: Review) -> tuple[Entry, ...]:
    """All that is told: what could not be compared, then the heaviest first, and what is of
    several pipelines before what is of one. Each pipeline is in one of them at least.
    """
    items = [_items(each) for each in review.pipelines]
    where: dict[Hashable, list[int]] = {}
    for number, keyed in enumerate(items):
        for key in keyed:
            where.setdefault(key, []).append(number)
    groups: dict[tuple[int, ...], list[Hashable]] = {}
    for key, numbers in where.items():
        if len(numbers) >= MANY:
            groups.setdefault(tuple(numbers), []).append(key)
    shared = frozenset(key for keys in groups.values() for key in keys)
    own = {
        number: entry
        for number, each in enumerate(review.pipelines)
        if (entry := _own(each, items[number], shared))
    }
    found, listed = list[Entry](), set(own)
    for members, keys in sorted(groups.items(), key=lambda each: -len(each[0])):
        pipelines = [review.pipelines[each] for each in members]
        files = [
            file for each in members if each not in listed for file in review.pipelines[each].files
        ]
        found.append(_group(pipelines, [items[each] for each in members], keys, files))
        listed.update(members)
    return tuple(sorted([*found, *own.values()], key=_order))


def _order(entry: Entry) -> tuple[bool, int]:
    return not entry.told.failed, WEIGHTS.index(entry.told.weight)


def _items(pipeline: Reviewed) -> _Items:
    """What is told of a pipeline, by what it has to have in common with others."""
    found: dict[Hashable, list[_Item]] = {}
    for change in pipeline.changes:
        found.setdefault(replace(change, consumers=()), []).append(change)
    for target, impacts in pipeline.impacts.items():
        for each in impacts:
            key = (target, each.kind, each.weight, unnamed(each.text, pipeline))
            found.setdefault(key, []).append((target, each))
    for file in pipeline.files:
        if file.cause not in ("pipeline", "edited"):
            found.setdefault((file.cause, file.note), []).append(file)
    return found


def unnamed(text: str, pipeline: Reviewed) -> str:
    """A sentence of a pipeline, as it may be said of another."""
    return text.replace(f"`{pipeline.id}`", _NAME)


def _own(pipeline: Reviewed, items: _Items, shared: frozenset[Hashable]) -> Entry | None:
    """What is told of a pipeline alone, and its artifacts; None where nothing is its own."""
    common = items.keys() & shared
    edited = any(each.cause == "edited" for each in pipeline.files)
    if not common:
        return Entry(told=pipeline)
    if common == items.keys() and not (edited or pipeline.failed or pipeline.was):
        return None
    kept = [each for key, told in items.items() if key not in common for each in told]
    return Entry(told=_with(pipeline, kept, pipeline.files), example=pipeline, beside=True)


def _group(
    members: list[Reviewed], items: list[_Items], keys: list[Hashable], files: list[FileChange]
) -> Entry:
    """What several pipelines have in common; `files` are artifacts of theirs."""
    first = members[0]
    told = list[_Item]()
    for key in keys:
        for each in items[0][key]:
            match each:
                case Change():
                    reached = (one for item in items for one in item[key])
                    told.append(replace(each, consumers=_reached(reached)))
                case (target, impact):
                    told.append((target, replace(impact, text=unnamed(impact.text, first))))
                case FileChange():
                    continue
    return Entry(
        told=_with(first, told, files),
        ids=tuple([each.id for each in members]),
        example=first,
    )


def _reached(items: Iterable[_Item]) -> tuple[str, ...]:
    every = dict.fromkeys(
        each for change in items if isinstance(change, Change) for each in change.consumers
    )
    return tuple(sorted(every, key=lambda each: ":" in each))


def _with(pipeline: Reviewed, items: Iterable[_Item], files: Iterable[FileChange]) -> Reviewed:
    """A pipeline with `items` alone, in its order."""
    kept = list(items)
    impacts: dict[str, list[Impact]] = {}
    for each in kept:
        if isinstance(each, tuple):
            impacts.setdefault(each[0], []).append(each[1])
    return replace(
        pipeline,
        changes=tuple([each for each in kept if isinstance(each, Change)]),
        impacts={
            target: tuple(impacts[target]) for target in pipeline.impacts if target in impacts
        },
        files=tuple(files),
    )


# --- the text of artifacts -----------------------------------------------------------------------


def alike(pipelines: Iterable[Reviewed]) -> Iterator[tuple[FileChange, int]]:
    """The artifacts whose text is shown, each with how many more have changed in the same way, but
    for the name of the pipeline.
    """
    found: dict[Hashable, tuple[FileChange, int]] = {}
    for each in pipelines:
        name = re.compile(rf"(?<![^\W_]){re.escape(each.id)}(?![^\W_])")
        for file in each.files:
            if not file.hidden and file.diff.lines:
                key = name.sub(_NAME, "\n".join((file.path, file.cause, *file.diff.lines)))
                shown, more = found.get(key, (file, -1))
                found[key] = shown, more + 1
    yield from found.values()
