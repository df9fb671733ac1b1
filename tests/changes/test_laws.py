"""What holds of every comparison: nothing is unseen, and nothing is seen that is not there."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass

import pytest
from mutants import Mutant, mutants
from whole import daily, whole

from dagcompile.changes import Comparison, Names, Subject, compare
from dagcompile.changes.identity.sides import sides_of
from dagcompile.ir import dumps, loads
from dagcompile.ir import records as ir
from dagcompile.ir.records import CronSchedule, Meaning, Pipeline
from dagcompile.ir.text import ref_text
from dagcompile.ir.verify import verify

Pair = tuple[Pipeline, Mutant]

FOLLOWS = {("TypeEntry", "key")}
"""Fields that cannot differ alone: a key is the text of its type."""

UNTOLD = {
    ("OpNode", "guards"),
    *[("Docs", name) for name in ("params", "ops", "aliases", "configs")],
}
"""Fields whose order, if it is all that differs, is told of the pipeline as a whole."""


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """Two pipelines, each with many that differ from it in one field of one record."""
    own, clock = whole(), daily()
    found = [(own, each) for each in mutants(own)]
    return found + [(clock, each) for each in mutants(clock, only=(Meaning, CronSchedule))]


def told(comparison: Comparison) -> list[Subject]:
    """What is told, without that something or other differs."""
    subjects = [each.subject for each in comparison.changes]
    return [each for each in subjects if each.detail != "layout"]


def test_the_pipelines_are_well_formed() -> None:
    assert not verify(whole())
    assert not verify(daily())


@pytest.mark.parametrize("make", [whole, daily])
def test_a_pipeline_does_not_differ_from_itself(make: Callable[[], Pipeline]) -> None:
    assert compare(make(), make()).changes == ()
    assert compare(make(), loads(dumps(make()))).changes == ()


def test_every_field_of_every_record_is_given_another_value(pairs: list[Pair]) -> None:
    given = {field for old, mutant in pairs for field in _along(old, mutant)}
    every = {
        (name, each.name)
        for name in ir.__all__
        if is_dataclass(record := getattr(ir, name))
        for each in fields(record)
        if each.name != "kind"
    }
    assert every - given == FOLLOWS


def _along(old: object, mutant: Mutant) -> list[tuple[str, str]]:
    """The fields on the way to what differs."""
    found = []
    for step in mutant.path:
        if isinstance(step, str):
            found.append((type(old).__name__, step))
            old = getattr(old, step)
        else:
            assert isinstance(old, tuple)
            old = old[step]
    return found


def test_no_difference_goes_unseen(pairs: list[Pair]) -> None:
    unseen = Counter[tuple[str, str]]()
    for old, mutant in pairs:
        comparison = compare(old, mutant.pipeline)
        assert comparison.changes, mutant.path
        unseen[mutant.field] += not told(comparison)
    assert {field for field, count in unseen.items() if count} <= UNTOLD


def test_both_directions_tell_of_the_same(pairs: list[Pair]) -> None:
    for old, mutant in pairs[::3]:
        new = mutant.pipeline
        if len({op.ref for op in new.meaning.ops}) < len(new.meaning.ops):
            continue  # two ops of one path, of which neither is the one that was
        comparison = compare(old, new)
        names = _spelled(sides_of(old, new).names, comparison)
        there = {_in(each, names) for each in told(comparison)}
        back = {_in(each, names) for each in told(compare(new, old))}
        assert there == back, mutant.path


def _spelled(names: Names, comparison: Comparison) -> Mapping[str, str]:
    """Every name that has another one, from the old to the new."""
    spelled = {**names.nodes, **names.params, **names.outputs, **names.ops, **names.types}
    spelled |= {ref_text(old): ref_text(new) for old, new in names.refs.items()}
    for each in comparison.changes:
        if each.verb == "renamed" and each.before and each.after:
            spelled.setdefault(each.before, each.after)
    return spelled


def _in(subject: Subject, names: Mapping[str, str]) -> Subject:
    """Of what something is told, in new names. A detail may be called by what it is by now."""
    return Subject(part=subject.part, name=names.get(subject.name, subject.name))


def test_what_was_written_and_read_again_compares_alike(pairs: list[Pair]) -> None:
    for old, mutant in pairs[::7]:
        new = mutant.pipeline
        again = compare(loads(dumps(old)), loads(dumps(new)))
        assert again.changes == compare(old, new).changes, mutant.path
