"""A guard on every value that has to be looked at, once."""

from dataclasses import replace

import pytest
from irs import first_of, node, op, pipeline, source

from dagcompile.ir.records import Const, Gather, Guard, Node, OpNode, Pipeline, Policy, Source
from dagcompile.ir.verify import verify
from dagcompile.passes.place_guards import place_guards

WARN = Policy(severity="warn")


def guards(given: Pipeline) -> dict[str, list[str]]:
    placed = place_guards(given)
    assert verify(placed) == ()
    assert place_guards(placed) is placed
    return {
        each.id: [_text(guard) for guard in each.guards]
        for each in placed.meaning.nodes
        if isinstance(each, OpNode)
    }


def _text(guard: Guard) -> str:
    flags = f"{' maybe' * guard.maybe}{' warn' * (guard.severity == 'warn')}"
    return f"{guard.side} {guard.port}: {guard.type}{flags}"


def chain(
    out: str, wanted: str, *, load: Policy | None = None, clean: Policy | None = None
) -> Pipeline:
    return pipeline(
        op("load", out=out),
        op("clean", {"rows": wanted}, out="int"),
        nodes=[node("load", policy=load), node("clean", {"rows": "load"}, policy=clean)],
    )


@pytest.mark.parametrize(
    ("out", "wanted", "load", "clean"),
    [
        ("int", "int", ["output result: int"], ["output result: int"]),
        ("int", "float", ["output result: int"], ["output result: int"]),
        ("float", "int", ["output result: float"], ["input rows: int", "output result: int"]),
        ("Any", "int", [], ["input rows: int", "output result: int"]),
        ("int", "Any", ["output result: int"], ["output result: int"]),
        ("Any", "Any", [], ["output result: int"]),
    ],
)
def test_an_edge(out: str, wanted: str, load: list[str], clean: list[str]) -> None:
    assert guards(chain(out, wanted)) == {"load": load, "clean": clean}


def test_what_a_warning_let_through_is_looked_at_again() -> None:
    assert guards(chain("int", "int", load=WARN)) == {
        "load": ["output result: int warn"],
        "clean": ["input rows: int", "output result: int"],
    }
    assert guards(chain("int", "Any", load=WARN))["clean"] == ["output result: int"]


def test_the_guards_of_a_node_have_its_severity() -> None:
    assert guards(chain("float", "int", clean=WARN))["clean"] == [
        "input rows: int warn",
        "output result: int warn",
    ]


def test_an_output_that_may_be_withheld() -> None:
    split = op("split", out={"left": "int", "right": "str", "rest": "Any"}, maybe=["right"])
    assert guards(pipeline(split, nodes=[node("split")])) == {
        "split": ["output left: int", "output right: str maybe"]
    }


LOAD, READ = op("load", out="int"), op("read", out="str")
USE = op("use", {"x": "int | str"}, out="Any")
MANY = op("many", {"x": "list[int]"}, out="Any")


def use(x: "str | Source", *before: Node, wanted: str = "int | str") -> list[str]:
    taker = op("use", {"x": wanted}, out="Any")
    given = pipeline(
        LOAD,
        READ,
        taker,
        nodes=[*before, node("use", {"x": x})],
        params={"n": "int", "any": "Any"},
    )
    return guards(given)["use"]


def test_params_and_literals() -> None:
    assert use("$n") == []
    assert use("$n", wanted="Literal[1]") == ["input x: Literal[1]"]
    assert use("$any") == ["input x: int | str"]
    assert use(Const(value=1)) == []


def test_gathered_containers() -> None:
    both = Gather(type="list", items=(source("load"), source("read")))
    assert use(both, node("load"), node("read"), wanted="list[int | str]") == []
    assert use(both, node("load"), node("read"), wanted="list[Any]") == []
    assert use(both, node("load"), node("read", policy=WARN), wanted="list[int | str]") == [
        "input x: list[int | str]"
    ]
    loose = Gather(type="list", items=(source("load"), source("$any")))
    assert use(loose, node("load"), wanted="list[int]") == ["input x: list[int]"]
    keyed = Gather(type="dict", items=(source("load"),), keys=("a",))
    assert use(keyed, node("load"), wanted="dict[str, int]") == []
    assert use(Gather(type="list", items=(Const(value=1),)), wanted="list[int]") == []


def test_a_choice_passes_on_what_it_was_given() -> None:
    items: list[Node] = [node("load"), node("read")]
    pick = first_of("pick", ["load", "read"], "int | str")
    assert use("pick", *items, pick) == []
    assert use("pick", *items, pick, wanted="int") == ["input x: int"]
    doubted: list[Node] = [node("load"), node("read", policy=WARN)]
    assert use("pick", *doubted, pick) == ["input x: int | str"]
    again = first_of("again", ["pick"], "int | str")
    assert use("again", *doubted, pick, again) == ["input x: int | str"]
    narrow = first_of("pick", ["$any"], "int | str")
    assert use("pick", narrow) == ["input x: int | str"]


def test_nothing_else_changes() -> None:
    given = chain("float", "int")
    placed = place_guards(given)
    bare = tuple(
        replace(each, guards=()) if isinstance(each, OpNode) else each
        for each in placed.meaning.nodes
    )
    assert replace(placed, meaning=replace(placed.meaning, nodes=bare)) == given
