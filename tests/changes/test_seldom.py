"""Changes that few pipelines see: each has its weight all the same."""

from dataclasses import replace
from typing import Any

from changed import told, with_meaning
from irs import first_of, node, op, pipeline

from dagcompile.ir.records import (
    Const,
    Docs,
    Expect,
    Expectation,
    FromPort,
    Input,
    Look,
    Node,
    OpDef,
    Param,
    Partition,
    Pipeline,
    Ref,
)

WITHIN = Ref(module="app.checks", name="within")


def given(*more: Node, ops: tuple[OpDef, ...] = ()) -> Pipeline:
    return pipeline(op("load"), *ops, nodes=[node("load"), *more])


def small(**said: Any) -> Expect:
    looks = (Look(port="x", type="int"),)
    expectation = Expectation(name="app.checks.within", ref=WITHIN, looks=looks, **said)
    wired = Input(port="x", source=FromPort(node="load"))
    return Expect(id="small", expectation=expectation, inputs=(wired,))


def first(lines: list[str]) -> list[str]:
    """The weight, the part and the verb of each line."""
    return [" ".join(each.split(": ")[0].split()[:4]) for each in lines]


def test_an_expectation_that_is_a_step_and_only_warns_fails_nothing() -> None:
    warns, fails = small(severity="warn"), small()
    assert first(told(given(), given(warns))) == ["safe node added small"]
    assert first(told(given(warns), given())) == ["safe node removed small"]
    assert first(told(given(), given(fails))) == ["risky node added small"]
    assert first(told(given(fails), given())) == ["risky node removed small"]


def test_a_step_of_another_kind_under_the_same_id() -> None:
    chosen = first_of("small", ["load"], "int")
    assert "risky node changed small: an expectation -> first_of" in told(
        given(small()), given(chosen)
    )


def test_outputs_of_an_op_that_come_and_go() -> None:
    one, two = op("split", out={"a": "int"}), op("split", out={"a": "int", "b": "int"})
    few, more = (given(node("split"), ops=(each,)) for each in (one, two))
    assert told(few, more) == ["safe op added app.ops:split.output b: b"]
    assert told(more, few) == ["risky op removed app.ops:split.output b: b ->"]


def test_ops_that_no_node_uses_and_their_order() -> None:
    unused = given(ops=(op("more"),))
    assert first(told(given(), unused))[0].startswith("cosmetic op added")
    used = given(node("more"), ops=(op("more"),))
    turned = with_meaning(used, ops=tuple(reversed(used.meaning.ops)))
    assert first(told(used, turned))[0].startswith("cosmetic pipeline changed order")


def test_a_default_in_the_place_of_a_partition() -> None:
    def of(**said: Any) -> Pipeline:
        made = pipeline(op("load", {"day": "str"}), nodes=[node("load", {"day": "$day"})])
        return with_meaning(made, params=(Param(name="day", type="str", **said),))

    due, stands = of(partition=Partition(length="day")), of(default=Const(value="2013-01-01"))
    for old, new in ((due, stands), (stands, due)):
        assert {each.split()[0] for each in told(old, new)} == {"risky"}


def test_tables_that_are_written_in_another_order() -> None:
    made = given(node("more"), ops=(op("more"),))
    said = (("app.ops:load", "Loads."), ("app.ops:more", "More."))
    old, new = (
        replace(made, docs=Docs(origin=made.docs.origin, ops=each)) for each in (said, said[::-1])
    )
    assert first(told(old, new))[0].startswith("cosmetic pipeline changed")
