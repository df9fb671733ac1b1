"""Params of every type on Airflow: what its form shows and takes is what the codec means."""

import ast
import json
from datetime import timedelta
from typing import Any

import pytest
from hostile.built import one
from hostile.forms import FORMS, UNSET, pipelines
from hostile.resolved import resolved
from hostile.wiring import Made

from dagcompile.project.compiling import compile_loaded
from dagcompile.runtime.airflow.values import param_value
from dagcompile.runtime.reading.durations import duration_text
from dagcompile.runtime.types import Undecodable, shape_of

Said = dict[str, list[Any]]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The whole DAG file of each form."""
    return {
        name: one(Made(name, "", each, {}), compile_loaded(each), "airflow").text
        for name, each in pipelines().items()
    }


@pytest.fixture(scope="module")
def params(texts: dict[str, str]) -> dict[str, ast.Call]:
    return {name: param_of(text) for name, text in texts.items()}


@pytest.fixture(scope="module")
def said(params: dict[str, ast.Call], tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What Airflow says of the default of each, of its values, of what people write and of what is
    wrong, in this order.
    """
    asked = {
        name: (ast.unparse(params[name]), [*encoded(name), *form.written, *form.wrong])
        for name, form in FORMS.items()
    }
    return resolved(asked, home=tmp_path_factory.mktemp("airflow"))


def encoded(name: str) -> list[Any]:
    shape = shape_of(FORMS[name].type)
    return [
        duration_text(value) if isinstance(value, timedelta) else shape.encode(value)
        for value in FORMS[name].values
    ]


def param_of(text: str) -> ast.Call:
    (params,) = (
        each.value
        for each in ast.walk(ast.parse(text))
        if isinstance(each, ast.keyword) and each.arg == "params"
    )
    assert isinstance(params, ast.Dict)
    (param,) = params.values
    assert isinstance(param, ast.Call)
    return param


@pytest.mark.parametrize("name", FORMS)
def test_a_default_resolves_to_itself_or_waits_in_the_task(
    name: str, said: Said, texts: dict[str, str]
) -> None:
    form, default = FORMS[name], said[name][0]
    reads = keywords(texts[name], "default")
    if form.default is UNSET:
        assert default is None
        assert not reads
    elif form.shown:
        assert not reads
        decoded = param_value(default[0], form.type)
        assert repr(decoded) == repr(form.default) or decoded == form.default
        assert type(decoded) is type(form.default)
    else:
        # The step reads it, and what looks at the params first, alike.
        assert len({ast.unparse(each) for each in reads}) == 1
        assert default == [unset_of(texts[name])]


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if not form.shown])
def test_what_stands_for_a_default_is_no_value(name: str, texts: dict[str, str]) -> None:
    with pytest.raises(Undecodable):
        shape_of(FORMS[name].type).decode(unset_of(texts[name]))


def keywords(text: str, name: str) -> list[Any]:
    """The values of the keyword `name` in the calls of a DAG file."""
    walked = ast.walk(ast.parse(text))
    return [each.value for each in walked if isinstance(each, ast.keyword) and each.arg == name]


def unset_of(text: str) -> Any:
    """What a DAG file takes for the default that its form cannot show."""
    named = keywords(text, "unset")
    return ast.literal_eval(named[0]) if named else None


@pytest.mark.parametrize("name", FORMS)
def test_what_the_codec_writes_is_taken(name: str, said: Said) -> None:
    values = encoded(name)
    answers = said[name][1 : 1 + len(values)]
    assert json.dumps(answers) == json.dumps([[each] for each in values])


@pytest.mark.parametrize("name", FORMS)
def test_what_people_write_is_taken_and_read(name: str, said: Said) -> None:
    form = FORMS[name]
    shape, first = shape_of(form.type), 1 + len(form.values)
    for each, answer in zip(form.written, said[name][first:], strict=False):
        assert answer == [each]
        assert shape.accepts(param_value(each, form.type))


@pytest.mark.parametrize("name", FORMS)
def test_what_the_form_takes_for_a_type_that_it_says_all_of_is_a_value(
    name: str, said: Said, texts: dict[str, str]
) -> None:
    form = FORMS[name]
    if "given = Given()" not in texts[name]:
        for answer in said[name][1:]:
            if answer is not None:
                param_value(answer[0], form.type)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_wrong_is_refused_before_a_run_exists(name: str, said: Said) -> None:
    form = FORMS[name]
    wrong = said[name][len(said[name]) - len(form.wrong) :]
    taken = [each for each, answer in zip(form.wrong, wrong, strict=True) if answer is not None]
    assert not taken


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.schema])
def test_the_schema_says_no_more_than_it_must(name: str, params: dict[str, ast.Call]) -> None:
    schema = {str(each.arg): ast.literal_eval(each.value) for each in params[name].keywords}
    assert schema == FORMS[name].schema
