"""Outputs that are said to be kept."""

from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from wired.checks import codes, meaning, only

from dagcompile import Asset, Maybe, Secret, native, op, pipeline
from dagcompile.authoring import trace
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.drawing.mermaid import mermaid
from dagcompile.drawing.picture import picture_of
from dagcompile.ir import records as ir
from dagcompile.ir.codec import dumps, loads
from dagcompile.ir.digest import digest
from dagcompile.ir.queries import written
from dagcompile.passes.compiler import compile_ir

TOTALS = Asset("shop/totals", uri="s3://shop/totals")
TRAIN, TEST, MORE = Asset("shop/train"), Asset("shop/test"), Asset("shop/more")


class Split(NamedTuple):
    train: list[int]
    test: Maybe[list[int]]


class Opaque:
    pass


@op(keeps=TOTALS)
def total(rows: list[int]) -> int:
    return sum(rows)


@op(keeps={"test": TEST})
def split(rows: list[int]) -> Split:
    return Split(rows, rows)


@op(keeps=TRAIN)
def opaque(rows: list[int]) -> list[Opaque]:
    return [Opaque() for _ in rows]


def login(rows: list[int]) -> Secret[str]:
    return str(rows)


def plain(rows: list[int]) -> int:
    return len(rows)


def nodes_of(wired: Pipeline[..., Any]) -> dict[str, Any]:
    return {each.id: each for each in meaning(wired).nodes}


def kept(node: Any) -> dict[str, str]:
    return {each.port: each.asset for each in node.keeps}


@pipeline
def daily(rows: list[int]) -> int:
    parts = split.keeping({"train": TRAIN})(rows)
    total.named("again").keeping(MORE)(parts.train)
    op(keeps=MORE)(plain)(rows)
    return total(parts.train)


def test_nodes_say_what_is_kept_and_the_pipeline_has_a_table_of_it() -> None:
    nodes = nodes_of(daily)
    assert kept(nodes["split"]) == {"train": "shop/train", "test": "shop/test"}
    assert [each.port for each in nodes["split"].keeps] == ["train", "test"]  # as they are returned
    assert kept(nodes["total"]) == {"result": "shop/totals"}
    assert kept(nodes["again"]) == {"result": "shop/more"}  # instead of what it says itself
    assert kept(nodes["plain"]) == {"result": "shop/more"}
    assert ir.Asset(name="shop/totals", uri="s3://shop/totals") in meaning(daily).assets
    assert written(nodes["total"]) == ("shop/totals",)
    assert nodes["total"].writes == ()


def test_it_is_a_part_of_what_a_pipeline_means() -> None:
    traced = trace(one(total)).pipeline
    (node,) = traced.meaning.nodes
    assert isinstance(node, ir.OpNode)
    without = replace(traced, meaning=replace(traced.meaning, nodes=(replace(node, keeps=()),)))
    assert digest(without) != digest(traced)
    assert loads(dumps(traced)) == traced


def test_it_is_drawn() -> None:
    traced = trace(one(total)).pipeline
    assert "keeps shop#47;totals" in mermaid(picture_of(compile_ir(traced)))


def one(step: Any) -> Any:
    @pipeline
    def one(rows: list[int]) -> None:
        step(rows)

    return one


@pytest.mark.parametrize(
    ("step", "code", "said", "fix"),
    [
        (total.keeping({"sum": TOTALS}), "DC189", "has no output 'sum'", "output is result"),
        (split.keeping({"result": MORE}), "DC189", "has no output 'result'", "are train, test"),
        (split.keeping(MORE), "DC189", "has the outputs train, test", "keeps={'train': ...}"),
        (total.keeping("shop/totals"), "DC181", "keeps an object of class str", "Asset('shop"),  # type: ignore[arg-type]
        (split.keeping({"train": "x"}), "DC181", "keeps an object of class str", "Asset('x')"),  # type: ignore[dict-item]
        (total.keeping(Asset), "DC181", "keeps the class Asset itself", "call it"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_kept(step: Any, code: str, said: str, fix: str) -> None:
    wrong = only(one(step))
    assert wrong.code == code
    assert said in wrong.message
    assert fix in wrong.fix


def test_the_result_of_native_work_is_not_kept() -> None:
    work = native("airflow.providers.standard.operators.bash:BashOperator", bash_command="true")

    @pipeline
    def one() -> None:
        work.keeping(TOTALS)()

    wrong = only(one)
    assert wrong.code == "DC189"
    assert "let an op take what it gives" in wrong.fix


def refused(wired: Pipeline[..., Any]) -> Diagnostic:
    traced = trace(wired)
    with pytest.raises(CompileError) as error:
        compile_ir(traced.pipeline, traced.places)
    (diagnostic,) = error.value.diagnostics
    return diagnostic


def test_a_class_that_has_no_form_is_not_kept() -> None:
    wrong = refused(one(opaque))
    assert wrong.code == "DC189"
    assert "`opaque.result`, which is `list[" in wrong.message
    assert "has no form in which it is written" in wrong.message
    assert "ctx.materialize(...)" in wrong.fix


def test_a_secret_is_not_kept() -> None:
    wrong = refused(one(op(keeps=TOTALS)(login)))
    assert wrong.code == "DC189"
    assert "it holds a secret" in wrong.message


def test_two_addresses_of_what_is_kept() -> None:
    @pipeline
    def two(rows: list[int]) -> int:
        total(rows)
        return total.named("other").keeping(Asset("shop/totals"))(rows)

    assert only(two).code == "DC182"


def test_a_pipeline_that_would_start_itself() -> None:
    @pipeline(schedule=[TOTALS])
    def endless(rows: list[int] = []) -> int:  # noqa: B006
        return total(rows)

    assert codes(endless) == ["DC184"]


def test_an_argument_that_is_said_before_the_call() -> None:
    wrong = only(one(lambda rows: total(rows, keeps=TOTALS)))  # type: ignore[call-arg]
    assert "keeping(...)" in wrong.fix
