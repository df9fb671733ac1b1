"""The relation is sound for types and values that nobody wrote down."""

from collections import Counter
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from dagcompile.ir import records as ir
from dagcompile.ir.values import NotLiteral, to_value
from dagcompile.passes import Relations
from dagcompile.passes.relation.verdicts import Verdict
from dagcompile.runtime.types import shape_of
from tests.passes.kinds import TYPES, VALUES, key_of, table_of
from tests.passes.strategies import ANNOTATIONS, PAIRS, VALUE, accepts, union, values_of


@given(PAIRS, st.data())
@settings(max_examples=1_000)
def test_sound(pair: tuple[Any, Any], data: st.DataObject) -> None:
    source, target = pair
    table = table_of([source, target])
    ours, theirs = shape_of(source), shape_of(target)
    verdict = Relations(table).relate(ours.text, theirs.text).verdict
    for value in (data.draw(values_of(ours)), data.draw(values_of(theirs)), data.draw(VALUE)):
        if verdict == "proven":
            assert accepts(theirs, value) or not accepts(ours, value)
        elif verdict == "impossible":
            assert not (accepts(theirs, value) and accepts(ours, value))


@given(ANNOTATIONS)
@settings(max_examples=300)
def test_reflexive(annotation: Any) -> None:
    key = key_of(annotation)
    assert Relations(table_of([annotation])).relate(key, key).verdict == "proven"


@given(PAIRS, ANNOTATIONS)
@settings(max_examples=500)
def test_transitive(pair: tuple[Any, Any], third: Any) -> None:
    first, second = pair
    wider = union([second, third])
    relations = Relations(table_of([first, second, third, wider]))
    keys = [key_of(each) for each in (first, second, third, wider)]
    for a in keys:
        for b in keys:
            for c in keys:
                steps = relations.relate(a, b), relations.relate(b, c)
                if all(step.verdict == "proven" for step in steps):
                    assert relations.relate(a, c).verdict == "proven"


@given(ANNOTATIONS, ANNOTATIONS)
def test_a_union_takes_its_members(first: Any, second: Any) -> None:
    both = union([first, second])
    relations = Relations(table_of([first, second, both]))
    for each in (first, second):
        assert relations.relate(key_of(each), key_of(both)).verdict == "proven"


@given(ANNOTATIONS, st.data())
@settings(max_examples=300)
def test_a_literal_is_judged_as_its_guard_would(annotation: Any, data: st.DataObject) -> None:
    shape = shape_of(annotation)
    _judged(Relations(table_of([annotation])), annotation, data.draw(values_of(shape) | VALUE))


def test_every_value_as_a_literal_for_every_type() -> None:
    relations = Relations(table_of(TYPES))
    verdicts = Counter(_judged(relations, each, value) for each in TYPES for value in VALUES)
    assert min(verdicts[each] for each in get_args(Verdict)) > 300, verdicts
    assert verdicts["guarded"] < 0.2 * (verdicts["proven"] + verdicts["impossible"]), verdicts


def _judged(relations: Relations, annotation: Any, value: Any) -> Verdict | None:
    """The verdict on a value as a literal; None where it is none."""
    shape = shape_of(annotation)
    try:
        literal = to_value(value)
    except NotLiteral:
        return None
    verdict = relations.fits(literal, shape.text).verdict
    wrong = "impossible" if accepts(shape, value) else "proven"
    assert verdict != wrong, (shape.text, value)
    return verdict


# --- what is drawn -------------------------------------------------------------------------------


def test_every_family_is_drawn_and_every_verdict_comes_of_it() -> None:
    families: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    telling: Counter[str] = Counter()
    pairs: list[tuple[Any, Any]] = []

    @given(PAIRS)
    @settings(max_examples=1_000)
    def draw(pair: tuple[Any, Any]) -> None:
        pairs.append(pair)

    draw()
    for source, target in pairs:
        table = table_of([source, target])
        families.update({_family(each) for each in table.values()})
        ours, theirs = key_of(source), key_of(target)
        verdict = Relations(table).relate(ours, theirs).verdict
        verdicts[verdict] += 1
        telling[verdict] += theirs not in (ours, "Any")
    assert families.keys() == FAMILIES
    assert min(families.values()) >= 20, families
    # A relation that says "guarded" of everything is sound, and worth nothing.
    for each in get_args(Verdict):
        assert telling[each] > 0.06 * len(pairs), telling
    assert verdicts["guarded"] < 0.7 * len(pairs), verdicts


FAMILIES = {
    "Any", "scalar", "enum", "literal", "union", "refined", "class", "tuple", "dict",
    "list[]", "set[]", "frozenset[]", "tuple[]",
    "dataclass", "namedtuple", "typeddict", "model", "pandas", "polars", "lazy",
}  # fmt: skip


def _family(type_: ir.Type) -> str:
    match type_:
        case ir.Collection():
            return f"{type_.type}[]"
        case ir.RecordType():
            return type_.form
        case ir.FrameType():
            return type_.library
        case ir.AnyType():
            return "Any"
        case ir.EnumType():
            return "enum"
        case ir.LiteralType():
            return "literal"
        case ir.ClassType():
            return "class"
        case ir.TupleType():
            return "tuple"
        case ir.DictType():
            return "dict"
        case _:
            return type(type_).__name__.lower()
