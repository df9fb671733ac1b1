"""The relation of frames holds what it says for contracts that nobody wrote down, and for frames
of the libraries themselves, judged by pandera.
"""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dagcompile.passes import Relation, Relations
from dagcompile.passes.shallow import ShallowTypes
from dagcompile.runtime.types import FrameShape, shape_of
from tests.passes.frame_strategies import FRAMES, frames_of, near_frame, wider_frame
from tests.passes.kinds import key_of, table_of
from tests.passes.strategies import accepts


def shape(annotation: Any) -> FrameShape:
    found = shape_of(annotation)
    assert isinstance(found, FrameShape)
    return found


def near(annotation: Any) -> st.SearchStrategy[Any]:
    return st.one_of(near_frame(shape(annotation)), near_frame(shape(annotation)), FRAMES)


PAIRS = FRAMES.flatmap(lambda first: st.tuples(st.just(first), near(first))).flatmap(
    st.permutations
)


def word(relation: Relation) -> str:
    return relation.refused or relation.verdict


def test_sound() -> None:
    met: Counter[str] = Counter()
    libraries: Counter[str] = Counter()
    taken: Counter[tuple[str, bool, bool]] = Counter()

    @given(PAIRS, st.data())
    @settings(max_examples=600)
    def look(pair: tuple[Any, Any], data: st.DataObject) -> None:
        source, target = map(shape, pair)
        said = word(Relations(table_of(list(pair))).relate(source.text, target.text))
        met[said] += 1
        libraries[source.library] += 1
        for each in (source, target):
            frame = data.draw(frames_of(each))
            ours, theirs = accepts(source, frame), accepts(target, frame)
            taken[said, ours, theirs] += 1
            assert not (said == "proven" and ours and not theirs)
            assert not (said == "impossible" and ours and theirs)

    look()
    # All of it says nothing where no frame is taken, or all are, or one verdict is all there is.
    assert min(met[each] for each in ("proven", "guarded", "undeclared", "impossible")) > 20, met
    assert min(libraries[each] for each in ("pandas", "polars", "lazy")) > 50, libraries
    assert taken["proven", True, True] > 200, taken
    assert taken["proven", False, True] > 10, taken  # the target is truly wider
    assert taken["impossible", True, False] > 50, taken
    assert taken["impossible", False, True] > 50, taken
    assert taken["guarded", True, True] > 50, taken
    assert taken["guarded", True, False] > 10, taken
    assert taken["undeclared", True, False] > 10, taken
    assert taken["undeclared", True, True] > 0, taken  # the column may be there all the same


def test_headers_say_what_they_prove() -> None:
    proven: Counter[tuple[str, bool, bool]] = Counter()

    @given(PAIRS, st.data())
    @settings(max_examples=600)
    def look(pair: tuple[Any, Any], data: st.DataObject) -> None:
        source, target = map(shape, pair)
        left = ShallowTypes(table_of(list(pair)))
        relations = Relations(left.table)
        header = left.of(source.text)
        for depth, key, wanted in (
            ("full", target.text, target),
            ("schema", left.of(target.text), target.shallow()),
        ):
            if relations.relate(header, key).verdict == "proven":
                for each in (source, target):
                    frame = data.draw(frames_of(each))
                    ours, theirs = accepts(source.shallow(), frame), accepts(wanted, frame)
                    assert theirs or not ours
                    proven[depth, ours, theirs] += 1

    look()
    assert proven["full", True, True] > 20, proven
    assert proven["schema", True, True] > 100, proven


@given(FRAMES)
@settings(max_examples=300)
def test_reflexive(annotation: Any) -> None:
    key = key_of(annotation)
    assert Relations(table_of([annotation])).relate(key, key).verdict == "proven"


def test_transitive() -> None:
    chains: Counter[bool] = Counter()

    @given(PAIRS.flatmap(lambda pair: st.tuples(*map(st.just, pair), wider_frame(shape(pair[0])))))
    @settings(max_examples=500)
    def look(three: tuple[Any, Any, Any]) -> None:
        relations = Relations(table_of(list(three)))
        keys = [key_of(each) for each in three]
        proven = {(a, b) for a in keys for b in keys if relations.relate(a, b).verdict == "proven"}
        for a, b in proven:
            for c in keys:
                if (b, c) in proven:
                    chains[len({a, b, c}) == 3] += 1
                    assert (a, c) in proven

    look()
    assert chains[True] > 50, chains  # of three that differ
