"""A build that makes only what changed ends as one that makes all, whatever happened before."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.project.cache.edits import EDITS, Edit, begin
from tests.project.cache.forking import Builder, Ended

EXAMPLES = 12 if os.environ.get("HYPOTHESIS_PROFILE", "ci") == "ci" else 1_000
_ASKED = (
    (),
    (),
    (),
    ("--force",),
    ("--target", "python"),
    ("--guards", "inline"),
    ("one",),
    ("flows.three:three", "two"),
    ("--format", "json"),
)


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    started = Builder()
    yield started
    started.close()


Step = tuple[Sequence[tuple[Edit, int]], Sequence[str]]
edits = st.tuples(st.sampled_from(EDITS), st.integers(0, 63))
steps = st.tuples(st.lists(edits, min_size=1, max_size=3), st.sampled_from(_ASKED))


@settings(max_examples=EXAMPLES)
@given(history=st.lists(steps, min_size=2, max_size=6))
def test_it_ends_as_a_full_one(builder: Builder, history: Sequence[Step]) -> None:
    with TemporaryDirectory() as name:
        folder, copy = Path(name, "project"), Path(name, "another")
        begin(folder)
        _built(builder, folder, copy, ())
        for changes, asked in history:
            for edit, number in changes:
                edit(folder, number)
            _built(builder, folder, copy, asked)


def _built(builder: Builder, folder: Path, copy: Path, asked: Sequence[str]) -> None:
    """Build in both ways, and compare all that is told and written."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("__pycache__", ".dagcompile_cache"))
    full = builder(copy, "build", "--no-cache", *asked)
    found = builder(folder, "build", *asked)
    event(f"status {full.status}")
    assert found == _moved(full, copy, folder)
    assert _tree(folder) == _tree(copy)


def _moved(ended: Ended, old: Path, new: Path) -> Ended:
    def moved(text: str) -> str:
        return text.replace(str(old), str(new))

    return Ended(ended.status, moved(ended.out), moved(ended.err))


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file() and not {"__pycache__", ".dagcompile_cache"} & set(each.parts)
    }
