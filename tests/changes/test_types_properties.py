"""What is said of types that moved is true of values: of types that nobody wrote down."""

import sys
from collections import Counter
from dataclasses import fields, is_dataclass, make_dataclass, replace
from hashlib import sha256
from typing import Any, NotRequired, TypedDict

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from irs import op, pipeline

from dagcompile.changes.comparers.types import types
from dagcompile.changes.comparers.types.both import Both, Effect, joined
from dagcompile.changes.comparers.types.differences import differences
from dagcompile.changes.identity.sides import sides_of
from dagcompile.ir.records import FrameType, Pipeline, Ref, Type
from dagcompile.ir.text import type_text
from dagcompile.runtime.types import Bounds, FrameShape, shape_of
from tests.passes.frame_strategies import FRAMES, frames_of, near_frame, wider_frame
from tests.passes.kinds import key_of, table_of
from tests.passes.strategies import (
    PAIRS,
    VALUE,
    accepts,
    generic,
    marked,
    union,
    values_of,
)

Seen = Counter[tuple[Effect, bool, bool]]
"""How often what was said, and whether the old and the new guard took the value."""


def believed(said: Effect, ours: bool, theirs: bool) -> None:
    """A value is as it is said of all values."""
    if said in ("widened", "same"):
        assert theirs or not ours
    if said in ("narrowed", "same"):
        assert ours or not theirs


def taking(annotation: Any) -> Pipeline:
    """A pipeline with a param of a type."""
    key = key_of(annotation)
    return pipeline(
        op("take", {"value": key}),
        params={"value": key},
        types=table_of([annotation]),
    )


_LIMITS = [Bounds(ge=0), Bounds(ge=1), Bounds(gt=0), Bounds(le=2), Bounds(lt=3), Bounds(le=3)]
_SIZES = [Bounds(min_length=0), Bounds(min_length=1), Bounds(max_length=1)]
BOUNDED = st.one_of(
    st.lists(st.sampled_from(_LIMITS), max_size=2).map(
        lambda marks: marked(int, *marks) if marks else int
    ),
    st.lists(st.sampled_from(_SIZES), max_size=2).map(
        lambda marks: marked(list[int], *marks) if marks else list[int]
    ),
)
MOVES = st.one_of(
    PAIRS,
    st.tuples(BOUNDED, BOUNDED),
    st.tuples(BOUNDED, BOUNDED).map(lambda pair: (pair[0], union([*pair]))),
    st.tuples(BOUNDED, BOUNDED).map(lambda pair: tuple(generic(dict, str, p) for p in pair)),
)


def test_a_param_moved_as_is_said() -> None:
    seen: Seen = Counter()

    @given(MOVES, st.data())
    @settings(max_examples=300, deadline=None)
    def look(pair: tuple[Any, Any], data: st.DataObject) -> None:
        old, new = map(taking, pair)
        told = {
            change.verb for change in types(sides_of(old, new)) if change.subject.part == "param"
        }
        first, second = map(shape_of, pair)
        assert len(told) <= 1
        for value in (data.draw(values_of(first)), data.draw(values_of(second)), data.draw(VALUE)):
            ours, theirs = accepts(first, value), accepts(second, value)
            for verb in told & {"widened", "narrowed"}:
                believed(verb, ours, theirs)  # type: ignore[arg-type]
                seen[verb, ours, theirs] += 1  # type: ignore[index]

    look()
    assert seen["widened", True, True] > 10, seen
    assert seen["widened", False, True] > 0, seen
    assert seen["narrowed", True, True] > 10, seen
    assert seen["narrowed", True, False] > 0, seen


# --- definitions ---------------------------------------------------------------------------------


def told_of(old: Type, new: Type, others: dict[str, Type]) -> tuple[Effect, Effect]:
    """What is said of two versions of a definition: as a whole, and by its parts."""
    key = type_text(old)
    both = Both({**others, key: old}, {**others, key: new})
    parts = [each.effect for each in differences(old, new, both)] if old != new else []
    return both.effect(key, key), joined(*parts)


def _frame(annotation: Any) -> tuple[FrameShape, FrameType]:
    shape = shape_of(annotation)
    type_ = table_of([annotation])[shape.text]
    assert isinstance(shape, FrameShape)
    assert isinstance(type_, FrameType)
    return shape, type_


def test_a_contract_moved_as_is_said() -> None:
    seen: Seen = Counter()
    pairs = FRAMES.flatmap(
        lambda each: st.tuples(
            st.just(each),
            near_frame(shape_of(each)) | wider_frame(shape_of(each)),  # type: ignore[arg-type]
        )
    )

    @given(pairs, st.booleans(), st.data())
    @settings(max_examples=200, deadline=None)
    def look(pair: tuple[Any, Any], turned: bool, data: st.DataObject) -> None:
        (ours, old), (theirs, new) = map(_frame, reversed(pair) if turned else pair)
        if old.library != new.library:
            return
        said = told_of(old, replace(new, ref=old.ref), {})
        for shape in (ours, theirs):
            frame = data.draw(frames_of(shape))
            taken = accepts(ours, frame), accepts(theirs, frame)
            for effect in said:
                believed(effect, *taken)
            seen[said[0], *taken] += 1

    look()
    assert seen["widened", True, True] > 10, seen
    assert seen["widened", False, True] > 0, seen
    assert seen["narrowed", True, True] > 10, seen
    assert seen["narrowed", True, False] > 0, seen


Fields = tuple[tuple[str, Any, bool], ...]
"""Names, types, and whether a record must have them."""


def made(form: str, parts: Fields) -> Any:
    """A record class, which can be imported from here."""
    name = f"V{sha256(repr((form, parts)).encode()).hexdigest()[:12]}"
    if known := vars(sys.modules[__name__]).get(name):
        return known
    if form == "typeddict":
        make: Any = TypedDict
        cls = make(name, {each: kind if must else NotRequired[kind] for each, kind, must in parts})
    else:
        cls = make_dataclass(name, [(each, kind) for each, kind, _ in parts])
    cls.__module__ = __name__
    setattr(sys.modules[__name__], name, cls)
    return cls


RELATED = st.sampled_from([(int, float), (float, int), (int, int | None), (int | None, int)])


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, Fields, Fields]:
    """The form of a record, and its fields as they were and as they are."""
    form = draw(st.sampled_from(["dataclass", "typeddict"]))
    old, new = [], []
    for name in draw(st.lists(st.sampled_from("ab"), unique=True, max_size=2)):
        kind, other = draw(RELATED | RELATED | RELATED | PAIRS)
        must, now = [form == "dataclass" or draw(st.booleans()) for _ in range(2)]
        fate = draw(st.sampled_from(["kept", "kept", "moved", "moved", "added", "removed"]))
        if fate != "added":
            old.append((name, kind, must))
        if fate != "removed":
            new.append((name, other, now) if fate == "moved" else (name, kind, must))
    return form, tuple(old), tuple(new)


def written(table: dict[str, Type], names: dict[type, str]) -> dict[str, Type]:
    """A type table in which classes are called `app.Row` and `app.Outer`."""

    def of(part: Any) -> Any:
        if isinstance(part, str):
            for cls, name in names.items():
                part = part.replace(f"{__name__}.{cls.__name__}", f"app.{name}")
            return part
        if isinstance(part, Ref) and part.module == __name__:
            known = {cls.__name__: name for cls, name in names.items()}
            return Ref(module="app", name=known[part.name]) if part.name in known else part
        if isinstance(part, tuple):
            return tuple(map(of, part))
        if is_dataclass(part) and not isinstance(part, type):
            return replace(
                part, **{each.name: of(getattr(part, each.name)) for each in fields(part)}
            )
        return part

    return {of(key): of(type_) for key, type_ in table.items()}


def rebuilt(value: Any, classes: dict[type, type]) -> Any:
    """The same value, of the same classes as they are in the other version."""
    if type(value) in classes:
        other: Any = object.__new__(classes[type(value)])
        vars(other).update({name: rebuilt(each, classes) for name, each in vars(value).items()})
        return other
    if type(value) is list:
        return [rebuilt(each, classes) for each in value]
    return value


@st.composite
def instances(draw: st.DrawFn, form: str, cls: Any, parts: Fields) -> Any:
    """What has a good chance to be a record of a class."""
    given = {}
    for name, kind, must in parts:
        if must or draw(st.booleans()):
            given[name] = draw(values_of(shape_of(kind)))
    if form == "typeddict":
        return given
    value: Any = object.__new__(cls)
    vars(value).update(given)
    return value


def effects(old: dict[str, Type], new: dict[str, Type]) -> tuple[Effect, ...]:
    """What is said of the record, of it by its parts, and of what holds it."""
    tables = Both(old, new)
    assert "app.Outer" not in tables.differing
    row = old["app.Row"], new["app.Row"]
    parts = [] if row[0] == row[1] else differences(*row, tables)
    whole = tables.effect("app.Row", "app.Row")
    return whole, joined(*(each.effect for each in parts)), tables.effect("app.Outer", "app.Outer")


def test_a_record_moved_as_is_said() -> None:
    seen: Seen = Counter()

    @given(versions(), st.data())
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def look(drawn: tuple[str, Fields, Fields], data: st.DataObject) -> None:
        form, *both = drawn
        rows = [made(form, parts) for parts in both]
        # What holds the record is written as it was, and moves with it.
        outer = [made("dataclass", (("rows", generic(list, row), True),)) for row in rows]
        names = [{row: "Row", out: "Outer"} for row, out in zip(rows, outer, strict=True)]
        old, new = (written(table_of([out]), each) for out, each in zip(outer, names, strict=True))
        there, back = effects(old, new), effects(new, old)
        for at in (0, 1):
            row = data.draw(instances(form, rows[at], both[at]))
            classes = {rows[at]: rows[1 - at]}
            pair = [row, rebuilt(row, classes)] if at == 0 else [rebuilt(row, classes), row]
            taken = [accepts(shape_of(cls), each) for cls, each in zip(rows, pair, strict=True)]
            for effect in there:
                believed(effect, *taken)
            for effect in back:
                believed(effect, *reversed(taken))
            seen[there[0], taken[0], taken[1]] += 1
            seen[back[0], taken[1], taken[0]] += 1

    look()
    assert seen["widened", True, True] > 5, seen
    assert seen["widened", False, True] > 0, seen
    assert seen["narrowed", True, True] > 5, seen
    assert seen["narrowed", True, False] > 0, seen
