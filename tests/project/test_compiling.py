"""From a reference to IR."""

import sys
from pathlib import Path

import pytest

from dagcompile.diagnostics import CompileError
from dagcompile.ir.codec import dumps, loads
from dagcompile.ir.records import Build, Sample
from dagcompile.project.compiling import compile_pipeline, with_build
from dagcompile.project.importing import importing


def test_a_pipeline_is_compiled_with_its_guards(flow: Path) -> None:
    with importing([flow]):
        compiled = compile_pipeline("flow:doubled")
    (node,) = compiled.pipeline.meaning.nodes
    assert node.kind == "op"
    assert [each.type for each in node.guards] == ["int"]
    assert compiled.pipeline.build.guards is None
    assert compiled.places["node:double"].line == 14


def test_placement_is_not_part_of_the_meaning(flow: Path) -> None:
    with importing([flow]):
        plain = compile_pipeline("flow:doubled").pipeline
        asked = compile_pipeline("flow:doubled", guards="off").pipeline
    assert asked.build.guards == "off"
    assert asked.meaning == plain.meaning
    assert with_build(asked, guards="off") is asked
    assert with_build(asked, guards=None) == plain


def test_the_depth_of_a_build_is_that_of_its_guards(flow: Path) -> None:
    with importing([flow]):
        plain = compile_pipeline("flow:doubled").pipeline
        asked = compile_pipeline("flow:doubled", depth=Sample(count=9)).pipeline
    assert asked.build == Build(depth=Sample(count=9))
    depths = {guard.depth for node in asked.meaning.nodes for guard in getattr(node, "guards", ())}
    assert depths == {Sample(count=9)}
    assert loads(dumps(asked)) == asked
    assert "full" in {g.depth for n in plain.meaning.nodes for g in getattr(n, "guards", ())}


def test_what_modules_print_is_no_result(
    flow: Path, scaffold: object, capsys: pytest.CaptureFixture[str]
) -> None:
    file = flow / "flow.py"
    file.write_text(f"print('imported')\n{file.read_text()}")
    before = list(sys.path)
    with importing([flow]):
        assert sys.path[0] == str(flow)
        compile_pipeline("flow:doubled")
    assert sys.path == before
    assert capsys.readouterr() == ("", "imported\n")


def test_the_path_is_as_before_after_an_error(flow: Path) -> None:
    before = list(sys.path)
    with pytest.raises(CompileError), importing([flow]):
        compile_pipeline("flow:trebled")
    assert sys.path == before
