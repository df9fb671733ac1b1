"""What targets say of a change: the hook, and that each of ours answers it."""

from dataclasses import replace

import notes
import pytest
from irs import node, op, pipeline

from dagcompile.ir import records as ir
from dagcompile.target import Impact, Target, Version

PLAIN = pipeline(op("load"), nodes=[node("load")], outputs={"result": ("load", "int")})
SEEN: list[tuple[Version | None, Version | None]] = []


def seen(old: Version | None, new: Version | None) -> tuple[Impact, ...]:
    SEEN.append((old, new))
    return (Impact(kind="notes.read_again", text="notes are read again", weight="safe"),)


@pytest.fixture
def target() -> Target:
    SEEN.clear()
    return replace(notes.TARGET, impact=seen)


def asking(**values: ir.Value) -> Version:
    """A version whose pipeline asks for options of the target."""
    options = ir.TargetOptions(target="notes", values=tuple(values.items()))
    made = replace(PLAIN, build=ir.Build(targets=(options,)))
    return Version(pipeline=made, options=notes.NotesOptions(folder="a", level=2))


def test_a_target_that_does_not_answer_tells_nothing() -> None:
    assert notes.TARGET.impacts(asking(), None) == ()


def test_versions_are_seen_with_the_options_that_their_pipelines_ask_for(target: Target) -> None:
    (told,) = target.impacts(asking(level=3), asking())
    assert told.kind == "notes.read_again"
    ((old, new),) = SEEN
    assert old is not None
    assert old.options == notes.NotesOptions(folder="a", level=3)
    assert new is not None
    assert new.options == notes.NotesOptions(folder="a", level=2)


def test_a_side_without_the_pipeline_is_none(target: Target) -> None:
    target.impacts(None, asking())
    ((old, new),) = SEEN
    assert old is None
    assert new is not None


def test_options_that_are_not_known_any_more_are_told_and_the_hook_is_not_asked(
    target: Target,
) -> None:
    (told,) = target.impacts(asking(colour="red", level="high"), asking())
    assert not SEEN
    assert (told.kind, told.weight) == ("notes.unknown", "risky")
    assert told.names == ("colour", "level")
    assert told.text.endswith("target notes, as it is installed, does not take: colour, level")
