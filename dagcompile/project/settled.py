"""What two states of a project ask of targets for a pipeline: which targets, and their options.

Where guards stand is an option too, and is told as what it does to the guards of the pipeline.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from dagcompile.changes import Change, Subject, Verb
from dagcompile.changes.identity.sides import sides_of
from dagcompile.changes.rules import Rule
from dagcompile.changes.unguarded import placements
from dagcompile.ir.records import Pipeline, Placement
from dagcompile.project.targets import Chosen
from dagcompile.project.versions import Side
from dagcompile.review.saying import line
from dagcompile.target.emitting import placement

TARGET_REMOVED = Rule(
    what="target that the project is no longer built for",
    weight="breaking",
    why="nothing is made for target `{target}` any more, so what ran there is gone",
)
TARGET_ADDED = Rule(
    what="target that the project is built for as well",
    weight="safe",
    why="what is made for target `{target}` is made beside the rest",
)
OPTION_OF_PROJECT = Rule(
    what="option of a target, in the project's settings",
    weight="risky",
    why="the project says so for all its pipelines; what it does to a run is for target `{target}`"
    " to say",
)
OPTION_FOR_PEOPLE = Rule(
    what="option of a target that only people see",
    weight="cosmetic",
    why="target `{target}` shows it to people, and does nothing else with it",
)


def settled_changes(old: Side, new: Side, before: Pipeline, after: Pipeline) -> Iterator[Change]:
    """Targets that are built for on one side alone, and options that the project gives another
    value. Those that a pipeline says itself are told with the pipeline.
    """
    was = {each.target.name: each for each in old.chosen}
    now = {each.target.name: each for each in new.chosen}
    for name in sorted(was.keys() | now.keys()):
        if name not in new.named:
            yield TARGET_REMOVED.change(_target(name), "removed", target=name)
        elif name not in old.named:
            yield TARGET_ADDED.change(_target(name), "added", target=name)
        elif name in was and name in now:
            yield from _options(was[name], now[name], (old, before), (new, after))


def _options(
    was: Chosen, now: Chosen, old: tuple[Side, Pipeline], new: tuple[Side, Pipeline]
) -> Iterator[Change]:
    name = was.target.name
    tables = [_table(side, name) for side, _ in (old, new)]
    try:
        dumped = [
            each.target.settled(pipeline, each.options).model_dump(mode="json")
            for each, (_, pipeline) in ((was, old), (now, new))
        ]
    except ValidationError:
        return  # the target says that it cannot tell
    for key in sorted((tables[0].keys() | tables[1].keys()) - {"guards"}):
        if tables[0].get(key) == tables[1].get(key) or dumped[0].get(key) == dumped[1].get(key):
            continue
        verb: Verb = "changed"
        if key not in tables[0] or key not in tables[1]:
            verb = "added" if key in tables[1] else "removed"
        yield OPTION_OF_PROJECT.change(
            _target(f"{name}.{key}"),
            verb,
            target=name,
            before=line(str(tables[0][key])) if key in tables[0] else None,
            after=line(str(tables[1][key])) if key in tables[1] else None,
        )


def weighed(changes: Iterable[Change], old: Side, new: Side) -> Iterator[Change]:
    """The changes, those of options as heavy as their targets know them to be."""
    targets = {each.target.name: each.target for each in (*old.chosen, *new.chosen)}
    for each in changes:
        name, _, option = each.subject.detail.partition(".")
        if each.subject.part == "options" and name in targets:
            target = targets[name]
            asked = target.node_options if each.subject.name else target.options
            if asked is not None and option in asked.for_people:
                rule, reason = OPTION_FOR_PEOPLE, OPTION_FOR_PEOPLE.why.format(target=name)
                yield replace(each, weight=rule.weight, reason=reason)
                continue
        yield each


def settled_guards(old: Side, new: Side, before: Pipeline, after: Pipeline) -> tuple[Change, ...]:
    """Guards that a target leaves out, has again or puts elsewhere, for what it is asked for by a
    project or by the pipeline. What a build is asked for all targets is told with the pipeline.
    """
    if before.build.guards != after.build.guards:
        return ()
    was, now = _placements(old, before), _placements(new, after)
    moved = {
        name: (was[name], now[name]) for name in was.keys() & now.keys() if was[name] != now[name]
    }
    return tuple(placements(sides_of(before, after), moved)) if moved else ()


def _placements(side: Side, pipeline: Pipeline) -> dict[str, Placement]:
    found: dict[str, Placement] = {}
    for each in side.chosen:
        with suppress(ValidationError):  # the target says that it cannot tell
            options = each.target.settled(pipeline, each.options)
            found[each.target.name] = placement(pipeline, options, default=each.target.guards)
    return found


def _target(detail: str) -> Subject:
    return Subject(part="options", detail=detail)


def _table(side: Side, target: str) -> dict[str, Any]:
    settings = side.project.settings
    return dict(settings.target.get(target, {}))
