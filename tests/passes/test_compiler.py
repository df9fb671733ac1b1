"""All passes together, on pipelines that were traced and on one that is large."""

from collections.abc import Mapping

import pytest
from irs import node, op, pipeline
from laboured import calls_of, lines_of

from dagcompile.diagnostics import CompileError, Place
from dagcompile.ir import Pipeline, dumps, loads
from dagcompile.ir.verify import verify
from dagcompile.passes import PASSES, compile_ir


def test_every_pass_keeps_the_rules() -> None:
    given: Pipeline = _chain(5)
    places: Mapping[str, Place] = {}
    for each in PASSES:
        given = each(given, places=places)
        assert verify(given) == ()
        assert each(given, places=places) is given
    assert given == compile_ir(_chain(5))


def test_a_pipeline_that_breaks_the_rules_goes_no_further() -> None:
    broken = pipeline(op("clean", {"rows": "int"}), nodes=[node("clean", {"rows": "$gone"})])
    with pytest.raises(CompileError) as caught:
        compile_ir(broken)
    assert [each.code for each in caught.value.diagnostics] == ["DC304"]


def test_impossible_edges_are_told_all_at_once() -> None:
    broken = pipeline(
        op("load", out="str"),
        op("clean", {"rows": "int", "more": "bytes"}),
        nodes=[node("load"), node("clean", {"rows": "load", "more": "load"})],
    )
    with pytest.raises(CompileError) as caught:
        compile_ir(broken)
    assert [each.code for each in caught.value.diagnostics] == ["DC201", "DC201"]


def test_what_was_compiled_comes_back_from_its_text() -> None:
    compiled = compile_ir(_chain(20))
    assert loads(dumps(compiled)) == compiled
    assert compile_ir(loads(dumps(compiled))) == compiled


def test_twice_the_nodes_take_twice_the_steps() -> None:
    def took(size: int) -> int:
        given = _chain(size)
        return calls_of(lambda: compile_ir(given)) + lines_of(lambda: compile_ir(given))

    took(100)  # what is found out once is known
    small = took(1_000)
    assert small < took(2_000) < 2.2 * small


def _chain(size: int) -> Pipeline:
    first = node("load", {"day": "$day"}, id="n0")
    rest = [node("clean", {"rows": f"n{at - 1}"}, id=f"n{at}") for at in range(1, size)]
    return pipeline(
        op("load", {"day": "str"}, out="list[int] | None"),
        op("clean", {"rows": "list[int]"}, out="list[int]"),
        nodes=[first, *rest],
        outputs={"result": (f"n{size - 1}", "list[float]")},
        params={"day": "str"},
    )
