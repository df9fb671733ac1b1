"""Ops are their functions outside a pipeline, and are derived, shown and pickled sensibly."""

import functools
import inspect
import pickle
from datetime import date, timedelta

import pytest
from wired import ops, refused, vendor
from wired.checks import meaning
from wired.contracts import Row

from dagcompile import Guard, Op, Retry, op, pipeline
from dagcompile.ir import records as ir


def test_an_op_runs_its_function() -> None:
    assert ops.plain(2, "abc") == 5
    assert ops.nested(3) == 10
    assert ops.clean([Row("a", 1), Row("b", 20)], config=ops.Cutoff(least=2)) == [Row("b", 20)]
    assert ops.look({"a": Row("a", 1)}) == Row("a", 1)


def test_an_op_looks_like_its_function() -> None:
    assert (ops.load.__name__, ops.load.__qualname__) == ("load", "load")
    assert ops.load.__module__ == "wired.ops"
    assert (ops.load.__doc__ or "").startswith("Read the rows")
    assert list(inspect.signature(ops.load).parameters) == ["day", "limit"]
    assert repr(ops.load) == "<op wired.ops:load>"
    assert repr(refused.nameless["object"]) == "<op wired.vendor:Callables>"


def test_an_op_of_an_op_is_that_op() -> None:
    assert op(ops.plain) is ops.plain
    retried = op(retry=Retry(attempts=2))(ops.plain)
    assert retried is not ops.plain
    assert retried(1) == 2
    limited = op(timeout=30)(ops.plain)
    assert limited is not ops.plain
    assert limited(1) == 2


def test_what_cannot_be_called_is_no_op() -> None:
    with pytest.raises(TypeError, match="op takes a function, not int"):
        op(3)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "derive",
    [
        lambda op: op.named("a"),
        lambda op: op.configured(ops.Cutoff(least=1)),
        lambda op: op.with_policy(retry=Retry(attempts=2)),
        lambda op: op.with_policy(timeout=30),
        lambda op: op.with_policy(guard=Guard(severity="warn")),
        lambda op: op.after(1),
    ],
)
def test_a_derived_op_is_another_and_runs_the_same(derive: functools.partial[Op[..., int]]) -> None:
    derived = derive(ops.plain)
    assert isinstance(derived, Op)
    assert derived is not ops.plain
    assert derived(1, "ab") == 3
    assert derived.__doc__ == ops.plain.__doc__


def test_deriving_leaves_the_op_as_it_was() -> None:
    ops.start.named("other").after(3).configured(4)

    @pipeline
    def one() -> int:
        return ops.start()

    assert [node.id for node in meaning(one).nodes] == ["start"]


def test_what_is_said_of_an_op_adds_up() -> None:
    derived = (
        ops.score.with_policy(guard=Guard(severity="warn")).named("a").named("b").after(1).after(2)
    )
    settings = derived._settings
    assert (settings.id, settings.after) == ("b", (1, 2))
    assert (settings.retry, settings.guard) == (ops.score._settings.retry, Guard(severity="warn"))


@pytest.mark.parametrize("each", [ops.load, ops.decorated, ops.clean])
def test_an_op_is_pickled_by_reference(each: Op[..., object]) -> None:
    assert pickle.loads(pickle.dumps(each)) is each
    assert len(pickle.dumps(each)) < 150


@pytest.mark.parametrize("each", [ops.double, ops.triple])
def test_an_op_made_elsewhere_is_pickled_by_its_function(each: Op[[int], int]) -> None:
    again = pickle.loads(pickle.dumps(each))
    assert isinstance(again, Op)
    assert again.__wrapped__ is each.__wrapped__
    assert again(3) == each(3)


def test_a_derived_op_keeps_what_was_said_of_it() -> None:
    derived = (
        ops.clean.named("a")
        .configured(ops.Cutoff(least=3))
        .with_policy(retry=Retry(attempts=2), timeout=timedelta(hours=1))
    )
    again = pickle.loads(pickle.dumps(derived))
    for name in derived._settings.__slots__:
        assert getattr(again._settings, name) == getattr(derived._settings, name)
    assert again.__wrapped__ is ops.clean.__wrapped__


@pytest.mark.parametrize("each", refused.nameless.values())
def test_an_op_without_an_import_path_is_not_pickled(each: Op[..., object]) -> None:
    with pytest.raises(pickle.PicklingError, match="not an attribute of its module"):
        pickle.dumps(each)


def test_the_wrapped_function_is_the_authors_own() -> None:
    assert ops.double.__wrapped__ is vendor.double
    assert ops.load.__wrapped__(date(2024, 1, 1), limit=3)[0].amount == 3


def test_an_input_may_be_called_self() -> None:
    assert ops.methodical(self=2, text="abc") == 5

    @pipeline
    def one(number: int) -> int:
        return ops.methodical(self=number)

    (node,) = meaning(one).nodes
    assert isinstance(node, ir.OpNode)
    assert node.inputs == (ir.Input(port="self", source=ir.FromParam(name="number")),)
