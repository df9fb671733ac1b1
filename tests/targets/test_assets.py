"""Assets in a DAG file: constants that are named well, and what tasks are told of them."""

import ast
from typing import Any

import pytest
from stock.pipelines import stock_producer

from dagcompile import Asset, op, pipeline
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target

LONG = "s3://bucket/" + "long/" * 30


@op
def start() -> int:
    return 1


@op
def A_B() -> int:
    return 1


def built(pipeline: Pipeline[..., Any], *, guards: Placement | None = None) -> ast.Module:
    target = find_target("airflow")
    chosen = Chosen(target=target, options=target.options())
    (artifact,) = emitted(compile_loaded(pipeline, guards=guards), chosen)
    return ast.parse(artifact.text)


def constants(module: ast.Module) -> dict[str, str]:
    """What stands at the top of a file, by name."""
    return {
        ast.unparse(each.targets[0]): ast.unparse(each.value)
        for each in module.body
        if isinstance(each, ast.Assign)
    }


def decorators(module: ast.Module) -> dict[str, dict[str, str]]:
    """What each task is given, by its id."""
    functions = (each for each in module.body if isinstance(each, ast.FunctionDef))
    found: dict[str, dict[str, str]] = {}
    for each in functions:
        call: Any = each.decorator_list[0]
        given = {str(word.arg): ast.unparse(word.value) for word in call.keywords}
        if ast.unparse(call.func) == "task":
            found[ast.literal_eval(given.pop("task_id", repr(each.name)))] = given
    return found


def of(*names: str) -> Pipeline[..., Any]:
    @pipeline
    def stocked() -> int:
        return start.writing(*map(Asset, names))()

    return stocked


@pytest.mark.parametrize(
    ("name", "constant"),
    [
        ("flights/report", "FLIGHTS_REPORT"),
        ("s3://bucket/key.csv", "S3_BUCKET_KEY_CSV"),
        ("9 lives", "_9_LIVES"),
        ("Größe", "GRÖSSE"),
        ("//", "ASSET"),
        ("true", "TRUE"),
        ("asset", "ASSET"),
        (LONG, "S3_BUCKET_LONG_LONG_LONG_LONG_LONG_LONG_LONG_LONG_L_"),
    ],
)
def test_a_constant_is_called_as_its_asset(name: str, constant: str) -> None:
    ((called, made),) = constants(built(of(name))).items()
    assert called.startswith(constant)
    assert len(called) <= 60
    assert ast.literal_eval(ast.parse(made, mode="eval").body.args[0]) == name  # type: ignore[attr-defined]


def test_hostile_names_and_uris_are_literals() -> None:
    name, uri = "a'b\"c\\{{ ds }}", 'x://"\\{% raw %}'

    @pipeline
    def stocked() -> int:
        return start.writing(Asset(name, uri=uri))()

    (made,) = constants(built(stocked)).values()
    call: Any = ast.parse(made, mode="eval").body
    assert ast.literal_eval(call.args[0]) == name
    assert ast.literal_eval(call.keywords[0].value) == uri


def test_names_that_meet_are_refused() -> None:
    with pytest.raises(CompileError) as raised:
        built(of("a/b", "c", "a b"))
    (wrong,) = raised.value.diagnostics
    assert wrong.code == "DC401"
    assert "the assets 'a b' and 'a/b' would have the same name 'A_B'" in wrong.message


def test_a_task_makes_way_for_a_constant() -> None:
    @pipeline
    def stocked() -> int:
        return A_B.writing(Asset("a/b"))()

    module = built(stocked)
    assert constants(module).keys() == {"A_B"}
    (function,) = (each for each in module.body if getattr(each, "name", "") == "A_B_")
    assert "outlets=[A_B]" in ast.unparse(function)


def test_tasks_have_inlets_and_outlets_only_where_something_is_said() -> None:
    told = decorators(built(stock_producer))
    assert told["load"]["inlets"] == "[STOCK_RAW]"
    assert "outlets" not in told["load"]
    assert told["publish"]["outlets"] == "[STOCK_PRICES]"
    assert "inlets" not in told["publish"]


def test_the_guards_of_what_writes_an_asset_stand_inline() -> None:
    told = decorators(built(stock_producer, guards="steps"))
    guards = {name for name in told if "." in name}
    assert guards == {"load.guard"}  # none of the others is ok before its guard has spoken
    assert not [name for name in guards if told[name].keys() & {"inlets", "outlets"}]


def test_a_file_without_assets_says_nothing_of_them() -> None:
    @pipeline
    def plain() -> int:
        return start()

    module = built(plain)
    assert constants(module) == {}
    assert "Asset" not in ast.unparse(module)
