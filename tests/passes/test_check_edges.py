"""Impossible edges are refused, at both ends and all at once; the others are reported."""

from dataclasses import replace

import pytest
from irs import first_of, node, op, pipeline, source

from dagcompile.diagnostics import CompileError, Diagnostic, Place
from dagcompile.ir.records import Const, Gather, Mapping, Pipeline, RecordType, Sequence
from dagcompile.passes import edges
from dagcompile.passes.check_edges import check_edges, edge_problems
from tests.passes import kinds
from tests.passes.kinds import key_of, table_of


def wired(out: str, wanted: str) -> Pipeline:
    return pipeline(
        op("load", out=out),
        op("clean", {"rows": wanted}),
        nodes=[node("load"), node("clean", {"rows": "load"})],
    )


def refused(given: Pipeline) -> tuple[Diagnostic, ...]:
    with pytest.raises(CompileError) as caught:
        check_edges(given)
    return caught.value.diagnostics


@pytest.mark.parametrize(
    ("out", "wanted"),
    [
        ("int", "int"),
        ("int", "float"),
        ("Any", "int"),
        ("float", "int"),
        ("list[int]", "list[str]"),
    ],
)
def test_a_possible_edge_passes(out: str, wanted: str) -> None:
    given = wired(out, wanted)
    assert check_edges(given) is given


def test_an_impossible_edge_names_both_ends() -> None:
    places = {
        "node:load": Place(file="p.py", line=3),
        "node:clean": Place(file="p.py", line=4),
        "input:clean.rows": Place(file="p.py", line=4, column=9),
        "op:app.ops:load": Place(file="ops.py", line=1),
        "op:app.ops:clean": Place(file="ops.py", line=7),
    }
    (problem,) = edge_problems(wired("list[int]", "dict[str, int]"), places=places)
    assert problem.code == "DC201"
    assert problem.message == (
        "`clean.rows` wants `dict[str, int]`, but `load.result` is `list[int]`"
    )
    assert [
        (each.place and (each.place.file, each.place.line), each.text) for each in problem.labels
    ] == [
        (("p.py", 4), "`clean.rows` wants `dict[str, int]`"),
        (("p.py", 3), "`load.result` is `list[int]`"),
        (("ops.py", 7), "`clean.rows` wants `dict[str, int]`, as this says"),
        (("ops.py", 1), "`load.result` is `list[int]`, as this says"),
    ]


def test_without_places_the_ends_are_still_named() -> None:
    (problem,) = refused(wired("int", "str"))
    assert [each.place for each in problem.labels] == [None, None]


@pytest.mark.parametrize(
    ("out", "wanted", "fix"),
    [
        ("None", "int", "return the value from the step and annotate it: `-> int`"),
        ("int", "None", "annotate `clean.rows` as `int`"),
        ("bool", "int", "a bool is not taken for an int"),
        ("int", "list[int]", "pass a list of one: `[...]` around `load.result`"),
        ("list[int]", "int", "`clean.rows` takes one element: annotate it as `list[int]`"),
        ("list[int]", "set[int]", "return a set, or annotate `clean.rows` as `list[int]`"),
        (
            "int",
            "str",
            "annotate `clean.rows` to take `int`, or put an op between that makes `str`",
        ),
    ],
)
def test_the_nearest_repair(out: str, wanted: str, fix: str) -> None:
    (problem,) = refused(wired(out, wanted))
    assert problem.fix.startswith(fix)


def test_the_repair_of_records_names_the_fields_that_differ() -> None:
    table = table_of([kinds.LateRow, kinds.Tree, kinds.Twin, kinds.Row])

    def fix(source_type: str, target_type: str) -> str:
        given = pipeline(
            op("load", out=source_type),
            op("clean", {"rows": target_type}),
            nodes=[node("load"), node("clean", {"rows": "load"})],
            types=table,
        )
        return refused(given)[0].fix

    assert fix(key_of(kinds.LateRow), key_of(kinds.Twin)) == (
        "convert one into the other in an op between; they differ in `late` (bool against missing)"
    )
    assert fix(key_of(kinds.Row), key_of(kinds.Twin)) == (
        "the two have the same fields: use one class for both"
    )


def test_two_classes_of_one_name() -> None:
    row = table_of([kinds.Row])
    key = key_of(kinds.Row)
    ours = row[key]
    assert isinstance(ours, RecordType)
    other = replace(ours, ref=replace(ours.ref, module="app.other"))
    given = pipeline(
        op("load", out=key),
        op("clean", {"rows": "app.other.Row"}),
        nodes=[node("load"), node("clean", {"rows": "load"})],
        types={**row, "app.other.Row": other},
    )
    assert refused(given)[0].fix.startswith("there are two classes named `Row`, in ")


MERGE = op("merge", {"parts": "list[int]", "named": "dict[str, int]"}, optional=["parts", "named"])
LOADS = (op("load", out="int"), op("read", out="str"))


def test_a_gathered_element_is_named() -> None:
    parts = Gather(type="list", items=(source("load"), source("read"), Const(value="x")))
    named = Gather(type="dict", items=(source("load"), source("read")), keys=("a", 1))
    given = pipeline(
        *LOADS,
        MERGE,
        nodes=[node("load"), node("read"), node("merge", {"parts": parts, "named": named})],
    )
    assert [each.message.partition(":")[0] for each in refused(given)] == [
        "`merge.parts[1]` wants `int`, but `read.result` is `str`",
        "`merge.parts[2]` wants `int`, but `'x'` is `Literal['x']`",
        "`merge.named key 1` wants `str`, but `1` is `Literal[1]`",
        "`merge.named[1]` wants `int`, but `read.result` is `str`",
    ]


def test_a_container_of_another_kind_is_taken_whole() -> None:
    parts = Gather(type="tuple", items=(source("load"), source("load")))
    given = pipeline(*LOADS, MERGE, nodes=[node("load"), node("merge", {"parts": parts})])
    (problem,) = refused(given)
    assert problem.message.startswith(
        "`merge.parts` wants `list[int]`, but `tuple(load.result, load.result)` is `tuple["
    )


def test_outputs_defaults_and_choices_are_edges_too() -> None:
    given = pipeline(
        *LOADS,
        nodes=[node("load"), node("read"), first_of("pick", ["load", "read"], "int")],
        outputs={"result": ("load", "str"), "other": ("$day", "bytes")},
        params={"day": "str", "days": "list[int]", "sizes": "dict[str, int]"},
        defaults={
            "day": 1,
            "days": Sequence(type="list", items=(1, "x")),
            "sizes": Mapping(items=(("a", 1),)),
        },
    )
    assert [each.message.partition(", but")[0] for each in refused(given)] == [
        "`pick[1]` wants `int`",
        "the pipeline's output wants `str`",
        "output other wants `bytes`",
        "`param day` wants `str`",
        "`param days` wants `list[int]`",
    ]


def test_the_report_of_every_edge() -> None:
    given = pipeline(
        op("load", {"day": "str"}, out="Any"),
        op("clean", {"rows": "list[int]"}, out="list[int]"),
        nodes=[node("load", {"day": "$day"}), node("clean", {"rows": "load"})],
        outputs={"result": ("clean", "list[float]")},
        params={"day": "str"},
    )
    found = [(each.source, each.target, each.verdict, each.reason) for each in edges(given)]
    assert found == [
        ("param day", "load.day", "proven", ""),
        ("load.result", "clean.rows", "guarded", "`Any` need not be `list[int]`"),
        ("clean.result", "the pipeline's output", "proven", ""),
    ]


@pytest.mark.parametrize(("out", "declared"), [("Any", "int"), ("float", "int")])
def test_an_output_that_may_be_something_else_is_refused(out: str, declared: str) -> None:
    given = pipeline(
        op("load", out=out), nodes=[node("load")], outputs={"result": ("load", declared)}
    )
    (problem,) = refused(given)
    assert problem.code == "DC202"
    assert problem.message.startswith(
        f"the pipeline's output wants `{declared}`, but `load.result` is `{out}`, which may be"
    )


def test_a_function_that_cannot_be_annotated_is_wrapped() -> None:
    given = pipeline(
        op("load", out="Any"), nodes=[node("load")], outputs={"result": ("load", "int")}
    )
    places = {"op:app.ops:load": Place(file="ops.py", line=1)}
    (authored,) = edge_problems(given, places=places)
    (builtin,) = edge_problems(given)
    wrapping = (
        "wrap a function that cannot be annotated (a lambda, one of a library) in a def that is:"
        " -> int; or let the pipeline return `Any`"
    )
    assert authored.fix == f"annotate `load.result` as `int`, or {wrapping}"
    assert builtin.fix == wrapping


def test_one_place_for_both_ends_is_shown_once() -> None:
    place = Place(file="p.py", line=3, column=4, end_column=9)
    places = {"node:load": place, "input:clean.rows": place}
    (problem,) = edge_problems(wired("int", "str"), places=places)
    (label,) = problem.labels
    assert label.text == "`clean.rows` wants `str`; `load.result` is `int`"
