"""What is drawn of expectations."""

from dataclasses import replace

from irs import node, op, pipeline

from dagcompile.drawing import Picture, picture_of
from dagcompile.drawing.dot import dot
from dagcompile.drawing.mermaid import mermaid
from dagcompile.ir.records import Expect, Expectation, FromPort, Input, Look, Ref
from dagcompile.passes import compile_ir


def expectation(name: str, side: str = "input", **settings: object) -> Expectation:
    return Expectation(
        name=f"app.checks.{name}",
        ref=Ref(module="app.checks", name=name),
        looks=(Look(side=side, port="rows" if side == "input" else "result", type="int"),),  # type: ignore[arg-type]
        **settings,  # type: ignore[arg-type]
    )


def drawn(*details: str) -> Picture:
    clean = replace(
        node("clean", {"rows": "load"}),
        expectations=(
            expectation("some"),
            expectation("kept", "output", severity="warn"),
            replace(expectation("few", "output"), name="a few"),
        ),
    )
    apart = Expect(
        id="apart",
        expectation=expectation("apart", severity="warn"),
        inputs=(Input(port="rows", source=FromPort(node="clean")),),
    )
    made = pipeline(
        op("load", out="Any"),
        op("clean", {"rows": "int"}, out="int"),
        nodes=[
            node("load"),
            clean,
            apart,
            replace(
                apart,
                id="loose",
                inputs=(Input(port="rows", source=FromPort(node="load")),),
                after=("apart",),
            ),
        ],
    )
    return picture_of(compile_ir(made), details=frozenset(details))  # type: ignore[arg-type]


def notes(picture: Picture) -> dict[str, tuple[str, ...]]:
    return {each.title: each.notes for each in picture.vertices}


def test_what_is_expected_of_a_step_stands_beside_its_guards() -> None:
    assert notes(drawn())["clean"] == ()
    assert notes(drawn("guards"))["clean"] == (
        "guarded: result",
        "expects: some, a few",
        "expects, warns: kept",
    )


def test_a_step_that_only_looks_has_a_form_of_its_own() -> None:
    picture = drawn()
    kinds = {each.title: each.kind for each in picture.vertices}
    assert (kinds["apart"], kinds["loose"], kinds["clean"]) == ("expect", "expect", "op")
    assert notes(picture)["apart"] == ("expects, warns",)
    assert notes(picture)["loose"] == ("expects, warns: apart",)
    assert 'step_apart[/"apart<br/><small>expects, warns</small>"/]' in mermaid(picture)
    assert "shape=note, style=dashed" in dot(picture)


def test_an_edge_into_one_says_whether_its_value_fits() -> None:
    picture = drawn("guards", "ports")
    words = {(each.tail, each.head): each.word for each in picture.edges if each.kind == "value"}
    assert words["step_clean", "step_apart"] == "proven"
    assert words["step_load", "step_loose"] == "assumed"
    assert {each.head_port for each in picture.edges if each.head == "step_apart"} == {"rows"}
