"""Questions about a pipeline, answered on small ones."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from irs import first_of, node, op, pipeline, source

from dagcompile.ir.queries import (
    Index,
    flat_sources,
    in_port,
    index_of,
    out_port,
    source_type,
    upstream,
)
from dagcompile.ir.records import (
    Collection,
    Const,
    DictType,
    FromParam,
    FromPort,
    Gather,
    Guard,
    Instance,
    LiteralType,
    Mapping,
    Member,
    Node,
    OpDef,
    OpNode,
    Ref,
    Sequence,
    Severity,
    Source,
    Symbol,
    Text,
    TupleType,
    Union,
    Value,
)
from dagcompile.ir.rules.references import order_faults

LOAD = op("load", {"day": "str"}, out="list[int]")
SPLIT = op(
    "split", {"rows": "list[int]"}, out={"left": "list[int]", "right": "str"}, maybe=["right"]
)
MERGE = op("merge", {"parts": "Any", "extra": "Any"}, optional=["extra"])
NODES = [
    node("load", {"day": "$day"}),
    node("split", {"rows": "load"}),
    node(
        "merge",
        {
            "extra": "split.left",
            "parts": Gather(
                type="list",
                items=(
                    source("load"),
                    Gather(type="tuple", items=(source("split.left"), Const(value=1))),
                    source("$day"),
                    source("load"),
                ),
            ),
        },
        after=["split", "load"],
    ),
]
INDEX = index_of(pipeline(LOAD, SPLIT, MERGE, nodes=NODES, params={"day": "str"}).meaning)


def test_sources_are_flat_and_named_once() -> None:
    assert flat_sources(NODES[2]) == (
        FromPort(node="split", port="left"),
        FromPort(node="load"),
        FromParam(name="day"),
    )


def test_upstream_holds_inputs_and_order() -> None:
    assert upstream(NODES[0]) == ()
    assert upstream(NODES[2]) == ("split", "load")
    assert upstream(first_of("pick", ["split.left"], "str", after=["load"])) == ("split", "load")


def test_consumers() -> None:
    assert INDEX.consumers == {"load": ("split", "merge"), "split": ("merge",), "merge": ()}


def test_ports() -> None:
    assert in_port(MERGE, "extra").required is False
    assert out_port(SPLIT, "right").maybe is True
    with pytest.raises(KeyError):
        in_port(MERGE, "nothing")
    with pytest.raises(KeyError):
        out_port(MERGE, "nothing")


def _type_of(value: Source) -> tuple[str, Index]:
    taken = node("merge", {"parts": value})
    index = index_of(
        pipeline(LOAD, SPLIT, MERGE, nodes=[*NODES[:2], taken], params={"day": "str"}).meaning
    )
    return source_type(value, index), index


def _gather(type: str, *items: "str | Source", keys: tuple[Value, ...] = ()) -> Gather:
    return Gather(type=type, items=tuple(map(source, items)), keys=keys)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (source("load"), "list[int]"),
        (source("split.right"), "str"),
        (source("$day"), "str"),
        (_gather("list", "$day", "split.right"), "list[str]"),
        (_gather("list", "load", "$day"), "list[list[int] | str]"),
        (
            _gather("list", "$day", Const(), Const(value=1), Const(value="a")),
            "list[Literal['a', 1] | str | None]",
        ),
        (_gather("tuple", "load", "$day"), "tuple[list[int], str]"),
        (
            _gather("dict", "load", "$day", keys=("a", "b")),
            "dict[Literal['a', 'b'], list[int] | str]",
        ),
        (
            _gather("list", _gather("tuple", "$day"), _gather("list", "$day")),
            "list[list[str] | tuple[str]]",
        ),
        (_gather("list"), "list[Any]"),
        (Const(value=Sequence(type="set", items=(1, 2))), "set[Literal[1, 2]]"),
        (Const(value=Sequence(type="tuple", items=(1, True))), "tuple[Literal[1], Literal[True]]"),
        (Const(value=Mapping(items=(("a", 0.5),))), "dict[Literal['a'], float]"),
        (Const(value=Text(type="date", text="2024-01-01")), "date"),
        (
            Const(value=Member(enum=Ref(module="app", name="Colour"), name="RED")),
            "Literal[app.Colour.RED]",
        ),
        (Const(value=Instance(cls=Ref(module="app", name="Row"))), "Any"),
        (Const(value=Symbol(ref=Ref(module="app", name="f"))), "Any"),
    ],
)
def test_the_type_of_a_source(value: Source, key: str) -> None:
    found, index = _type_of(value)
    assert found == key
    if isinstance(value, Gather):
        _assert_closed(key, index)


def _assert_closed(key: str, index: Index) -> None:
    type_ = index.types[key]
    match type_:
        case Collection(item=item):
            parts: tuple[str, ...] = (item,)
        case TupleType(items=parts) | Union(members=parts):
            pass
        case DictType():
            parts = (type_.key, type_.value)
        case _:
            parts = ()
    for part in parts:
        _assert_closed(part, index)


def test_literals_in_a_gathered_container_are_one_type() -> None:
    _, index = _type_of(_gather("list", Const(value=1), Const(value=True), Const(value=1)))
    assert index.types["Literal[1, True]"] == LiteralType(values=(1, True))


# --- what may be absent ----------------------------------------------------------------------

ONE = op("one", {"x": "str"}, out="str")
TWO = op("two", {"x": "Any"}, out="str")


def _index(*more: Node, severity: Severity = "error", guarded: bool = True) -> Index:
    nodes = [node("load", {"day": "$day"}), node("split", {"rows": "load"}), *more]
    given = pipeline(LOAD, SPLIT, ONE, TWO, nodes=nodes, params={"day": "str"}).meaning
    if guarded:
        ops = {each.key: each for each in given.ops}
        placed = (_guarded(each, ops, severity) for each in given.nodes)
        given = replace(given, nodes=tuple(placed))
    return index_of(given)


def _guarded(node: Node, ops: dict[str, OpDef], severity: Severity) -> Node:
    if not isinstance(node, OpNode):
        return node
    guards = (
        Guard(side="output", port=each.name, type=each.type, maybe=each.maybe, severity=severity)
        for each in ops[node.op].outputs
    )
    return replace(node, guards=tuple(guards))


def test_only_a_maybe_port_may_be_withheld() -> None:
    index = _index()
    assert index.may_withhold(source("split.right"))
    assert not index.may_withhold(source("split.left"))
    assert not index.may_withhold(source("$day"))
    assert not index.may_withhold(Const())
    assert not index.may_skip("split")


def test_an_output_without_a_guard_that_blocks_may_be_withheld() -> None:
    for index in (
        _index(node("one", {"x": "split.left"}), guarded=False),
        _index(node("one", {"x": "split.left"}), severity="warn"),
    ):
        assert index.may_withhold(source("load"))
        assert index.may_withhold(source("split.left"))
        assert index.may_skip("one")


def test_a_skip_goes_on_downstream() -> None:
    index = _index(node("one", {"x": "split.right"}), node("one", {"x": "one"}, id="again"))
    assert index.may_skip("one")
    assert index.may_skip("again")
    assert index.may_withhold(source("one"))


def test_a_skip_goes_through_containers() -> None:
    inside = Gather(type="list", items=(source("load"), source("split.right")))
    assert _index(node("two", {"x": inside})).may_skip("two")
    assert not _index(node("two", {"x": Gather(type="list", items=(source("load"),))})).may_skip(
        "two"
    )


def test_a_skip_goes_through_order_but_a_withheld_port_does_not() -> None:
    index = _index(
        node("one", {"x": "split.right"}),
        node("two", {"x": "load"}, after=["one"]),
        node("two", {"x": "load"}, id="other", after=["split"]),
    )
    assert index.may_skip("two")
    assert not index.may_skip("other")


@pytest.mark.parametrize(
    ("items", "after", "skips"),
    [
        (["split.right"], [], True),
        (["split.right", "split.right"], [], True),
        (["split.right", "split.left"], [], False),
        (["split.left"], ["one"], True),
        ([Const(value="a"), "split.right"], [], False),
    ],
)
def test_first_of_is_skipped_only_if_all_may_be_absent(
    items: "list[str | Source]", after: list[str], skips: bool
) -> None:
    index = _index(node("one", {"x": "split.right"}), first_of("pick", items, "str", after=after))
    assert index.may_skip("pick") is skips
    assert index.may_withhold(source("pick")) is skips


# --- order -----------------------------------------------------------------------------------


def test_order_faults() -> None:
    given = pipeline(LOAD, SPLIT, MERGE, nodes=NODES, params={"day": "str"}).meaning
    assert order_faults(given) == ()
    assert order_faults(replace(given, nodes=tuple(reversed(NODES)))) == (
        ("merge", "split"),
        ("merge", "load"),
        ("split", "load"),
    )


@given(st.permutations(range(6)))
def test_a_chain_is_in_order_only_as_written(order: list[int]) -> None:
    chain = [
        node("two", {"x": f"n{at - 1}"} if at else {"x": "$day"}, id=f"n{at}") for at in range(6)
    ]
    meaning = pipeline(TWO, nodes=[chain[at] for at in order], params={"day": "str"}).meaning
    assert (order_faults(meaning) == ()) == (order == sorted(order))
