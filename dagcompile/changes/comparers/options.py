"""What targets are asked for, of the pipeline and of its nodes.

What an option does is known to its target alone, so a change of one is risky; what the target
makes of it is the target's to tell.
"""

from collections.abc import Iterator
from typing import NamedTuple

from dagcompile.changes.literals import difference
from dagcompile.changes.pairing import keyed
from dagcompile.changes.records import Change, Sides, Subject, Verb
from dagcompile.changes.same import same
from dagcompile.changes.texts import apart, brief
from dagcompile.changes.told_rules import OPTION, OPTION_ORDER, OPTIONS_ORDER
from dagcompile.ir.records import Build, TargetOptions, Value
from dagcompile.ir.text import value_text


class _Place(NamedTuple):
    node: str
    target: str
    option: str


class _Said(NamedTuple):
    """An option, if it is one: a target may be named without being asked for anything."""

    value: Value


def options(sides: Sides) -> Iterator[Change]:
    """Options that were added, removed, or have another value. Those of nodes that only one
    version has are told with their nodes.
    """
    was, now = sides.old_pipeline.build, sides.new_pipeline.build
    if same((was.targets, was.nodes), (now.targets, now.nodes)):
        return
    old, new = dict(_all(was)), dict(_all(now))
    quiet = True
    for place, before, after in keyed(old, new):
        if place.node and (place.node in sides.old.nodes) != (place.node in sides.new.nodes):
            quiet = False
            continue
        for each in _option(place, before, after):
            quiet = False
            yield each
    if quiet:
        yield OPTIONS_ORDER.change(Subject(part="options"), "changed")


def _all(build: Build) -> Iterator[tuple[_Place, _Said]]:
    yield from _of("", build.targets)
    for each in build.nodes:
        yield from _of(each.node, each.targets)


def _of(node: str, asked: tuple[TargetOptions, ...]) -> Iterator[tuple[_Place, _Said]]:
    for each in asked:
        for name, value in each.values:
            yield _Place(node, each.target, name), _Said(value)


def _option(place: _Place, was: _Said | None, now: _Said | None) -> Iterator[Change]:
    verb: Verb = "changed"
    rule = OPTION
    before = was and brief(value_text(was.value))
    after = now and brief(value_text(now.value))
    if was is None:
        verb = "added"
    elif now is None:
        verb = "removed"
    else:
        how = difference(was.value, now.value)
        if how == "none":
            return
        if how != "other":
            rule = OPTION_ORDER
        before, after = apart(value_text(was.value), value_text(now.value))
    subject = Subject(part="options", name=place.node, detail=f"{place.target}.{place.option}")
    yield rule.change(subject, verb, before=before, after=after, target=place.target)
