"""Names that meet are kept apart or refused, and the refusal names both."""

import re
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from hostile import meeting
from hostile.built import TARGETS, Built, function_of, one, write
from hostile.parsed import parsed
from hostile.wiring import Made

from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_loaded, compile_pipeline
from dagcompile.runtime.v1 import execute
from dagcompile.runtime.v1.dask import execute as execute_on_dask
from dagcompile.targets.airflow.ids import airflow_id

WORKS = {
    "imports": ["v", "v"],
    "ports": "vabvcd",
    "same_as_node": ["vwv", "vw", "v"],
    "case": ["v", "v", "v"],
    "hides_nothing": "vwxy",
    "module": "v",
    "withheld": "v",
}


def build(name: str, target: str, guards: Placement | None = None) -> Built:
    pipeline = getattr(meeting, name)
    compiled = compile_loaded(pipeline, guards=guards)
    return one(Made(name, "", pipeline, {}), compiled, target)


def refusals(name: str, target: str, guards: Placement | None = None) -> list[tuple[str, str]]:
    with pytest.raises(CompileError) as caught:
        build(name, target, guards)
    return [(each.code, each.message) for each in caught.value.diagnostics]


@pytest.mark.parametrize("name", WORKS)
def test_names_that_files_use_themselves_make_way(name: str) -> None:
    script, graph = build(name, "python"), build(name, "dask")
    id = script.pipeline.meaning.name
    assert execute(function_of(script), name=id, sinks=()).result == WORKS[name]
    ran = execute_on_dask(function_of(graph), local="threads", sinks=())
    assert ran.result == WORKS[name]


def test_airflow_takes_them_as_they_are(tmp_path: Path) -> None:
    inline = write([build(name, "airflow") for name in WORKS], tmp_path / "inline")
    apart = [build(name, "airflow", "steps") for name in WORKS if name != "withheld"]
    for told in parsed(inline, write(apart, tmp_path / "steps"), home=tmp_path / "home"):
        assert told["errors"] == told["warnings"] == {}
        assert told["dags"]["same_as_node"]["tasks"].keys() >= {"same_as_node", "last"}
        assert len(told["dags"]) >= len(WORKS) - 1


@pytest.mark.parametrize("target", TARGETS)
def test_two_ids_with_one_name_are_refused(target: str) -> None:
    message = "'a.b' and 'a_b' would have the same name 'a_b' in generated code"
    assert refusals("dotted", target) == [("DC401", message)]
    ((code, message),) = refusals("alike", target)
    assert code == "DC401"
    assert "'\ufb01le'" in message
    assert "'file'" in message


@pytest.mark.parametrize("target", TARGETS)
def test_guards_as_tasks_may_meet_nodes_on_airflow_alone(target: str) -> None:
    for name, said in {
        "beside_guard": "the guard of node 'x' and node 'x.guard' would both be called 'x.guard'",
        "beside_input_guard": "the guard of the inputs of node 'x' and node 'x.guard_inputs'",
        "beside_guard_by_name": "'x.guard' and 'x_guard' would have the same name 'x_guard'",
    }.items():
        assert build(name, target).text
        if target == "airflow":
            ((code, message),) = refusals(name, target, "steps")
            assert code == "DC401"
            assert message.startswith(said)
        else:
            assert build(name, target, "steps").text


def test_a_param_that_would_hide_a_builtin_is_refused_where_it_is_needed() -> None:
    message = "the param 'str' would hide the builtin 'str', which generated code uses"
    for target in ("python", "dask"):
        assert refusals("hides", target) == [("DC401", message)]
        assert refusals("hides", target, "inline") == [("DC401", message)]
        assert build("hides", target, "off").text
    assert build("hides", "airflow").text


@pytest.mark.parametrize(
    ("target", "suffix"), [("python", "script"), ("dask", "dask"), ("airflow", "dag")]
)
def test_a_module_called_like_the_file_is_refused(
    target: str, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    module = f"shaded_{suffix}"
    source = """
        from dagcompile import op, pipeline

        @op
        def same(text: str) -> str:
            return text

        @pipeline
        def shaded(text: str) -> str:
            return same(text)

        @pipeline
        def other(text: str) -> str:
            return same(text)
    """
    (tmp_path / f"{module}.py").write_text(dedent(source))
    try:
        made = Made("", "", None, {})  # type: ignore[arg-type]
        assert one(made, compile_pipeline(f"{module}:other"), target).text
        with pytest.raises(CompileError) as caught:
            one(made, compile_pipeline(f"{module}:shaded"), target)
    finally:
        sys.modules.pop(module, None)
    (problem,) = caught.value.diagnostics
    assert problem.code == "DC505"
    assert f"{target}/{module}.py" in problem.message
    assert f"'{module}'" in problem.message


def test_airflow_ids_are_ascii_and_those_that_lose_letters_stay_distinct() -> None:
    for text in ("load", "a.b-c_1", "x" * 250):
        assert airflow_id(text) == text
    assert airflow_id("../../esc") == ".._.._esc"
    texts = ["na\u00efve", "na\u00efve.guard", "naive", "na\u00ebve", "\u7801", "\u7802"]
    texts += ["\u7801" * 300, "\u7802" * 300, "x" * 299 + "y", "x" * 300]
    ids = [airflow_id(each) for each in texts]
    assert ids[0] == "na_ve-f86fd89d"
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]{1,250}", each) for each in ids)
