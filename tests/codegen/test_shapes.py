"""A node that is written by a model is written as it would be by itself."""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nasty.pipelines import nasty

from benchmarks.subjects import work
from benchmarks.subjects.mixed import mixed
from dagcompile import Pipeline, pipeline
from dagcompile.authoring.tracing import trace
from dagcompile.codegen import shapes
from dagcompile.codegen.code import Code
from dagcompile.codegen.filled import Form, mark
from dagcompile.codegen.shapes import Kinds
from dagcompile.ir import records
from dagcompile.ir.records import Build, Placement, Retry
from dagcompile.passes import compile_ir
from dagcompile.target import find_target
from dagcompile.testing.parity import CASES
from dagcompile.testing.parity.cases.wild import wild
from dagcompile.testing.parity.graphs import case_of, drawn
from flights.pipelines import daily_delays

TARGETS = ("python", "dask")
PLACEMENTS: tuple[Placement, ...] = get_args(Placement)


def compiled(definition: Pipeline[..., Any]) -> records.Pipeline:
    traced = trace(definition)
    return compile_ir(traced.pipeline, traced.places)


def texts(ir: records.Pipeline) -> list[str]:
    """What every target makes of a pipeline with every placement of guards."""
    found = []
    for name in TARGETS:
        target = find_target(name)
        for guards in PLACEMENTS:
            asked = replace(ir, build=Build(guards=guards))
            found += [each.text for each in target.emit(asked, target.options())]
    return found


def alone(ir: records.Pipeline) -> list[str]:
    """`texts`, with every node lowered and laid out by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shapes, "MOST", -1)
        return texts(ir)


PIPELINES: dict[str, Pipeline[..., Any]] = {
    **{case.name: case.pipeline for case in CASES},
    **{case.name: case.pipeline for case in map(wild, range(8))},
    "nasty": nasty,
    "flights": daily_delays,
    "mixed": mixed(1_200),
}


@pytest.mark.parametrize("name", PIPELINES)
def test_pipelines_are_written_the_same(name: str) -> None:
    ir = compiled(PIPELINES[name])
    assert texts(ir) == alone(ir)


@given(st.integers(0, 10_000))
def test_random_graphs_are_written_the_same(seed: int) -> None:
    ir = compiled(case_of(drawn(Random(seed), steps=12), "a random typed graph").pipeline)
    assert texts(ir) == alone(ir)


# What is equal but not written the same, of several widths, with what a pattern may trip over.
NUMBERS = st.sampled_from([0, 1, True, False, 1.0, 0.0, -0.0, 10, -10, 1e30])
NAMES = st.sampled_from(["a", "b", "a_b", "x" * 30, "y" * 30, "z" * 60, "class", "é", "宽", "%s"])
EDGES = st.lists(st.tuples(NAMES, st.integers(0, 9), st.integers(0, 9), NUMBERS), max_size=10)


@given(EDGES)
def test_names_and_literals_of_any_width_are_written_the_same(
    drawn: list[tuple[str, int, int, Any]],
) -> None:
    def any_width() -> list[work.Row]:
        made = [work.foreign.named("first")([])]
        for number, (name, left, right, value) in enumerate(drawn):
            tables = [made[left % len(made)], made[right % len(made)]]
            joined = work.joined.named(f"{name}{number}")(tables)
            cutoff = work.Cutoff(high=Decimal(str(float(value))))
            cleaned = work.clean.named(f"{name}_{number}")(joined, config=cutoff)
            work.split.named(f"{name}__{number}")(cleaned, share=float(value))
            made.append(cleaned)
        return work.clean.named("last")(made[-1])

    ir = compiled(pipeline(any_width))
    assert texts(ir) == alone(ir)


def test_many_nodes_share_few_models() -> None:
    target = find_target("python")
    ir = compiled(mixed(1_000))
    made: list[shapes.Shape] = []
    of = shapes.Shapes.of

    def kept(*args: Any, **named: Any) -> shapes.Shape:
        made.append(of(*args, **named))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shapes.Shapes, "of", kept)
        target.emit(ir, target.options())
    assert len(made) == 1_001
    assert len({each.key() for each in made}) < 60


def test_records_that_are_equal_but_not_written_the_same_are_of_two_kinds() -> None:
    kinds = Kinds()
    first, again, other = Retry(attempts=1), Retry(attempts=1), Retry(attempts=True)
    assert first == other
    assert kinds.of(first) == kinds.of(again) != kinds.of(other)


def test_a_form_is_filled_in_the_places_of_its_marks() -> None:
    form = Form(f"{mark(1, width=3)} = {mark(0, width=1)}({mark(1, width=3)}, 5 % 2, '%s')")
    assert form.filled([Code("f"), Code("abc")]) == "abc = f(abc, 5 % 2, '%s')"
