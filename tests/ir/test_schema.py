"""The JSON Schema describes what is written, and nothing else; pydantic reads it as we do."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from irs import node, op, pipeline, records
from pydantic import ConfigDict, TypeAdapter

from dagcompile.ir import Pipeline, dumps, loads
from dagcompile.ir.schema import json_schema

jsonschema = pytest.importorskip("jsonschema")
SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
GIVEN = pipeline(op("load"), nodes=[node("load")])


def test_it_is_a_schema() -> None:
    VALIDATOR.check_schema(SCHEMA)
    assert SCHEMA["properties"]["meaning"] == {"$ref": "#/$defs/Meaning"}


@given(records(Pipeline))
@settings(max_examples=40)
def test_what_is_written_is_valid(pipeline: Pipeline) -> None:
    VALIDATOR.validate(json.loads(dumps(pipeline)))


@pytest.mark.parametrize(
    ("part", "value"),
    [("meaning", {}), ("docs", {"origin": 1}), ("build", {"x": 1}), ("digest", "md5"), ("more", 1)],
)
def test_what_is_not_ours_is_invalid(part: str, value: Any) -> None:
    document = json.loads(dumps(GIVEN))
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({**document, part: value})


@given(records(Pipeline))
@settings(max_examples=60)
def test_pydantic_reads_the_same(pipeline: Pipeline) -> None:
    adapter = TypeAdapter(tuple[Pipeline], config=ConfigDict(extra="forbid", strict=True))
    text = dumps(pipeline)
    if "\\ud" in text:  # it reads no lone surrogates, which is why our own reader does not use it
        return
    document = json.loads(text)
    body = {part: document[part] for part in ("meaning", "docs", "build")}
    (read,) = adapter.validate_json(json.dumps([body]))
    assert read == loads(text) == pipeline
