"""Types and values that nobody wrote down, and pairs of types that have something in common."""

import sys
from hashlib import sha256
from types import GenericAlias
from typing import Annotated, Any, Literal, TypedDict, Union, assert_never

from hypothesis import strategies as st

from dagcompile.runtime.types import Bounds, Check, shape_of
from dagcompile.runtime.types.containers import CollectionShape, DictShape, TupleShape
from dagcompile.runtime.types.frames import FrameShape
from dagcompile.runtime.types.nominal import AnyShape, ClassShape, EnumShape, LiteralShape
from dagcompile.runtime.types.records import RecordShape
from dagcompile.runtime.types.refined import RefinedShape
from dagcompile.runtime.types.registered import FactShape
from dagcompile.runtime.types.scalars import ScalarShape
from dagcompile.runtime.types.shapes import Shape
from dagcompile.runtime.types.unions import UnionShape
from tests.passes.frame_strategies import FRAMES, frames_of, near_frame
from tests.passes.kinds import LEAVES, VALUES, BigModel, Colour, Model, Word, is_record

RECORDS = [*(each for each in LEAVES if is_record(each)), Model, BigModel]
"""Drawn more often than others, and models again, for two of them have to meet to say anything."""


def brief(value: object) -> bool:
    """A check that any value may be given to; longer values fail it."""
    return len(repr(value)) < 12


def wordy(value: object) -> bool:
    """Another."""
    return "a" in repr(value)


Types = st.SearchStrategy[Any]

KEYS: list[Any] = [str, int, float, Colour, Word, Literal["a", "b"], tuple[int, str], Any]
HASHABLE: list[Any] = [*KEYS, bool, bytes, None, int | str, frozenset[int], Literal[1, "x"]]
LITERALS: list[Any] = ["a", "b", "", "x", 0, 1, -1, True, False, None, b"x", *Colour, *Word]
SIZES = [Bounds(min_length=1), Bounds(max_length=1), Bounds(min_length=0, max_length=2)]
MARKS: list[Any] = [Check(brief), Check(wordy), Check(brief, "short")]


def union(parts: list[Any]) -> Any:
    """A union of types; `Any` swallows the others."""
    return Any if Any in parts else Union.__getitem__(tuple(parts))


def marked(base: Any, *marks: Any) -> Any:
    """A type with marks laid over it."""
    return Annotated[(base, *marks)]


def generic(of: Any, *parts: Any) -> Any:
    """`of[parts]`, of parts that a type checker cannot know."""
    return GenericAlias(of, parts)


HELD: dict[str, Any] = {}
"""Typed dicts with one key, `it`, by the type of its value."""


def held(inner: Any) -> Any:
    """A typed dict that holds a value of a type. It can be imported from here."""
    text = shape_of(inner).text
    if text not in HELD:
        name = f"Held{sha256(text.encode()).hexdigest()[:12]}"
        make: Any = TypedDict
        made = HELD[text] = make(name, {"it": inner})
        made.__module__ = __name__
        setattr(sys.modules[__name__], name, made)
    return HELD[text]


def _wider(inner: Types) -> Types:
    one = st.one_of(
        inner.map(lambda item: generic(list, item)),
        inner.map(lambda item: generic(tuple, item, ...)),
        st.sampled_from(HASHABLE).map(lambda item: generic(set, item)),
        st.sampled_from(HASHABLE).map(lambda item: generic(frozenset, item)),
        st.tuples(st.sampled_from(KEYS), inner).map(lambda pair: generic(dict, *pair)),
    )
    return st.one_of(
        one,
        one,
        st.lists(inner, max_size=3).map(lambda items: generic(tuple, *items)),
        st.lists(inner, min_size=2, max_size=3).map(union),
        st.tuples(inner, st.sampled_from(MARKS)).map(lambda pair: marked(*pair)),
        inner.map(held),
        st.tuples(one, st.sampled_from(SIZES)).map(lambda pair: marked(*pair)),
    )


_LITERAL = st.lists(st.sampled_from(LITERALS), min_size=1, max_size=3).map(
    lambda values: Literal.__getitem__(tuple(values))
)
ANNOTATIONS: Types = st.recursive(
    st.one_of(st.sampled_from(LEAVES), _LITERAL, st.sampled_from(RECORDS), FRAMES),
    _wider,
    max_leaves=5,
)


def _near(annotation: Any) -> Types:
    """Types that have values in common with a type, often all."""
    shape = shape_of(annotation)
    if isinstance(shape, FrameShape):
        return st.just(annotation) | near_frame(shape) | near_frame(shape)
    return st.one_of(
        st.just(annotation),
        st.sampled_from(MARKS).map(lambda mark: marked(annotation, mark)),
        ANNOTATIONS.map(lambda other: union([annotation, other])),
        ANNOTATIONS,
    )


PAIRS: st.SearchStrategy[tuple[Any, Any]] = ANNOTATIONS.flatmap(
    lambda base: st.one_of(
        st.tuples(ANNOTATIONS, ANNOTATIONS),
        st.tuples(_near(base), _near(base)),
        st.tuples(_near(base), _near(base)).map(
            lambda pair: (generic(list, pair[0]), generic(list, pair[1]))
        ),
        st.tuples(_near(base), _near(base)).map(lambda pair: (held(pair[0]), held(pair[1]))),
    )
)
"""Two types; most that are drawn alone are strangers to one another."""

VALUE = st.recursive(
    st.sampled_from(VALUES),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from(["a", "x", 1]), inner, max_size=2),
    ),
    max_leaves=4,
)


@st.composite
def values_of(draw: st.DrawFn, shape: Shape) -> Any:
    """A value that has a good chance to be of a type."""
    match shape:
        case CollectionShape():
            items = draw(st.lists(values_of(shape.item), max_size=2))
            hashable = [each for each in items if _hashable(each)]
            return shape.cls(hashable if shape.type in ("set", "frozenset") else items)
        case TupleShape():
            return tuple(draw(values_of(item)) for item in shape.items)
        case DictShape():
            key, value = draw(values_of(shape.key)), draw(values_of(shape.value))
            return {key: value} if _hashable(key) and draw(st.booleans()) else {}
        case UnionShape():
            return draw(values_of(draw(st.sampled_from(shape.members))))
        case RefinedShape():
            return draw(values_of(shape.base))
        case FrameShape():
            return draw(frames_of(shape))
        case RecordShape() if shape.cls in HELD.values():
            return {"it": draw(values_of(shape.fields[0].shape))}
        case (
            AnyShape()
            | ScalarShape()
            | LiteralShape()
            | EnumShape()
            | RecordShape()
            | ClassShape()
            | FactShape()
        ):
            fitting = [each for each in VALUES if accepts(shape, each)]
            return draw(st.sampled_from(fitting)) if fitting else draw(VALUE)
        case _:
            assert_never(shape)


def accepts(shape: Shape, value: Any) -> bool:
    """Whether a value is of a type; a check that crashes lets nothing through.

    So does pandera's own check of decimals beside nulls, where labels of rows repeat.
    """
    try:
        return bool(shape.accepts(value))
    except (RuntimeError, ValueError):
        return False


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True
