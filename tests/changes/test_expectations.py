"""Expectations: who fails or passes that did not, and what reports say."""

from dataclasses import replace
from typing import Any

from changed import reasons, told, with_build, with_node
from irs import node, op, pipeline

from dagcompile.changes import compare
from dagcompile.ir.records import (
    Expect,
    Expectation,
    Expectations,
    FromPort,
    Input,
    Look,
    Pipeline,
    Ref,
)

WITHIN = Ref(module="app.checks", name="within")
RESULT = Look(side="output", port="result", type="int")
SMALL = Expectation(
    name="app.checks.within", ref=WITHIN, looks=(RESULT,), params=(("high", 9), ("low", 0))
)


def given(*expectations: Expectation, asked: Expectations | None = None) -> Pipeline:
    made = pipeline(op("load"), nodes=[node("load")], outputs={"result": ("load", "int")})
    return with_build(with_node(made, "load", expectations=expectations), expectations=asked)


def small(**said: Any) -> Expectation:
    return replace(SMALL, **said)


def test_one_that_is_lost_or_new_says_who_passes_or_fails() -> None:
    line = "within(high=9, low=0) of `result`"
    assert told(given(SMALL), given()) == [f"risky expectation removed load.within: {line} ->"]
    assert reasons(given(SMALL), given()) == ["values that do not meet it pass"]
    assert told(given(), given(SMALL)) == [f"risky expectation added load.within: {line}"]
    assert reasons(given(), given(SMALL)) == ["a run whose values do not meet it fails"]
    warns = small(severity="warn")
    assert told(given(), given(warns)) == [f"safe expectation added load.within: {line}, warns"]
    assert told(given(warns), given()) == [
        f"safe expectation removed load.within: {line}, warns ->"
    ]


def test_a_severity_loosens_or_tightens() -> None:
    line = "within(high=9, low=0) of `result`"
    assert told(given(SMALL), given(small(severity="warn"))) == [
        f"risky expectation loosened load.within: {line} -> {line}, warns"
    ]
    assert told(given(small(severity="warn")), given(SMALL)) == [
        f"risky expectation tightened load.within: {line}, warns -> {line}"
    ]


def test_other_params_judge_other_values() -> None:
    wider = small(params=(("high", 99), ("low", 0)))
    line = "within(high=9, low=0) of `result` -> within(high=99, low=0) of `result`"
    assert told(given(SMALL), given(wider)) == [f"risky expectation changed load.within: {line}"]
    assert reasons(given(SMALL), given(wider)) == ["a run fails upon other values than before"]
    both = replace(SMALL, severity="warn"), replace(wider, severity="warn")
    assert told(given(both[0]), given(both[1]))[0].startswith("safe expectation changed")


def test_what_looks_at_a_secret_shows_no_params() -> None:
    old, new = small(secret=True), small(params=(("high", 12345), ("low", 0)))
    for pair in ((old, new), (new, old), (old, replace(new, secret=True))):
        (line,) = told(given(pair[0]), given(pair[1]))
        assert "12345" not in line
        assert "within(high=a secret, low=a secret) of `result`" in line


def test_a_function_at_another_path_is_told_once_and_may_be_another_one() -> None:
    moved = small(name="app.rules.within", ref=Ref(module="app.rules", name="within"))
    (line,) = told(given(SMALL), given(moved))
    assert line.startswith("risky pipeline moved")
    assert "app.checks.within -> app.rules.within" in line
    (change,) = compare(given(SMALL), given(moved)).changes
    assert change.reason == "only the source tells whether it is the same"
    assert change.consumers[0] == "load"
    both = given(SMALL, moved), given(moved, replace(moved, params=SMALL.params[:1]))
    assert "risky expectation changed load.within: app.checks.within" in " ".join(told(*both))
    other = small(name="small", ref=Ref(module="app.checks", name="below"))
    assert told(given(small(name="small")), given(other)) == [
        (
            "risky expectation changed load.small: app.checks.within(high=9, low=0) of `result`"
            " -> app.checks.below(high=9, low=0) of `result`"
        )
    ]


def test_secrets_among_its_values_keep_what_it_says() -> None:
    assert told(given(SMALL), given(small(secret=True)))[0].startswith("safe expectation changed")
    assert reasons(given(SMALL), given(small(secret=True))) == [
        "what it says of a value is no longer told"
    ]


def test_a_function_that_takes_another_type_judges_as_before() -> None:
    wide = small(looks=(replace(RESULT, type="float"),))
    line = "within(high=9, low=0) of `result` as int -> within(high=9, low=0) of `result` as float"
    assert told(given(SMALL), given(wide)) == [f"safe expectation changed load.within: {line}"]


def test_a_name_is_what_reports_call_it() -> None:
    assert told(given(SMALL), given(small(name="small"))) == [
        (
            "cosmetic expectation renamed load.small: within(high=9, low=0) of `result`"
            " -> small(high=9, low=0) of `result`"
        )
    ]


def test_the_same_in_another_order_is_the_same() -> None:
    other = small(name="tidy", params=())
    assert told(given(SMALL, other), given(other, SMALL)) == ["cosmetic expectation changed load"]
    turned = small(params=tuple(reversed(SMALL.params)))
    assert [each.split(":")[0] for each in told(given(SMALL), given(turned))] == [
        "cosmetic expectation changed load.within"
    ]


def test_several_uses_of_one_function_are_told_apart() -> None:
    tens = small(params=(("high", 10), ("low", 0)))
    old, new = given(SMALL, tens), given(tens, small(params=(("high", 8), ("low", 0))))
    assert told(old, new) == [
        (
            "risky expectation changed load.within: within(high=9, low=0) of `result`"
            " -> within(high=8, low=0) of `result`"
        )
    ]


def test_what_the_whole_build_makes_of_them_is_told_once() -> None:
    assert told(given(SMALL), given(small(severity="warn"), asked="warn")) == [
        "risky expectation changed: as each of them says -> told, and failing nothing"
    ]
    assert told(given(SMALL), given(asked="ignore")) == [
        "risky expectation changed: as each of them says -> ignored"
    ]
    assert told(given(asked="ignore"), given(SMALL)) == [
        "risky expectation changed: ignored -> as each of them says"
    ]
    assert told(given(asked="ignore"), given(small(), asked="fail")) == [
        "risky expectation changed: ignored -> failing what they look at"
    ]


def test_an_expectation_that_is_a_node_of_its_own_is_compared_alike() -> None:
    def of(expectation: Expectation) -> Pipeline:
        wired = Input(port="result", source=FromPort(node="load"))
        step = Expect(id="small", expectation=expectation, inputs=(wired,))
        return pipeline(op("load"), nodes=[node("load"), step])

    looks = replace(SMALL, looks=(Look(port="result", type="int"),))
    assert told(of(looks), of(replace(looks, severity="warn"))) == [
        (
            "risky expectation loosened small.within: within(high=9, low=0) of `result`"
            " -> within(high=9, low=0) of `result`, warns"
        )
    ]
