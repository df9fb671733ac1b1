"""What is expected of values: which of them it looks at, and what it may not be."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from wired import expected
from wired.checks import codes, found, meaning, only, source

from dagcompile import Secret, expect, first_of, op, pipeline
from dagcompile.diagnostics import CompileError
from dagcompile.ir import records as ir

Wiring = Callable[[Any], object]


def wired(wiring: Wiring) -> Any:
    @pipeline
    def one(number: int) -> None:
        wiring(expected.load(number))

    return one


def last(wiring: Wiring) -> Any:
    return meaning(wired(wiring)).nodes[-1]


def of_clean(*given: Any) -> Any:
    return wired(expected.clean.expecting(*given))


def looks(expectation: ir.Expectation) -> list[str]:
    return [f"{each.side} {each.port}: {each.type}" for each in expectation.looks]


# --- of an op --------------------------------------------------------------------------------


def test_parameters_are_named_after_inputs_and_outputs() -> None:
    node = last(expected.clean.expecting(expect(expected.kept, least=0.9)))
    (made,) = node.expectations
    assert looks(made) == ["input rows: list[int]", "output result: list[int]"]
    assert made.params == (("least", 0.9),)
    assert made.ref == ir.Ref(module="wired.expected", name="kept")
    assert (made.name, made.severity, made.by_position) == ("wired.expected.kept", "error", False)


@pytest.mark.parametrize("port", ["rows", "result"])
def test_of_says_what_the_first_parameter_takes(port: str) -> None:
    given = expect(expected.some, of=port, severity="warn", name="not empty")
    (made,) = last(expected.clean.expecting(given)).expectations
    side = "input" if port == "rows" else "output"
    assert looks(made) == [f"{side} {port}: list[int]"]
    assert (made.by_position, made.severity, made.name) == (True, "warn", "not empty")


def test_a_decorator_and_a_node_add_up_and_an_op_is_not_changed() -> None:
    strict = op(expect=[expect(expected.text)])(expected.load.__wrapped__)
    loud = strict.expecting(expect(expected.some, of="result"))
    assert [each.fn.__name__ for each in loud._settings.expect] == ["text", "some"]
    assert len(strict._settings.expect) == 1


def test_what_is_not_expected_of_leaves_no_trace() -> None:
    assert last(expected.clean).expectations == ()


def test_an_op_may_say_what_is_expected() -> None:
    says = cast("Any", op(expected.some))
    (made,) = last(expected.clean.expecting(expect(says, of="rows"))).expectations
    assert made.ref.name == "some"


def test_what_looks_at_a_secret_is_marked() -> None:
    @pipeline
    def one(token: Secret[str]) -> int:
        return expected.opened.expecting(expect(expected.hushed))(token)

    (made,) = cast("ir.OpNode", meaning(one).nodes[0]).expectations
    assert made.secret


def test_an_author_may_keep_a_secret_that_no_type_tells_of() -> None:
    hidden = expect(expected.some, of="rows", secret=True)
    (made,) = last(expected.clean.expecting(hidden)).expectations
    assert made.secret


# --- a node of its own -----------------------------------------------------------------------


def test_a_call_makes_a_node_that_others_come_after() -> None:
    def wiring(rows: Any) -> None:
        ready = expect(expected.alike, by=2, severity="warn")(expected.clean(rows), right=rows)
        expected.load.named("end").after(ready)(1)

    *_, node, end = meaning(wired(wiring)).nodes
    assert isinstance(node, ir.Expect)
    assert node.id == "alike"
    assert [(each.port, each.source) for each in node.inputs] == [
        ("left", ir.FromPort(node="clean")),
        ("right", ir.FromPort(node="load")),
    ]
    assert looks(node.expectation) == ["input left: list[int]", "input right: list[int]"]
    assert node.expectation.params == (("by", 2),)
    assert end.after == ("alike",)


def test_a_node_is_named_ordered_and_takes_containers_and_literals() -> None:
    def wiring(rows: Any) -> None:
        known = expect(expected.some)(rows)
        expect(expected.alike).named("same").after(known, rows)([1, 2], rows)

    node = last(wiring)
    assert (node.id, node.after) == ("same", ("some", "load"))
    assert node.inputs[0].source == ir.Const(
        value=ir.Sequence(type="list", items=(1, 2)),
    )


def test_what_takes_its_value_by_position_is_given_a_name_for_it() -> None:
    node = last(expect(expected.small, of="rows"))
    assert node.expectation.by_position
    assert [each.port for each in node.inputs] == ["rows"]


# --- mistakes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (expected.some, "DC160", "expects an object of class function"),
        (3, "DC160", "expects an object of class int"),
        (expect(lambda result: True), "DC161", "a lambda"),
        (expect(expected.some), "DC162", "`value`, which is no input or output of op `clean`"),
        (expect(expected.some, of="row"), "DC162", "did you mean `rows`?"),
        (expect(expected.some, of="by"), "DC162", "whose default is no literal"),
        (expect(expected.starred), "DC163", "takes `*result"),
        (expect(expected.small), "DC163", "takes `rows` by position only"),
        (expect(cast("Any", expected.nothing)), "DC163", "annotated -> None"),
        (expect(cast("Any", expected.walks)), "DC163", "is a generator"),
        (expect(cast("Any", expected.waits)), "DC163", "is async"),
        (expect(cast("Any", int)), "DC163", "is a class"),
        (expect(expected.kept, lest=1), "DC164", "did you mean `least`?"),
        (expect(expected.some, value=[1]), "DC165", "looks at no input or output"),
        (expect(expected.kept, least="all"), "DC120", "is not float"),
        (expect(expected.kept, least=object()), "DC117", "is not a literal"),
    ],
)
def test_what_cannot_be_expected_is_told(given: Any, code: str, said: str) -> None:
    (wrong,) = found(of_clean(given))
    assert wrong.code == code
    assert said in wrong.message


def test_a_name_that_was_given_is_not_taken_for_that_of_a_parameter() -> None:
    (named,) = found(of_clean(expect(expected.some, of="nothing")))
    (taken,) = found(of_clean(expect(expected.some)))
    assert named.fix.startswith("its values: `")
    assert "expect(..., nothing=...)" not in named.fix
    assert "expect(..., value=...)" in taken.fix


def test_a_decorator_is_shown_where_it_says_so() -> None:
    @op(expect=[expect(expected.some, of="nothing")])
    def here(number: int) -> int:
        return number

    here.__wrapped__.__qualname__ = "here"

    @pipeline
    def one(number: int) -> None:
        here(number)

    wrong = next(each for each in found(one) if each.code == "DC162")
    assert source(wrong.labels[0].place) == 'expect=[expect(expected.some, of="nothing")]'


@pytest.mark.parametrize(
    ("wiring", "code", "said"),
    [
        (expect(expected.alike), "DC113", "is not given `right`"),
        (lambda rows: expect(expected.some)(rows, rows), "DC164", "2 values by position"),
        (lambda rows: expect(expected.some)(valeu=rows), "DC164", "did you mean `value`?"),
        (lambda rows: expect(expected.some)(rows, value=rows), "DC164", "`value` twice"),
        (lambda rows: expect(expected.some)([1]), "DC165", "no value of the pipeline"),
        (
            lambda rows: expected.clean(cast("Any", expect(expected.some)(rows))),
            "DC167",
            "gives none",
        ),
        (
            lambda rows: expected.clean(cast("Any", expect(expected.some))),
            "DC167",
            "is an expectation itself",
        ),
        (lambda rows: bool(expect(expected.some)(rows)), "DC167", "asked for its truth"),
        (lambda rows: first_of(rows, expect(expected.some)(rows)), "DC167", "gives none"),
    ],
)
def test_a_call_that_cannot_be_is_told(wiring: Wiring, code: str, said: str) -> None:
    told = found(wired(wiring))
    assert code in {each.code for each in told}
    assert any(said in each.message for each in told), [each.message for each in told]


def test_an_id_is_given_once() -> None:
    def wiring(rows: Any) -> None:
        expect(expected.some)(rows)
        expect(expected.some)(rows)

    assert codes(wired(wiring)) == ["DC112"]


def test_outside_a_pipeline_it_is_not_called() -> None:
    with pytest.raises(CompileError) as raised:
        expect(expected.some)([1])
    (told,) = raised.value.diagnostics
    assert told.code == "DC166"
    assert source(told.labels[0].place) == "expect(expected.some)([1])"


def test_an_expectation_of_another_pipeline_comes_before_nothing() -> None:
    kept: list[Any] = []
    meaning(wired(lambda rows: kept.append(expect(expected.some)(rows))))
    assert only(wired(expected.clean.after(kept[0]))).code == "DC125"


def test_what_is_wrong_by_itself_is_told_at_once() -> None:
    with pytest.raises(ValueError, match='severity is "error" or "warn", not \'fatal\''):
        expect(expected.some, severity=cast("Any", "fatal"))
    with pytest.raises(TypeError, match="expect takes a function, not int"):
        expect(cast("Any", 3))
    with pytest.raises(TypeError, match=r"write @op\(expect=\[expect\(...\)\]\)"):
        op(cast("Any", expect(expected.some)))


@pytest.mark.parametrize(
    ("wiring", "said"),
    [
        (lambda _: expect(expected.some, severity=cast("Any", "fatal")), 'severity is "error"'),
        (lambda _: expect(cast("Any", 3)), "expect takes a function, not int"),
        (lambda _: cast("Any", expected.clean).expecting(some=1), ".expecting() got"),
    ],
)
def test_a_wrong_call_of_ours_in_a_pipeline_is_told_there(wiring: Wiring, said: str) -> None:
    wrong = only(wired(wiring))
    assert said in wrong.message
    assert wrong.labels[0].text == "called here"


def test_what_is_expected_is_said_before_the_call() -> None:
    wrong = only(wired(lambda rows: expected.clean(rows, expect=[])))  # type: ignore[call-arg]
    assert wrong.code == "DC114"
    assert ".expecting(expect(...))" in wrong.fix
