"""Any text, in any place: it is refused by a code, or it comes back from the file as it went in."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest
from hostile.built import Built, Refused, build, function_of, write
from hostile.corpus import IDENTIFIERS, TEXTS
from hostile.ops import valid
from hostile.wiring import identifiers, names, values

from dagcompile.authoring.ids import id_obstacle
from dagcompile.codegen.artifact import verify
from dagcompile.ir import records as ir
from dagcompile.ir.codec import dumps, loads
from dagcompile.runtime.command.arguments import documented
from dagcompile.runtime.v1 import execute

RULES = "E4,E7,E9,F,UP,B,AIR,RUF100"
AIRFLOW_ID = re.compile(r"[A-Za-z0-9_.-]{1,250}")
SAMPLE = 'say "hi"'


def by_kind(built: list[Built], kind: str, target: str) -> list[Built]:
    found = [each for each in built if each.target == target and each.made.name.startswith(kind)]
    assert found
    return found


# --- what is tried ---------------------------------------------------------------------------


def test_the_corpus_is_large_and_without_doubles() -> None:
    assert len(TEXTS) == len(set(TEXTS)) >= 60
    assert len(IDENTIFIERS) == len(set(IDENTIFIERS)) >= 60
    assert {len(each) for each in TEXTS} >= {0, 1, 300, 5_000}


Places = Mapping[str, Callable[[Any, Any, Any], object]]

PLACES: Places = {
    "pipeline id": lambda v, n, i: n.meaning.name,
    "pipeline docstring": lambda v, n, i: v.docs.text,
    "op docstring": lambda v, n, i: dict(v.docs.ops)[_of(v, "echo").op],
    "node id": lambda v, n, i: n.meaning.nodes[0].id,
    "first_of id": lambda v, n, i: n.meaning.nodes[2].id.removeprefix("pick "),
    "param default": lambda v, n, i: _param(v, "given"),
    "choice default": lambda v, n, i: _param(v, "choice"),
    "path default": lambda v, n, i: _param(v, "path").text,
    "literal str": lambda v, n, i: _given(v, "text"),
    "literal bytes": lambda v, n, i: _bytes(_given(v, "data")),
    "literal dict key": lambda v, n, i: _given(v, "table").items[0][0],
    "literal dict value": lambda v, n, i: _given(v, "table").items[0][1],
    "literal in containers": lambda v, n, i: _given(v, "rest").items[1].items[1].items[0],
    "literal path": lambda v, n, i: _given(v, "rest").items[2].text,
    "time zone name": lambda v, n, i: _given(v, "rest").items[3].text.partition("(")[2][:-1],
    "enum member": lambda v, n, i: _given(v, "member").name,
    "literal type": lambda v, n, i: _types(v, ir.LiteralType).values[0],
    "config field": lambda v, n, i: _config(v, "echo")["text"],
    "config dict key": lambda v, n, i: _config(v, "echo")["by_key"].items[0][0],
    "config alias": lambda v, n, i: next(iter(_config(v, "odd"))),
    "check name": lambda v, n, i: _types(v, ir.Refined).checks[0].name,
    "check param": lambda v, n, i: dict(_types(v, ir.Refined).checks[0].params)["said"],
    "check param name": lambda v, n, i: _types(v, ir.Refined).checks[1].params[0][0],
    "typed dict key": lambda v, n, i: _keys(v).fields[0].name,
    "param description": lambda v, n, i: dict(v.docs.params)["given"],
    "param choice": lambda v, n, i: _type(v, v.meaning.params[1].type).values[0],
    "gathered dict key": lambda v, n, i: _source(v, "join").keys[0],
    "gathered output key": lambda v, n, i: v.meaning.outputs[0].source.keys[-1],
    "param name": lambda v, n, i: i.meaning.params[0].name,
    "input name": lambda v, n, i: i.meaning.nodes[0].inputs[0].port,
    "output name": lambda v, n, i: i.meaning.ops[0].outputs[0].name,
}
"""Where a user's text ends up, of a pipeline of values, one of names and one of identifiers."""


def _of(pipeline: ir.Pipeline, prefix: str) -> Any:
    return next(each for each in pipeline.meaning.nodes if each.id.startswith(prefix))


def _source(pipeline: ir.Pipeline, node: str) -> Any:
    return _of(pipeline, node).inputs[0].source


def _given(pipeline: ir.Pipeline, port: str) -> Any:
    (found,) = (each for each in _of(pipeline, "echo").inputs if each.port == port)
    return found.source.value


def _bytes(value: Any) -> str:
    from dagcompile.ir.texts import from_text

    found: Any = from_text(value)
    return str(found, "utf-8")


def _param(pipeline: ir.Pipeline, name: str) -> Any:
    (found,) = (each for each in pipeline.meaning.params if each.name == name)
    assert found.default is not None
    return found.default.value


def _config(pipeline: ir.Pipeline, node: str) -> dict[str, Any]:
    return dict(_of(pipeline, node).config.fields)


def _types(pipeline: ir.Pipeline, kind: type) -> Any:
    return next(each.type for each in pipeline.meaning.types if isinstance(each.type, kind))


def _type(pipeline: ir.Pipeline, key: str) -> Any:
    (found,) = (each.type for each in pipeline.meaning.types if each.key == key)
    return found


def _keys(pipeline: ir.Pipeline) -> Any:
    types = (each.type for each in pipeline.meaning.types)
    records = (each for each in types if isinstance(each, ir.RecordType))
    return next(each for each in records if each.form == "typeddict")


def test_a_text_stands_in_every_place_that_is_counted() -> None:
    number, name = TEXTS.index(SAMPLE), IDENTIFIERS.index("load_xcom")
    found = [
        next(each.pipeline for each in build(made) if isinstance(each, Built))
        for made in (values(number), names(number), identifiers(name))
    ]
    assert len(PLACES) == 31
    for place, read in PLACES.items():
        wanted = "load_xcom" if place in ("param name", "input name", "output name") else SAMPLE
        assert read(found[0], found[1], found[2]) == wanted, place


# --- what becomes of it ----------------------------------------------------------------------


def test_only_ids_are_refused_and_by_their_own_code(refused: list[Refused]) -> None:
    unprintable = [text for text in TEXTS if id_obstacle(text)]
    assert {each.made.text for each in refused} == set(unprintable)
    assert {each.codes for each in refused} == {frozenset({"DC109"})}
    assert {each.made.name.rstrip("0123456789") for each in refused} == {"names"}


def test_every_other_pipeline_becomes_a_file_of_every_target(built: list[Built]) -> None:
    wanted = 2 * len(TEXTS) - len([text for text in TEXTS if id_obstacle(text)]) + len(IDENTIFIERS)
    for target, each in (("python", 1), ("dask", 1), ("airflow", 2)):
        assert len([one for one in built if one.target == target]) == each * wanted


def test_the_ir_is_read_back_as_it_was_written(built: list[Built]) -> None:
    for each in by_kind(built, "", "python"):
        assert loads(dumps(each.pipeline)) == each.pipeline


def test_no_character_of_a_file_hides_what_it_says(built: list[Built]) -> None:
    """Neither by its direction nor by being invisible, nor by ending a line for some programs."""
    odd = re.compile(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
    )
    for each in built:
        found = odd.search(each.text)
        assert found is None, f"{each.name}: {found}"
        assert each.text.encode().decode() == each.text


def test_names_of_files_fit_into_a_folder(built: list[Built], tmp_path: Path) -> None:
    for each in built:
        file = tmp_path / each.path
        file.parent.mkdir(exist_ok=True)
        file.write_text(each.text)
        assert file.resolve().parent.parent == tmp_path.resolve()
        assert file.stem.isidentifier()


def test_ruff_has_nothing_to_say(built: list[Built], tmp_path: Path) -> None:
    folder = write(built, tmp_path / "files")
    isolated = ["--isolated", "--no-cache", "--target-version=py311"]
    rules = ["--preview", f"--select={RULES}", "--output-format=concise"]
    for command in (["format", "--check", "--diff", *isolated], ["check", *rules, *isolated]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, str(folder)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.fail((done.stdout + done.stderr)[:5_000], pytrace=False)


# --- texts come back -------------------------------------------------------------------------


def test_scripts_return_every_literal(built: list[Built]) -> None:
    for each in by_kind(built, "", "python"):
        report = execute(function_of(each), name=each.pipeline.meaning.name, sinks=())
        assert report.outcome == "ok", (each.name, [one.reason for one in report.nodes.values()])
        assert repr(report.results) == repr(each.made.expected), each.name
        assert set(report.nodes) == {node.id for node in each.pipeline.meaning.nodes}


def test_docstrings_are_read_back(built: list[Built]) -> None:
    for each in by_kind(built, "names", "airflow"):
        text = f"{each.made.text}\n\n    {each.made.text}"
        assert (ast.get_docstring(ast.parse(each.text)) or "").strip() == shown(text), each.name


def test_docstrings_of_scripts_say_what_params_are(built: list[Built]) -> None:
    for each in by_kind(built, "values", "python"):
        rest, said = documented(ast.get_docstring(ast.parse(each.text)) or "")
        assert rest == shown(each.made.text), each.name
        assert said.get("given", "") == " ".join(shown(each.made.text).split()), each.name


def test_dag_files_hold_every_literal(built: list[Built]) -> None:
    for each in by_kind(built, "values", "airflow"):
        text = each.made.text
        found = set(constants(ast.parse(each.text)))
        wanted: list[object] = [text, text.encode("utf-8", "surrogatepass")]
        assert found.issuperset([*wanted, valid(text), valid(text)[:100]]), each.name


def test_a_default_is_shown_in_the_form_or_stays_in_the_task(built: list[Built]) -> None:
    for each in by_kind(built, "values", "airflow"):
        tree = ast.parse(each.text)
        (params,) = (one.value for one in keywords(tree, "dag") if one.arg == "params")
        assert isinstance(params, ast.Dict)
        calls = [one for one in params.values if isinstance(one, ast.Call)]
        shown = [ast.literal_eval(call.args[0]) for call in calls]
        text = each.made.text
        storable = "\0" not in text and valid(text) == text
        assert shown[0] == (text if storable else None)
        hidden = [one.value for one in keywords(tree, "param") if one.arg == "default"]
        assert (text in map(ast.literal_eval, hidden[:1])) is not storable


# --- names -----------------------------------------------------------------------------------


def test_ids_are_those_that_airflow_takes_and_no_two_are_one(built: list[Built]) -> None:
    for each in by_kind(built, "", "airflow"):
        tree = ast.parse(each.text)
        *tasks, _dag = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
        said = [[k for k in keywords(one, "task") if k.arg == "task_id"] for one in tasks]
        ids = [
            ast.literal_eval(given[0].value) if given else one.name
            for one, given in zip(tasks, said, strict=True)
        ]
        dags = [ast.literal_eval(one.value) for one in keywords(tree, "dag") if one.arg == "dag_id"]
        assert len(dags) == 1
        assert all(AIRFLOW_ID.fullmatch(one) for one in (*ids, *dags)), each.name
        assert len(set(ids)) == len(ids) >= len(each.pipeline.meaning.nodes)
        functions = [one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
        assert len(set(functions)) == len(functions) == len(ids) + 1


def test_params_keep_the_names_by_which_they_are_given(built: list[Built]) -> None:
    for target in ("python", "dask"):
        for each in by_kind(built, "identifiers", target):
            (function,) = (
                one for one in ast.parse(each.text).body if isinstance(one, ast.FunctionDef)
            )
            names = [one.arg for one in function.args.kwonlyargs]
            assert names == [one.name for one in each.pipeline.meaning.params]


# --- helpers ---------------------------------------------------------------------------------


def shown(text: str) -> str:
    text = text.encode(errors="backslashreplace").decode()
    return "\n".join(line.rstrip() for line in cleandoc(text).strip().split("\n")).strip()


def constants(tree: ast.AST) -> Iterator[object]:
    return (each.value for each in ast.walk(tree) if isinstance(each, ast.Constant))


def keywords(tree: ast.AST, function: str) -> Iterator[ast.keyword]:
    """The keyword arguments of every call of `function`, whatever it is called on."""
    for each in ast.walk(tree):
        if isinstance(each, ast.Call):
            name = (
                each.func.attr if isinstance(each.func, ast.Attribute) else ast.unparse(each.func)
            )
            if name == function:
                yield from each.keywords


def test_the_files_were_verified(built: list[Built]) -> None:
    from dagcompile.codegen.artifact import Artifact

    for each in built:
        verify(Artifact(each.path, each.text))
