"""Native work: what of it is in the IR, and what is wrong with it."""

import sys
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from wired import expected
from wired.checks import codes, meaning, only, source

from dagcompile import Maybe, Native, native, op, pipeline
from dagcompile.ir import records as ir

BASH = "airflow.providers.standard.operators.bash:BashOperator"
NOWHERE = "nowhere.operators:NowhereOperator"


class Two(NamedTuple):
    left: int
    right: int


class Row:
    """Of which no more is known."""


def wired(made: Native[Any], **values: object) -> Any:
    @pipeline
    def one(number: int) -> None:
        made(**{"number": number, **values} if "number" in made.takes else values)

    return one


def definition(made: Native[Any]) -> ir.OpDef:
    (found,) = meaning(wired(made)).ops
    return found


def test_it_is_a_node_with_typed_ports_and_literals() -> None:
    made = native(
        NOWHERE,
        takes={"number": int},
        returns=list[str],
        command="echo {{ ds }}",
        every=timedelta(seconds=3),
    )
    found = meaning(wired(made))
    (node,) = found.nodes
    assert node.id == "nowhere_operator"
    op_ = definition(made)
    assert op_.ref == ir.Ref(module="nowhere.operators", name="NowhereOperator")
    assert op_.inputs == (ir.InPort(name="number", type="int", keyword_only=True),)
    assert op_.outputs == (ir.OutPort(name="result", type="list[str]"),)
    assert op_.operator is not None
    assert op_.operator.arguments == (
        ("command", "echo {{ ds }}"),
        ("every", ir.Text(type="timedelta", text="3")),
    )
    assert op_.key.startswith("nowhere.operators:NowhereOperator#")
    assert "nowhere" not in sys.modules


def test_what_it_returns_is_anything_where_nothing_is_said() -> None:
    assert definition(native(NOWHERE)).outputs == (ir.OutPort(name="result", type="Any"),)


def test_definitions_are_one_where_they_are_equal() -> None:
    first, again, other = (native(NOWHERE, command=each) for each in ("a", "a", "b"))

    @pipeline
    def three() -> None:
        first.named("first")()
        again.named("again")()
        other.named("other")()

    found = meaning(three)
    assert len(found.nodes) == 3
    assert len(found.ops) == 2


def test_a_function_is_named() -> None:
    made = native(NOWHERE, python_callable=expected.some, also=expected.load)
    (also, called) = (each for _, each in (definition(made).operator or ir.Operator()).arguments)
    assert called == ir.Symbol(ref=ir.Ref(module="wired.expected", name="some"))
    assert also == ir.Symbol(ref=ir.Ref(module="wired.expected", name="load"))


def test_a_stand_in_is_called_outside_a_pipeline() -> None:
    made = native(NOWHERE, takes={"number": int}, returns=list[int], stand_in=expected.load)
    assert made(number=2) == expected.load(2)
    operator = definition(made).operator
    assert operator is not None
    assert operator.stand_in == ir.Ref(module="wired.expected", name="load")


def test_without_a_stand_in_it_says_that_it_runs_elsewhere() -> None:
    with pytest.raises(TypeError, match="give it stand_in=op"):
        native(NOWHERE)()


@op
def plain(number: int) -> int:
    return number


@op
def both() -> Two:
    return Two(1, 2)


@op
def perhaps() -> Maybe[int]:
    return 1


@pytest.mark.parametrize(
    ("made", "code", "said"),
    [
        (native("a.b.C"), "DC195", "a.b.C"),
        (native("C"), "DC195", "module:Class"),
        (native("a:b.C"), "DC195", "a:b.C"),
        (native(NOWHERE, row=Row()), "DC196", "no literal form"),
        (native(NOWHERE, row=[Row]), "DC196", "class `Row`"),
        (native(NOWHERE, dag=1), "DC197", "the DAG of the pipeline"),
        (native(NOWHERE, retries=1), "DC197", "with_policy(retry=Retry(...))"),
        (native(NOWHERE, pool="a"), "DC197", "targets="),
        (native(NOWHERE, takes={"number": int}, number=1), "DC197", "takes `number` and is given"),
        (native(NOWHERE, takes={"number": int, "queue": str}), "DC113", "queue"),
        (native(NOWHERE, **dict[str, Any]({"class": 1})), "DC197", "no name"),
        (native(NOWHERE, returns=Row), "DC198", "cannot be read from plain JSON"),
        (native(NOWHERE, returns=Two), "DC198", "one result"),
        (native(NOWHERE, stand_in=len), "DC199", "not an op"),  # type: ignore[call-overload]
        (native(NOWHERE, takes={"number": str}, stand_in=plain), "DC199", "type int, not str"),
        (native(NOWHERE, takes={"n": int}, stand_in=plain), "DC113", "`n`"),
        (native(NOWHERE, stand_in=plain), "DC199", "also needs `number`"),
        (native(NOWHERE, returns=int, stand_in=both), "DC199", "NamedTuple"),
        (native(NOWHERE, returns=int, stand_in=perhaps), "DC199", "returns int"),
        (native(NOWHERE, returns="Nothing"), "DC221", "Nothing"),
    ],
)
def test_what_is_wrong_is_told_where_it_is_made(made: Native[Any], code: str, said: str) -> None:
    from wired.checks import found

    told = {each.code: each for each in found(wired(made))}
    assert code in told
    assert said in f"{told[code].message} {told[code].fix}"
    if code != "DC113":
        place = told[code].labels[0].place
        assert place is not None
        assert place.file == __file__


def test_a_call_gives_what_it_takes_and_nothing_else() -> None:
    made = native(NOWHERE, takes={"number": int})
    assert codes(wired(made, numbr=1)) == ["DC114"]
    assert "takes={...}" in only(wired(made, numbr=1)).fix
    assert codes(wired(native(NOWHERE, takes={"text": str}), text=1)) == ["DC120"]


def test_a_handle_is_given_in_the_call() -> None:
    @pipeline
    def wrong(number: int) -> None:
        native(NOWHERE, number=number)()

    told = only(wrong)
    assert told.code == "DC196"
    assert 'takes={"number": ...}' in told.fix
    assert source(told.labels[0].place) == "number=number"


def test_it_is_no_value_itself() -> None:
    @pipeline
    def wrong() -> None:
        plain(native(NOWHERE))  # type: ignore[arg-type]

    assert codes(wrong) == ["DC133"]


def test_it_expects_nothing_and_has_no_config() -> None:
    with pytest.raises(TypeError, match="expect"):
        native(NOWHERE).expecting()
    with pytest.raises(TypeError, match="config"):
        native(NOWHERE).configured(1)
