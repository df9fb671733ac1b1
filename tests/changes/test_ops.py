"""How an op is used: its ports, its config, its context; native work; and what moved with types."""

from dataclasses import replace

from changed import told
from days import OPS, days
from irs import node, op, pipeline

from dagcompile.changes import compare
from dagcompile.ir.records import (
    CheckDef,
    Collection,
    Field,
    InPort,
    OpDef,
    Operator,
    Pipeline,
    RecordType,
    Ref,
    Refined,
    Scalar,
    Type,
)

TOLD = OPS[2]


def of(**changes: object) -> Pipeline:
    """The op `count` is another."""
    return days(ops=[*OPS[:2], replace(TOLD, **changes), OPS[3]])  # type: ignore[arg-type]


def waiting(key: str, **arguments: str) -> Pipeline:
    """A sensor, and a step after it."""
    sensor = OpDef(
        key=f"air:Wait#{key}",
        ref=Ref(module="air", name="Wait"),
        outputs=op("load").outputs,
        operator=Operator(
            arguments=tuple(arguments.items()), stand_in=Ref(module="app.ops", name="wait")
        ),
    )
    made = pipeline(op("load"), nodes=[node("load", after=["wait"])])
    wait = replace(node("load", id="wait"), op=sensor.key)
    meaning = replace(
        made.meaning, ops=(sensor, *made.meaning.ops), nodes=(wait, *made.meaning.nodes)
    )
    return replace(made, meaning=meaning)


def with_operator(of: Pipeline, operator: Operator | None) -> Pipeline:
    ops = (replace(of.meaning.ops[0], operator=operator), *of.meaning.ops[1:])
    return replace(of, meaning=replace(of.meaning, ops=ops))


def typed(key: str, *types: tuple[str, Type]) -> Pipeline:
    ops = [op("load", out=key), op("clean", {"rows": key}, out="int")]
    nodes = [node("load"), node("clean", {"rows": "load"})]
    return pipeline(*ops, nodes=nodes, types=dict(types))


def row(module: str, name: str, *fields: str) -> tuple[str, Type]:
    ref = Ref(module=module, name=name)
    inside = tuple([Field(name=each, type="int") for each in fields])
    return f"{module}.{name}", RecordType(form="dataclass", ref=ref, fields=inside)


def listed(key: str) -> tuple[str, Type]:
    return f"list[{key}]", Collection(type="list", item=key)


def small(name: str) -> tuple[str, Type]:
    return name, Refined(
        base="int", checks=(CheckDef(name="ge", params=(("value", 0),)),), name=name
    )


# --- ports and what else a function takes ----------------------------------------------------


def test_an_input_that_nobody_gives_is_told_of_the_op() -> None:
    wider = of(inputs=(*TOLD.inputs, InPort(name="most", type="int", required=False)))
    assert told(days(), wider) == ["safe op added app.ops:count.input most: optional"]
    assert told(wider, days()) == ["safe op removed app.ops:count.input most: optional ->"]


def test_the_order_and_the_form_of_inputs_are_nothing_to_nodes() -> None:
    optional = of(inputs=tuple([replace(each, required=False) for each in TOLD.inputs]))
    assert told(days(), optional) == [
        "cosmetic op changed app.ops:count.input rows: required -> optional"
    ]
    report = replace(OPS[3], inputs=OPS[3].inputs[::-1])
    assert told(days(), days(ops=[*OPS[:3], report])) == [
        "cosmetic op changed app.ops:report.inputs: n, rows -> rows, n"
    ]


def test_outputs_that_come_and_go_are_told_of_the_op() -> None:
    wide = op(
        "clean", {"rows": "list[int]"}, out=dict.fromkeys(("landed", "late", "lost"), "list[int]")
    )
    ops = [OPS[0], wide, *OPS[2:]]
    assert told(days(), days(ops=ops)) == ["safe op added app.ops:clean.output lost: lost"]
    assert told(days(ops=ops), days()) == ["risky op removed app.ops:clean.output lost: lost ->"]


def test_what_a_value_is_taken_apart_by_is_told() -> None:
    assert told(days(), of(fields=True)) == [
        "risky op changed app.ops:count.outputs: its value -> the fields of a tuple"
    ]


def test_the_context_and_the_config_of_an_op_are_told() -> None:
    assert told(days(), of(context="attempt")) == ["risky op added app.ops:count.context: attempt"]
    assert told(of(context="attempt"), of(context="ctx")) == [
        "risky op changed app.ops:count.context: attempt -> ctx"
    ]
    assert "risky op added app.ops:count.config: str" in told(days(), of(config="str"))


# --- native work -----------------------------------------------------------------------------


def test_arguments_of_native_work_are_told_where_they_differ() -> None:
    assert told(waiting("1", path="/in", mode="a"), waiting("2", path="/out", mode="a")) == [
        "risky op changed air:Wait#2.arguments: path='/in' -> path='/out'"
    ]
    assert told(waiting("1", path="/in"), waiting("2", path="/in")) == [
        "cosmetic op renamed air:Wait#2: air:Wait#1 -> air:Wait#2"
    ]


def test_what_does_native_work_elsewhere_is_told() -> None:
    old = waiting("1")
    other = Operator(stand_in=Ref(module="app.ops", name="look"))
    assert told(old, with_operator(old, other)) == [
        "risky op changed air:Wait#1.stand-in: app.ops.wait -> app.ops.look"
    ]
    assert told(old, with_operator(old, None)) == [
        "risky op changed air:Wait#1.work: native work -> a function"
    ]


# --- types under other names -----------------------------------------------------------------


def test_a_class_that_moved_is_one_change_wherever_it_is_named() -> None:
    old = typed("list[app.ops.Row]", row("app.ops", "Row", "a"), listed("app.ops.Row"))
    new = typed("list[app.rows.Row]", row("app.rows", "Row", "a"), listed("app.rows.Row"))
    assert told(old, new) == ["risky type moved app.rows.Row: app.ops.Row -> app.rows.Row"]
    (change,) = compare(old, new).changes
    assert change.consumers == ("load", "clean")
    assert change.reason == "guards refuse values of `app.ops.Row` if that is still another class"


def test_a_class_of_settings_that_moved_is_told_of_its_op() -> None:
    def set_by(module: str) -> Pipeline:
        key, cls = row(module, "Cut", "a")
        return pipeline(
            replace(op("load"), config=key),
            nodes=[node("load")],
            types={key: cls, "int": Scalar(name="int")},
        )

    assert told(set_by("app.ops"), set_by("app.cuts")) == [
        "risky type moved app.cuts.Cut: app.ops.Cut -> app.cuts.Cut"
    ]
    (change,) = compare(set_by("app.ops"), set_by("app.cuts")).changes
    assert change.reason == "only the source tells whether it says the same of its settings"


def test_a_class_that_moved_and_changed_is_told_of_both() -> None:
    old = typed("app.ops.Row", row("app.ops", "Row", "a"))
    new = typed("app.rows.Row", row("app.rows", "Row", "a", "b"))
    lines = told(old, new)
    assert len(lines) == 2
    assert "risky type moved app.rows.Row: app.ops.Row -> app.rows.Row" in lines
    assert any(line.startswith("risky type added app.rows.Row.b") for line in lines)


def test_a_class_of_the_same_fields_is_renamed() -> None:
    old = typed("app.ops.Row", row("app.ops", "Row", "a"))
    new = typed("app.ops.Line", row("app.ops", "Line", "a"))
    assert told(old, new) == ["risky type renamed app.ops.Line: app.ops.Row -> app.ops.Line"]
    (change,) = compare(old, new).changes
    assert (
        change.reason == "another class that holds the same: guards refuse values of `app.ops.Row`"
    )
    other = typed("app.ops.Line", row("app.ops", "Line", "b"))
    assert not any("renamed" in line for line in told(old, other))


def test_a_class_of_the_same_fields_at_other_places_is_another_class() -> None:
    """Nothing but its fields speaks for it."""
    old = typed("app.ops.Row", row("app.ops", "Row", "a"))
    line = row("app.ops", "Line", "a")
    elsewhere = pipeline(
        op("load"),
        op("clean", out="app.ops.Line"),
        nodes=[node("load"), node("clean")],
        types=dict([line, ("int", Scalar(name="int"))]),
    )
    assert not any("renamed" in each for each in told(old, elsewhere))
    assert not any("renamed" in each for each in told(elsewhere, old))


def test_two_classes_of_the_same_fields_are_not_guessed_at() -> None:
    def pair(*names: str) -> Pipeline:
        keys = [f"app.ops.{name}" for name in names]
        ops = [op("load", out=keys[0]), op("clean", {"rows": keys[0]}, out=keys[1])]
        nodes = [node("load"), node("clean", {"rows": "load"})]
        fields = dict(row("app.ops", each, "a") for each in names)
        return pipeline(*ops, nodes=nodes, types={"int": Scalar(name="int"), **fields})

    assert not any("renamed" in line for line in told(pair("A", "B"), pair("C", "D")))


def test_the_name_that_an_author_gives_a_type_is_told_once() -> None:
    assert told(typed("Small", small("Small")), typed("Few", small("Few"))) == [
        "cosmetic type renamed Few: Small -> Few"
    ]
