"""Values of configs and defaults: exactly, in an order that counts or not, and never a secret."""

from dataclasses import replace
from typing import Any

import pytest
from changed import each_node, reasons, told, with_meaning
from irs import node, op, pipeline

from dagcompile.ir.records import (
    AnyType,
    Const,
    Field,
    InPort,
    Instance,
    Mapping,
    OpDef,
    Pipeline,
    RecordType,
    Ref,
    Refined,
    Scalar,
    Sequence,
    Type,
    Value,
)

SETTINGS = Ref(module="app.ops", name="Settings")
SECRET = "Secret[str]"
TABLE: dict[str, Type] = {
    "app.ops.Settings": RecordType(
        form="model",
        ref=SETTINGS,
        fields=(Field(name="limit", type="Any"), Field(name="token", type=SECRET)),
    ),
    SECRET: Refined(base="str", secret=True),
    "str": Scalar(name="str"),
    "int": Scalar(name="int"),
    "Any": AnyType(),
}


def given(config: Instance | None) -> Pipeline:
    step = replace(op("clean"), config="app.ops.Settings" if config else None)
    made = pipeline(step, nodes=[node("clean")], types=TABLE)
    return each_node(made, "clean", lambda clean: replace(clean, config=config))


def of(**fields: Value) -> Pipeline:
    return given(Instance(cls=SETTINGS, fields=tuple(fields.items())))


def entries(**values: Value) -> Mapping:
    return Mapping(items=tuple(values.items()))


def items(type: Any, *values: Value) -> Sequence:
    return Sequence(type=type, items=values)


def test_another_value_is_told_by_the_field_it_is_of() -> None:
    assert told(of(limit=300, name="a"), of(limit=60, name="a")) == [
        "risky config changed clean.limit: 300 -> 60"
    ]
    assert reasons(of(limit=300), of(limit=60)) == [
        "`clean` works with another value, unless a run is given one"
    ]


@pytest.mark.parametrize(("old", "new"), [(1, True), (1, 1.0), (0.0, -0.0), (None, False)])
def test_values_that_are_equal_in_python_are_still_others(old: Value, new: Value) -> None:
    assert told(of(limit=old), of(limit=new)) == [
        f"risky config changed clean.limit: {old!r} -> {new!r}"
    ]


def test_a_setting_more_or_less() -> None:
    assert told(of(limit=1), of(limit=1, floor=0)) == ["safe config added clean.floor: 0"]
    assert told(of(limit=1, floor=0), of(limit=1)) == ["risky config removed clean.floor: 0 ->"]
    assert reasons(of(limit=1, floor=0), of(limit=1)) == [
        "a run that is given another `clean.floor` is refused"
    ]


def test_the_order_of_a_dict_is_seen_by_who_goes_through_it() -> None:
    old, new = entries(ewr=1, jfk=2), entries(jfk=2, ewr=1)
    assert told(of(limit=old), of(limit=new)) == [
        "safe config changed clean.limit: {'ewr': 1, 'jfk': 2} -> {'jfk': 2, 'ewr': 1}"
    ]
    assert reasons(of(limit=old), of(limit=new)) == [
        "the entries are the same, and only a body that goes through them can tell their order"
    ]
    deep = [items("tuple", 0, each) for each in (old, new)]
    assert told(of(limit=deep[0]), of(limit=deep[1]))[0].startswith("safe config changed")
    assert told(of(limit=items("list", 1, 2)), of(limit=items("list", 2, 1))) == [
        "risky config changed clean.limit: [1, 2] -> [2, 1]"
    ]


def test_what_has_no_order_is_the_same_in_any() -> None:
    assert told(of(limit=items("set", 1, 2)), of(limit=items("set", 2, 1))) == [
        "cosmetic config changed clean.limit: {1, 2} -> {1, 2}"
    ]
    assert told(of(a=1, b=2), of(b=2, a=1)) == ["cosmetic config changed clean"]


def test_a_secret_is_not_told_even_where_one_version_did_not_call_it_one() -> None:
    assert told(of(token="hunter2"), of(token="hunter3")) == [
        "risky config changed clean.token: a secret -> a secret"
    ]
    assert told(of(limit=1), of(limit=1, token="hunter3")) == [
        "safe config added clean.token: a secret"
    ]
    plain = with_meaning(
        of(token="hunter2"),
        types=tuple(
            replace(each, type=replace(each.type, fields=(Field(name="token", type="str"),)))
            if isinstance(each.type, RecordType)
            else each
            for each in of(token="hunter2").meaning.types
        ),
    )
    for old, new in ((plain, of(token="hunter3")), (of(token="hunter3"), plain)):
        assert "hunter" not in " ".join(told(old, new))


def test_another_class_of_config_is_another_reader_of_its_fields() -> None:
    strict = Instance(cls=Ref(module="app.ops", name="Strict"), fields=(("limit", 1),))
    assert told(of(limit=1), given(strict)) == [
        "risky config changed clean: app.ops.Settings -> app.ops.Strict"
    ]


def test_long_values_are_cut_down_to_where_they_differ() -> None:
    old = of(limit=items("list", *range(400)))
    new = of(limit=items("list", *range(200), -7, *range(201, 400)))
    (line,) = told(old, new)
    assert "193, 194, 195, 196, 197, 198, 199, 200, 201" in line
    assert "199, -7, 201" in line
    assert len(line) < 400


# --- defaults --------------------------------------------------------------------------------


def with_default(value: Value) -> Pipeline:
    return pipeline(
        op("load", {"top": "int"}),
        nodes=[node("load", {"top": "$top"})],
        params={"top": "int"},
        defaults={"top": value},
    )


def test_another_default_of_a_param_is_risky() -> None:
    assert told(with_default(5), with_default(10)) == ["risky param changed top.default: 5 -> 10"]
    assert reasons(with_default(5), with_default(10)) == [
        "a run that is not given `top` takes another value"
    ]


def of_input(default: Const | None, *, wired: bool) -> Pipeline:
    step = OpDef(
        key="app.ops:load",
        ref=Ref(module="app.ops", name="load"),
        inputs=(InPort(name="top", type="int", required=False, default=default),),
        outputs=op("load").outputs,
    )
    inputs: dict[str, Any] = {"top": Const(value=1)} if wired else {}
    return pipeline(step, nodes=[node("load", inputs)], outputs={"result": ("load", "int")})


def test_another_default_of_an_input_matters_where_it_is_not_given() -> None:
    five, ten = Const(value=5), Const(value=10)
    old, new = of_input(five, wired=False), of_input(ten, wired=False)
    assert told(old, new) == ["risky op changed app.ops:load.input top: 5 -> 10"]
    assert reasons(old, new) == ["`load` is not given `top`, and works with another value"]
    assert told(of_input(five, wired=True), of_input(ten, wired=True)) == [
        "cosmetic op changed app.ops:load.input top: 5 -> 10"
    ]
