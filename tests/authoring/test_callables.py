"""Every kind of callable is an op or is refused by name, with the reason and the way out."""

import asyncio
import functools
import importlib
import pickle
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from kinds import hinted, ops, plain
from kinds.table import KINDS, Kind
from wired.checks import codes, found, meaning, only, source

from dagcompile import Check, Op, op, pipeline
from dagcompile.ir.references import resolve
from dagcompile.testing import run

SUPPORTED = [each for each in KINDS if each.verdict == "supported"]
REFUSED = [each for each in KINDS if each.verdict == "refused"]


def used(each: Any, *, named: bool = False) -> Any:
    @pipeline
    def one(number: int) -> Any:
        return each(number=number) if named else each(number)

    return one


def kind_of(kind: Kind) -> str:
    return kind.kind


@pytest.mark.parametrize("kind", SUPPORTED, ids=kind_of)
def test_supported_kinds_are_found_by_an_import_and_run(kind: Kind) -> None:
    one = used(kind.make(), named=kind.named)
    (definition,) = meaning(one).ops
    assert definition.key == kind.ref
    report = run(one, number=4)
    assert report.result == kind.result
    assert type(report.result) is type(kind.result)


@pytest.mark.parametrize("kind", SUPPORTED, ids=kind_of)
def test_supported_kinds_travel_by_reference(kind: Kind) -> None:
    (definition,) = meaning(used(kind.make(), named=kind.named)).ops
    named: Any = resolve(definition.ref)
    text = pickle.dumps(named)
    assert len(text) < 150
    again = pickle.loads(text)
    assert again is named or again == named


@pytest.mark.parametrize("kind", REFUSED, ids=kind_of)
def test_refused_kinds_are_told_of_by_name(kind: Kind) -> None:
    diagnostic, *others = found(used(kind.make()))
    assert diagnostic.code == kind.code
    assert kind.says in diagnostic.message
    assert kind.fix in diagnostic.fix
    assert diagnostic.fix
    assert source(diagnostic.labels[-1].place) in ("each(number)", "fn(*args, **kwargs)")
    assert len(others) == (kind.kind == "function of a ParamSpec")


def test_every_kind_is_a_row_of_its_own() -> None:
    assert len({each.kind for each in KINDS}) == len(KINDS) > 50


def test_an_async_op_gives_its_value_outside_a_pipeline() -> None:
    later = op(plain.later)
    assert later(1) == 2
    assert asyncio.run(later.__wrapped__(1)) == 2


def test_an_async_op_gives_its_value_where_a_loop_runs() -> None:
    threads: list[str] = []

    async def seen(number: int) -> int:
        threads.append(threading.current_thread().name)
        return number

    async def outside() -> int:
        return op(seen)(3)

    assert asyncio.run(outside()) == 3
    assert threads[0] != threading.current_thread().name


def test_an_async_pipeline_calls_no_op() -> None:
    @pipeline
    async def later(number: int) -> int:
        return op(plain.plain)(number)

    diagnostic = only(later)
    assert diagnostic.code == "DC105"
    assert "the ops that it calls may be async" in diagnostic.fix


def test_type_variables_stand_for_what_may_flow() -> None:
    @pipeline
    def one(number: int, point: plain.Point) -> None:
        op(plain.same)(number)
        op(plain.twice)(number)
        op(plain.either)(number)
        op(plain.Maker.made)(number)

    types = {each.ref.name: each for each in meaning(one).ops}
    assert types["same"].inputs[0].type == types["same"].outputs[0].type == "Any"
    assert types["twice"].outputs[0].type == "float | int"
    assert types["either"].outputs[0].type == "int | str"
    assert types["Maker.made"].outputs[0].type == "kinds.plain.Maker"

    @pipeline
    def bound() -> None:
        op(plain.moved)(plain.Point(1, 2))

    (moved,) = meaning(bound).ops
    assert moved.inputs[0].type == "kinds.plain.Point"
    assert [each.name for each in moved.outputs] == ["x", "y"]


def test_a_guard_stands_behind_a_type_variable() -> None:
    @pipeline
    def guarded(number: int) -> int:
        return op(plain.plain)(op(plain.same)(number))

    assert run(guarded, number=1).result == 2


def test_annotations_that_are_text_are_read() -> None:
    @pipeline
    def one() -> int:
        return hinted.postponed(plain.Point(1, 2))

    (postponed,) = meaning(one).ops
    assert postponed.inputs[1].type == "kinds.hinted.Later | None"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the syntax is that of Python 3.12")
def test_type_parameters_in_brackets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "kinds_of_312.py").write_text(
        "type Numbers = list[int]\n"
        "def first[T: int](numbers: list[T]) -> T: return numbers[0]\n"
        "def total(numbers: Numbers) -> int: return sum(numbers)\n"
    )
    module = importlib.import_module("kinds_of_312")

    @pipeline
    def one(numbers: list[int]) -> None:
        op(module.first)(numbers)
        op(module.total)(numbers)

    types = {each.ref.name: each.outputs[0].type for each in meaning(one).ops}
    assert types == {"first": "int", "total": "int"}


def test_a_module_that_no_file_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("cell")
    exec("def made(number: int) -> int: return number", vars(module))
    monkeypatch.setitem(sys.modules, "cell", module)
    diagnostic = only(used(op(module.made)))
    assert diagnostic.code == "DC103"
    assert "its module `cell` was made while the program runs" in diagnostic.message
    assert "put it in a file" in diagnostic.fix


def test_an_op_of_the_program_that_was_started_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("__main__")
    exec("from dagcompile import op\nup = op(lambda number: number)", vars(module))
    monkeypatch.setitem(sys.modules, "__main__", module)
    diagnostic = only(used(module.up))
    assert diagnostic.code == "DC103"
    assert "the program that was started" in diagnostic.message


def test_two_ops_that_have_no_path_are_both_told_of() -> None:
    @pipeline
    def one(number: int) -> None:
        op(lambda number: number).named("a")(number)
        op(lambda number: number).named("b")(number)

    assert codes(one) == ["DC103", "DC103"]


def test_an_op_that_has_no_name_of_its_own_is_called_as_its_module_calls_it() -> None:
    (node,) = meaning(used(ops.named_method)).nodes
    assert node.id == "named_method"
    (node,) = meaning(used(ops.named_derived)).nodes
    assert node.id == "derived"
    assert pickle.loads(pickle.dumps(ops.named_derived)) is ops.named_derived


def test_what_an_object_says_of_itself_is_not_that_of_its_class() -> None:
    from dagcompile.authoring import trace

    def texts(each: Op[..., Any]) -> object:
        return trace(used(each)).pipeline.docs.ops

    assert texts(op(plain.Row)) == (("kinds.plain:Row", "A row."),)
    assert texts(ops.named_partial) == texts(ops.named_object) == ()


async def slow(number: int) -> bool:
    return number > 0


class Rules:
    """Checks in a class."""

    @classmethod
    def positive(cls, number: int) -> bool:
        return number > 0

    @staticmethod
    def even(number: int) -> bool:
        return number % 2 == 0


@pytest.mark.parametrize(
    ("check", "code", "says"),
    [
        (Rules.even, "", ""),
        (Rules.positive, "", ""),
        (slow, "DC241", "is async, and a guard does not wait"),
        (lambda number: number > 0, "DC223", "it is a lambda"),
        (plain.maker.ahead, "DC223", "it has no name to import"),
    ],
)
def test_checks_are_functions_that_can_be_imported(check: Any, code: str, says: str) -> None:
    from typing import Annotated

    def takes(number: int) -> None:
        pass

    takes.__annotations__["number"] = Annotated[int, Check(check)]
    diagnostics = found(pipeline(takes))
    assert [each.code for each in diagnostics] == ([code] if code else [])
    assert all(says in each.message for each in diagnostics)
    assert all("0x" not in each.message for each in diagnostics)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (3, "op takes a function, not int"),
        ("load", r"not text; a node is named by .named\('load'\)"),
        (property(plain.plain), "not a property; make it a function at module level"),
        (vars(plain.Maker)["doubled"], r"not a classmethod; .*op\(Class.method\) at module level"),
        (pipeline(plain.plain), "not a pipeline; pipelines cannot be nested yet"),
    ],
)
def test_what_can_never_be_an_op_is_refused_where_it_is_made(given: Any, says: str) -> None:
    with pytest.raises(TypeError, match=says):
        op(given)


class Group:
    """Pipelines in a class."""

    @staticmethod
    @pipeline
    def below(number: int) -> int:
        return op(plain.plain)(number)


@pipeline
@plain.logged
def decorated(number: int) -> int:
    return op(plain.plain)(number)


@pytest.mark.parametrize("each", [Group.below, decorated])
def test_kinds_of_pipelines(each: Any) -> None:
    assert run(each, number=4).result == 5


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (staticmethod(plain.plain), "not staticmethod; define it at module level"),
        (functools.partial(plain.plain), "not partial; write a def that calls the ops"),
        (plain.Maker(3), "not Maker; write a def"),
        (plain.Row, "not type; write a def"),
        (len, "write a def"),
        ("daily", r"not text; write @pipeline\(name='daily'\)"),
        (op(plain.plain), "not an op; decorate a function that calls the op"),
        (3, "not int$"),
    ],
)
def test_what_can_never_be_a_pipeline_is_refused_where_it_is_made(given: Any, says: str) -> None:
    with pytest.raises(TypeError, match=says):
        pipeline(given)


def test_a_pipeline_yields_nothing() -> None:
    @pipeline
    def yielding(number: int) -> Any:
        yield op(plain.plain)(number)

    diagnostic = only(yielding)
    assert diagnostic.code == "DC105"
    assert "is a generator" in diagnostic.message


def test_a_named_tuple_is_an_op_with_an_output_for_each_field() -> None:
    @pipeline
    def one(number: int) -> int:
        point = op(plain.Point)(number, 2)
        return point.x

    assert run(one, number=4).result == 4
