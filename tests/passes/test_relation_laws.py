"""What holds of the relation over all types: sound, reflexive, transitive."""

from functools import cache

import pytest

from dagcompile.ir.text import type_text
from dagcompile.passes import Relations
from tests.passes.kinds import TYPES, VALUES, accepted, key_of, table_of


@cache
def relations() -> Relations:
    return Relations(table_of(TYPES))


@cache
def members() -> dict[str, frozenset[int]]:
    return {key_of(each): accepted(each) for each in TYPES}


def test_the_values_tell_the_types_apart() -> None:
    inhabited = [key for key, found in members().items() if found]
    assert set(inhabited) == set(members())
    assert len(set(members().values())) > len(members()) * 0.85


def test_the_text_of_a_type_is_its_key() -> None:
    for key, type_ in table_of(TYPES).items():
        assert type_text(type_) == key


@pytest.mark.parametrize("source", sorted(set(map(key_of, TYPES))))
def test_sound(source: str) -> None:
    for target, theirs in members().items():
        relation = relations().relate(source, target)
        ours = members()[source]
        if relation.verdict == "proven":
            assert not [VALUES[at] for at in ours - theirs], target
        elif relation.verdict == "impossible":
            assert not [VALUES[at] for at in ours & theirs], target
        assert bool(relation.reason) == (relation.verdict != "proven")


def test_reflexive() -> None:
    assert not [key for key in members() if relations().relate(key, key).verdict != "proven"]


def test_transitive() -> None:
    proven = {
        source: {key for key in members() if relations().relate(source, key).verdict == "proven"}
        for source in members()
    }
    gaps = [
        (source, middle, target)
        for source, nexts in proven.items()
        for middle in nexts
        for target in proven[middle] - nexts
    ]
    assert not gaps


def test_the_order_of_the_questions_does_not_matter() -> None:
    keys = sorted(members())
    forwards, backwards = Relations(table_of(TYPES)), Relations(table_of(TYPES))
    pairs = [(source, target) for source in keys for target in keys]
    first = {pair: forwards.relate(*pair).verdict for pair in pairs}
    second = {pair: backwards.relate(*pair).verdict for pair in reversed(pairs)}
    assert first == second
