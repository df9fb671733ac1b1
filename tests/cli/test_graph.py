"""`dagcompile graph`: pictures of pipelines, from source or from what is committed."""

import shutil

import pytest
from commands import Command

DOUBLED = """\
flowchart TD
    param_number(["number"])
    step_double["double"]
    output_result(["result"])
    param_number --> step_double
    step_double --> output_result
"""


def test_a_pipeline_is_drawn_as_mermaid(dagcompile: Command) -> None:
    done = dagcompile("graph", "doubled")
    assert (done.status, done.out, done.err) == (0, DOUBLED, "")
    assert dagcompile("graph", "flow:doubled").out == DOUBLED


def test_committed_ir_is_drawn_and_nothing_imported(dagcompile: Command) -> None:
    dagcompile("build")
    dagcompile.write("flow.py", "raise SystemExit('imported')")
    assert dagcompile("graph", "generated/doubled.ir.json").out == DOUBLED


def test_details_are_shown_on_request(dagcompile: Command) -> None:
    done = dagcompile("graph", "doubled", "--ports", "--types", "--guards")
    assert '    step_double["double<br/><small>guarded: result</small>"]\n' in done.out
    assert '    param_number -->|"number<br/>proven"| step_double\n' in done.out
    assert '    step_double -->|"proven: int"| output_result\n' in done.out


def test_an_edge_that_cannot_be_is_drawn_where_words_are_shown(dagcompile: Command) -> None:
    done = dagcompile("graph", "flow:wrong", "--guards", "--types")
    assert '    step_double --x|"impossible: int → str"| step_shout\n' in done.out
    assert (done.status, done.err.partition(":")[0]) == (3, "error[DC201]")


def test_the_ending_of_the_file_says_what_is_drawn(dagcompile: Command) -> None:
    assert dagcompile("graph", "doubled", "--out", "docs/doubled.mmd").out == ""
    assert (dagcompile.folder / "docs/doubled.mmd").read_text() == DOUBLED
    dagcompile("graph", "doubled", "--out", "doubled.dot")
    assert (dagcompile.folder / "doubled.dot").read_text() == dagcompile(
        "graph", "doubled", "--as", "dot"
    ).out
    dagcompile("graph", "doubled", "--as", "mermaid", "--out", "doubled.svg")
    assert (dagcompile.folder / "doubled.svg").read_text() == DOUBLED


@pytest.mark.parametrize("name", ["doubled.png", "doubled.pdf"])
def test_an_ending_of_what_is_not_drawn_is_2(dagcompile: Command, name: str) -> None:
    done = dagcompile("graph", "doubled", "--out", name)
    assert (done.status, done.out) == (2, "")
    said = f"nothing is drawn as {name}: its ending is to be .mmd, .dot or .svg; or say --as"
    assert done.err.splitlines()[-1] == f"Error: Invalid value for '--out': {said}"
    assert not (dagcompile.folder / name).exists()
    assert dagcompile("graph", "doubled", "--as", "dot", "--out", name).status == 0


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is no package of Python")
def test_svg_is_drawn_by_graphviz(dagcompile: Command) -> None:
    done = dagcompile("graph", "doubled", "--as", "svg")
    assert done.status == 0
    assert done.out.startswith("<?xml ")
    assert ">double</text>" in done.out


def test_svg_without_graphviz_is_4(dagcompile: Command) -> None:
    done = dagcompile("graph", "doubled", "--out", "doubled.svg", PATH="")
    assert (done.status, done.out) == (4, "")
    assert done.err.startswith("error[DC630]: ")
    assert "or draw as mermaid or dot" in done.err
    assert not (dagcompile.folder / "doubled.svg").exists()


@pytest.mark.parametrize(
    ("text", "code", "status"),
    [
        (None, "DC618", 4),
        (b"\xff", "DC618", 4),
        (b"{}", "DC301", 3),
        (b'{"dagcompile_ir": 99, "digest": ""}', "DC302", 3),
    ],
)
def test_a_file_that_is_no_ir_is_told(
    dagcompile: Command, text: bytes | None, code: str, status: int
) -> None:
    if text is not None:
        (dagcompile.folder / "x.ir.json").write_bytes(text)
    done = dagcompile("graph", "x.ir.json")
    assert (done.status, done.out) == (status, "")
    assert done.err.startswith(f"error[{code}]: ")


def test_ir_that_breaks_a_rule_is_told(dagcompile: Command) -> None:
    from irs import node, op, pipeline

    from dagcompile.ir.codec import dumps

    lost = pipeline(op("load"), nodes=[node("load", after=["nowhere"])], outputs={})
    dagcompile.write("x.ir.json", dumps(lost))
    done = dagcompile("graph", "x.ir.json")
    assert done.status == 3
    assert done.err.startswith("error[DC304]: ")


def test_a_wrong_pipeline_is_not_drawn(dagcompile: Command) -> None:
    done = dagcompile("graph", "flow:wrong", "--out", "wrong.mmd")
    assert done.status == 3
    assert not (dagcompile.folder / "wrong.mmd").exists()
    assert dagcompile("graph", "duobled").status == 2
    assert dagcompile("graph", "doubled", "--as", "png").status == 2


def test_a_place_that_cannot_be_written_is_told(dagcompile: Command) -> None:
    done = dagcompile("graph", "doubled", "--out", "flow.py/doubled.mmd")
    assert (done.status, done.err.partition(":")[0]) == (4, "error[DC618]")
