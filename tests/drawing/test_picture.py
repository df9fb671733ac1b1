"""What is drawn of a pipeline, whatever the format."""

import itertools
from dataclasses import replace

from irs import first_of, node, op, pipeline

from dagcompile.drawing import Detail, Edge, Picture, picture_of
from dagcompile.drawing.texts import keys, shown
from dagcompile.ir.records import Build, Const, FromPort, Gather, Pipeline, Policy
from dagcompile.passes import compile_ir

ROWS = "list[int]"
ALL: frozenset[Detail] = frozenset(("ports", "types", "guards"))


def every_kind() -> Pipeline:
    """A param, fan-in, a choice, a withheld output, an order, an edge that is not proven."""
    both = Gather(
        type="dict", items=(FromPort(node="load"), FromPort(node="split", port="odd")),
        keys=("all", "odd"),
    )  # fmt: skip
    made = pipeline(
        op("load", {"day": "str"}, out=f"{ROWS} | None"),
        op("split", {"rows": ROWS}, out={"even": ROWS, "odd": ROWS}, maybe=["odd"]),
        op("size", {"rows": ROWS}),
        op("tell", {"groups": "dict[str, Any]", "number": "int", "text": "str"}),
        nodes=[
            node("load", {"day": "$day"}),
            node("split", {"rows": "load"}),
            node("size", {"rows": "split.odd"}, id="odd"),
            node("size", {"rows": "split.even"}, id="even"),
            first_of("pick", ["odd", "even"], "int"),
            node(
                "tell",
                {"groups": both, "number": "pick", "text": Const(value="x")},
                after=["even"],
            ),
        ],
        outputs={"result": ("tell", "int")},
        params={"day": "str"},
        defaults={"day": "monday"},
    )
    return compile_ir(made)


def edge(picture: Picture, tail: str, head: str) -> Edge:
    (found,) = (each for each in picture.edges if (each.tail, each.head) == (tail, head))
    return found


def test_params_steps_and_outputs_are_vertices_in_the_order_of_writing() -> None:
    picture = picture_of(every_kind())
    assert [(each.key, each.kind) for each in picture.vertices] == [
        ("param_day", "param"),
        ("step_load", "op"),
        ("step_split", "op"),
        ("step_odd", "op"),
        ("step_even", "op"),
        ("step_pick", "first_of"),
        ("step_tell", "op"),
        ("output_result", "output"),
    ]


def test_the_op_is_named_where_the_id_does_not() -> None:
    notes = {each.title: each.notes for each in picture_of(every_kind()).vertices}
    assert notes["load"] == ()
    assert notes["odd"] == ("app.ops:size",)
    assert notes["pick"] == ("first of",)


def test_steps_that_may_be_skipped_are_told() -> None:
    picture = picture_of(every_kind())
    # `tell` takes the output that may be withheld in a dict.
    assert [each.title for each in picture.vertices if each.may_skip] == ["odd", "tell"]


def test_an_output_that_may_be_withheld_is_always_named() -> None:
    picture = picture_of(every_kind())
    assert edge(picture, "step_split", "step_odd").tail_port == "odd?"
    assert edge(picture, "step_split", "step_odd").maybe
    assert edge(picture, "step_split", "step_even").tail_port == ""


def test_order_alone_is_an_edge_of_its_own() -> None:
    picture = picture_of(every_kind())
    assert edge(picture, "step_even", "step_tell").kind == "after"
    assert [each.kind for each in picture.edges].count("after") == 1


def test_values_that_nothing_tells_apart_are_one_edge() -> None:
    twice = Gather(type="list", items=(FromPort(node="load"), FromPort(node="load")))
    made = pipeline(
        op("load"),
        op("add", {"numbers": ROWS}),
        nodes=[node("load"), node("add", {"numbers": twice})],
        outputs={"result": ("add", "int")},
    )
    assert len(picture_of(made).edges) == 2
    items = [each.item for each in picture_of(made, details={"ports"}).edges]
    assert items == ["[0]", "[1]", ""]


def test_ports_tell_what_goes_where() -> None:
    picture = picture_of(every_kind(), details={"ports"})
    into = [each for each in picture.edges if each.head == "step_tell"]
    assert [(each.tail_port, each.head_port, each.item) for each in into] == [
        ("", "groups", "['all']"),
        ("odd?", "groups", "['odd']"),
        ("", "number", ""),
        ("", "", ""),
    ]
    assert [edge(picture, f"step_{each}", "step_pick").item for each in ("odd", "even")] == [
        "1",
        "2",
    ]
    split = next(each for each in picture.vertices if each.title == "split")
    assert (split.inputs, split.outputs) == (("rows",), ("even", "odd?"))
    tell = next(each for each in picture.vertices if each.title == "tell")
    assert tell.inputs == ("groups", "number")  # the literal is not drawn


def test_types_stand_at_params_outputs_and_edges() -> None:
    picture = picture_of(every_kind(), details={"types"})
    assert picture.vertices[0].notes == ("str = monday",)
    assert picture.vertices[-1].notes == ("int",)
    assert edge(picture, "step_split", "step_even").type == ROWS
    assert edge(picture, "step_load", "step_split").type == f"{ROWS} | None → {ROWS}"
    assert edge(picture, "param_day", "step_load").type == ""


def test_guards_stand_where_they_are_placed() -> None:
    picture = picture_of(every_kind(), details={"guards"})
    assert edge(picture, "step_load", "step_split").guard == "guarded"
    assert edge(picture, "step_split", "step_even").guard == "proven"
    assert edge(picture, "step_tell", "output_result").guard == "proven"
    assert edge(picture, "step_odd", "step_pick").guard == "proven"
    notes = {each.title: each.notes for each in picture.vertices}
    assert notes["load"] == ("guarded: result",)
    assert notes["split"] == ("guarded: even, odd",)


def test_a_guard_that_only_warns_says_so() -> None:
    made = pipeline(
        op("load"),
        op("size", {"rows": "int"}),
        nodes=[node("load", policy=Policy(severity="warn")), node("size", {"rows": "load"})],
        outputs={},
    )
    picture = picture_of(compile_ir(made), details={"guards"})
    assert picture.vertices[0].notes == ("guarded, warns: result",)
    assert edge(picture, "step_load", "step_size").guard == "guarded"


def test_without_guards_every_edge_is_assumed() -> None:
    made = replace(every_kind(), build=Build(guards="off"))
    picture = picture_of(made, details={"guards"})
    assert edge(picture, "step_load", "step_split").guard == "assumed"
    assert edge(picture, "step_split", "step_even").guard == "assumed"
    assert edge(picture, "param_day", "step_load").guard == "proven"
    assert not [each for each in picture.vertices if "guard" in "".join(each.notes)]


def test_elements_of_a_container_have_words_of_their_own() -> None:
    both = Gather(type="list", items=(FromPort(node="load"), FromPort(node="loose")))
    made = pipeline(
        op("load"),
        op("loose", out="Any"),
        op("add", {"numbers": ROWS}),
        nodes=[node("load"), node("loose"), node("add", {"numbers": both})],
        outputs={},
    )
    picture = picture_of(compile_ir(made), details={"guards"})
    assert edge(picture, "step_load", "step_add").guard == "proven"
    assert edge(picture, "step_loose", "step_add").guard == "guarded"


def test_an_output_may_be_a_literal_or_a_param() -> None:
    made = pipeline(
        op("load"),
        nodes=[node("load")],
        params={"day": "str"},
        outputs={"day": ("$day", "str"), "one": (Const(value=1), "int")},
    )
    picture = picture_of(made)
    assert edge(picture, "param_day", "output_day").kind == "value"
    assert picture.vertices[-1].notes == ("1",)


def test_keys_of_plain_names_do_not_depend_on_others() -> None:
    assert keys(["b", "a"], prefix="step") == {"b": "step_b", "a": "step_a"}
    odd = ["a b", "a-b", "a_b_1", "_", "日本", "x" * 100, "end"]
    found = keys(odd, prefix="step")
    assert found["a_b_1"] == "step_a_b_1"
    assert found["a b"] == "step_a_b_2"
    assert len(set(found.values())) == len(odd)
    assert all(each.isascii() and each.isidentifier() for each in found.values())


def test_a_text_is_shown_on_one_line_and_not_at_any_length() -> None:
    assert shown("load") == "load"
    assert shown("a\nb\u202e") == "a\\nb\\u202e"
    assert shown("größer 数") == "größer 数"
    assert shown("x" * 60) == "x" * 60
    assert shown("x" * 61) == "x" * 59 + "…"


def test_a_picture_is_linear_in_its_pipeline() -> None:
    number = 3_000
    ids = [f"n{each}" for each in range(number)]
    chain = [node("first", id=ids[0])] + [
        node("next", {"rows": before}, id=id) for before, id in itertools.pairwise(ids)
    ]
    made = pipeline(op("first"), op("next", {"rows": "int"}), nodes=chain, outputs={})
    picture = picture_of(made, details=ALL)
    assert (len(picture.vertices), len(picture.edges)) == (number, number - 1)
