"""The word for every edge, who looks at its value, and how many guards that saves."""

from dataclasses import replace
from typing import Any

import pytest
from irs import first_of, node, op, pipeline

from dagcompile.ir.records import Build, Const, FromPort, Gather, Pipeline, Policy, Sample
from dagcompile.passes.compiler import compile_ir
from dagcompile.passes.looks import EdgeFact, looks
from dagcompile.passes.place_guards import place_guards
from tests.passes.frames import Asked, Model, annotated
from tests.passes.kinds import key_of, table_of

ROWS = "list[int]"


def chain(**policy: Any) -> Pipeline:
    """`load` feeds `size`, which feeds the output; `day` feeds `load`; `size` takes a literal."""
    return pipeline(
        op("load", {"day": "str"}, out=ROWS),
        op("size", {"rows": ROWS, "least": "int"}),
        nodes=[
            node("load", {"day": "$day"}, policy=Policy(**policy)),
            node("size", {"rows": "load", "least": Const(value=1)}),
        ],
        params={"day": "str"},
        defaults={"day": "monday"},
        outputs={"result": ("size", "int")},
    )


def facts(made: Pipeline) -> dict[str, EdgeFact]:
    return {each.report.target: each for each in looks(made).edges}


def told(made: Pipeline) -> dict[str, tuple[str, str]]:
    return {target: (each.word, each.looked) for target, each in facts(made).items()}


def test_a_proven_edge_is_looked_at_where_its_value_comes_from() -> None:
    assert told(compile_ir(chain())) == {
        "load.day": ("proven", "start"),
        "size.rows": ("proven", "producer"),
        "size.least": ("proven", "compile"),
        "the pipeline's output": ("proven", "producer"),
        "param day": ("proven", "compile"),
    }


def test_guards_that_stand_and_guards_that_are_spared_are_told() -> None:
    found = looks(compile_ir(chain()))
    assert found.outputs == ("load.result", "size.result")
    assert found.inputs == ()
    assert found.elided == ("load.day", "size.rows")  # the literal would not be checked anyway
    assert (found.placed, found.everywhere) == (2, 4)
    assert found.words == {"proven": 5}


def test_what_is_wider_is_guarded_where_it_is_taken() -> None:
    made = compile_ir(
        pipeline(
            op("load", out="Any"),
            op("size", {"rows": ROWS}),
            op("tell", {"rows": "Any"}),
            nodes=[node("load"), node("size", {"rows": "load"}), node("tell", {"rows": "load"})],
            outputs={},
        )
    )
    found = looks(made)
    guarded, open_ = found.edges
    assert (guarded.word, guarded.looked) == ("guarded", "consumer")
    assert guarded.why == f"`Any` need not be `{ROWS}`"
    assert (open_.word, open_.looked, open_.why) == ("proven", "nowhere", "")
    assert (found.outputs, found.inputs, found.elided) == (
        ("size.result", "tell.result"),
        ("size.rows",),
        (),
    )
    assert found.everywhere == 3


def test_what_is_only_warned_of_is_looked_at_again() -> None:
    fact = facts(compile_ir(chain(severity="warn")))["size.rows"]
    assert (fact.word, fact.looked) == ("guarded", "consumer")
    assert fact.why == "what `load` gives is only warned of"


def test_an_output_of_the_pipeline_that_is_only_warned_of_is_assumed() -> None:
    made = pipeline(
        op("load"),
        nodes=[node("load", policy=Policy(severity="warn"))],
        outputs={"result": ("load", "int")},
    )
    fact = facts(compile_ir(made))["the pipeline's output"]
    assert (fact.word, fact.looked) == ("assumed", "nowhere")


def test_without_guards_what_steps_give_is_assumed() -> None:
    made = compile_ir(replace(chain(), build=Build(guards="off")))
    assert told(made) == {
        "load.day": ("proven", "start"),
        "size.rows": ("assumed", "nowhere"),
        "size.least": ("proven", "compile"),
        "the pipeline's output": ("assumed", "nowhere"),
        "param day": ("proven", "compile"),
    }
    found = looks(made)
    assert (found.placed, found.elided, found.everywhere) == (0, (), 4)
    assert facts(made)["size.rows"].why == "guards are off"


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ({"depth": "schema"}, "of what `load` gives only the class is looked at"),
        ({"depth": Sample(count=9)}, "of what `load` gives a sample of 9 is looked at"),
        ({"placement": "off"}, "the guards of `load` are off"),
    ],
)
def test_what_is_looked_at_in_part_is_looked_at_again(policy: dict[str, Any], why: str) -> None:
    made = compile_ir(chain(**policy))
    fact = facts(made)["size.rows"]
    assert (fact.word, fact.looked, fact.why) == ("guarded", "consumer", why)
    assert looks(made).inputs == ("size.rows",)


def test_a_look_at_the_class_is_enough_where_that_is_all_that_is_wanted() -> None:
    made = pipeline(
        op("load", out=ROWS),
        op("size", {"rows": "list[Any]"}),
        nodes=[node("load", policy=Policy(depth="schema")), node("size", {"rows": "load"})],
        outputs={},
    )
    fact = facts(compile_ir(made))["size.rows"]
    assert (fact.word, fact.looked) == ("proven", "producer")


def test_where_nobody_looks_deeper_an_edge_is_assumed() -> None:
    fact = facts(compile_ir(replace(chain(), build=Build(depth="schema"))))["size.rows"]
    assert (fact.word, fact.looked) == ("assumed", "nowhere")
    assert fact.why == "of what `load` gives only the class is looked at"


def test_a_guard_of_an_input_says_what_it_does_not_look_at() -> None:
    made = pipeline(
        op("load", out="Any"),
        op("size", {"rows": ROWS}),
        nodes=[node("load"), node("size", {"rows": "load"}, policy=Policy(depth="schema"))],
        outputs={},
    )
    fact = facts(compile_ir(made))["size.rows"]
    assert (fact.word, fact.looked) == ("guarded", "consumer")
    assert fact.why == f"`Any` need not be `{ROWS}`; only its class is looked at"


def test_no_guard_stands_behind_an_output() -> None:
    made = pipeline(
        op("load", out="Any"), nodes=[node("load")], outputs={"result": ("load", "int")}
    )
    (fact,) = looks(place_guards(made)).edges
    assert (fact.word, fact.looked) == ("guarded", "nowhere")
    assert fact.why == "`Any` need not be `int`; behind an output no guard can stand"


def test_an_impossible_edge_is_told_with_the_others() -> None:
    made = pipeline(
        op("load"),
        op("tell", {"text": "str"}),
        nodes=[node("load"), node("tell", {"text": "load"})],
        outputs={"result": ("load", "int")},
    )
    (wrong, right) = looks(place_guards(made)).edges
    assert (wrong.word, wrong.looked, wrong.why) == ("impossible", "nowhere", "`int` is not `str`")
    assert right.word == "proven"


@pytest.mark.parametrize(("severity", "word"), [("error", "proven"), ("warn", "guarded")])
def test_a_choice_is_as_sure_as_what_it_picks_from(severity: Any, word: str) -> None:
    made = pipeline(
        op("load"),
        op("tell", {"number": "int"}),
        nodes=[
            node("load", id="a"),
            node("load", id="b", policy=Policy(severity=severity)),
            first_of("pick", ["a", "b"], "int"),
            node("tell", {"number": "pick"}),
        ],
        outputs={},
    )
    assert facts(compile_ir(made))["tell.number"].word == word


def test_elements_of_a_container_are_told_apart() -> None:
    both = Gather(type="list", items=(FromPort(node="load"), FromPort(node="loose")))
    made = pipeline(
        op("load"),
        op("loose", out="Any"),
        op("add", {"numbers": ROWS}),
        nodes=[node("load"), node("loose"), node("add", {"numbers": both})],
        outputs={},
    )
    assert told(compile_ir(made)) == {
        "add.numbers[0]": ("proven", "consumer"),
        "add.numbers[1]": ("guarded", "consumer"),
    }


def test_an_edge_on_the_hope_of_an_undeclared_column_is_refused_not_impossible() -> None:
    ours, theirs = (
        annotated(Model("pandas", columns))
        for columns in ((Asked("a", "int"),), (Asked("a", "int"), Asked("b", "int")))
    )
    given = pipeline(
        op("load", out=key_of(ours)),
        op("clean", {"rows": key_of(theirs)}, out="int"),
        nodes=[node("load"), node("clean", {"rows": "load"})],
        types=table_of([ours, theirs, int]),
    )
    (fact,) = [each for each in looks(given).edges if each.report.target == "clean.rows"]
    assert (fact.word, fact.looked) == ("refused", "nowhere")
    assert "column `b` is not declared by" in fact.why
