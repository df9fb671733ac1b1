"""The IR as text: it comes back as it was, and what is wrong with any other text is said."""

import gc
import json
from dataclasses import replace

import pytest
from hypothesis import given
from irs import first_of, node, op, pipeline, records
from laboured import calls_of, lines_of

from dagcompile.diagnostics import CompileError
from dagcompile.ir import FORMAT, Pipeline, dumps, loads
from dagcompile.ir.records import (
    Const,
    Gather,
    Instance,
    Mapping,
    OpNode,
    Policy,
    Ref,
    Retry,
    Sequence,
    Text,
    Value,
)

DAILY = pipeline(
    op("load", {"day": "str"}, out="list[int]"),
    op(
        "clean",
        {"rows": "list[int]", "limit": "float"},
        out={"kept": "list[int]", "rest": "list[int]"},
    ),
    nodes=[
        node("load", {"day": "$day"}, policy=Policy(retry=Retry(attempts=3, delay=30), timeout=60)),
        node("clean", {"rows": "load", "limit": Const(value=0.5)}, after=["load"]),
        first_of("pick", ["clean.kept", "clean.rest"], "list[int]"),
    ],
    outputs={"result": ("pick", "list[int]")},
    params={"day": "str"},
    defaults={"day": "monday\u2028"},
)


@given(records(Pipeline))
def test_it_comes_back_as_it_was(pipeline: Pipeline) -> None:
    text = dumps(pipeline)
    back = loads(text)
    assert back == pipeline
    assert repr(back) == repr(loads(dumps(back)))
    assert dumps(back) == text
    assert text.splitlines() == text.removesuffix("\n").split("\n")


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        1,
        1.0,
        -0.0,
        "1",
        10**400,
        1e300,
        "\ud800",
        Text(type="float", text="nan"),
        Sequence(type="tuple", items=(True, 1, 1.0)),
        Mapping(items=((1, "a"), (True, "b"), ("1", None))),
        Instance(cls=Ref(module="app", name="Cutoff"), fields=(("limit", 3.0),)),
    ],
    ids=repr,
)
def test_a_literal_keeps_its_type(value: Value) -> None:
    source = Gather(type="list", items=(Const(value=value), Const()))
    given = pipeline(op("a", {"x": "Any"}), nodes=[node("a", {"x": source})])
    assert repr(loads(dumps(given))) == repr(given)


def test_the_text_is_laid_out_for_review() -> None:
    assert dumps(DAILY) == LAID_OUT.replace("DIGEST", json.loads(dumps(DAILY))["digest"])


def test_an_int_for_a_float_is_written_as_a_float() -> None:
    load = loads(dumps(DAILY)).meaning.nodes[0]
    assert isinstance(load, OpNode)
    assert repr(load.policy) == repr(Policy(retry=Retry(attempts=3, delay=30.0), timeout=60.0))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_float_that_json_lacks_is_refused(number: float) -> None:
    given = pipeline(params={"x": "float"}, defaults={"x": number})
    with pytest.raises(ValueError, match="holds it as a Text record"):
        dumps(given)


def test_a_split_surrogate_pair_is_refused() -> None:
    given = pipeline(params={"x": "str"}, defaults={"x": "\ud83d" + "\ude00"})
    with pytest.raises(ValueError, match="split surrogate pair"):
        dumps(given)


def test_a_value_that_is_no_part_of_the_ir_is_refused() -> None:
    given = pipeline(params={"x": "int"}, defaults={"x": object()})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="a object cannot stand in the IR"):
        dumps(given)


def _edited(**changes: object) -> str:
    document = json.loads(dumps(DAILY))
    return json.dumps({**document, **changes})


def _meaning(old: str, new: str) -> str:
    text = dumps(DAILY)
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("{", "DC301", "line 1, column 2"),
        ("[]", "DC301", "expected an object"),
        ("{}", "DC301", "it lacks `dagcompile_ir` and `digest`"),
        ("NaN", "DC301", "NaN is not a number of JSON"),
        ("[" * 100_000, "DC301", "this is not the IR of a pipeline"),
        (_edited(dagcompile_ir=FORMAT + 1), "DC302", f"is of format {FORMAT + 1}"),
        (_edited(dagcompile_ir=True), "DC301", "`dagcompile_ir` is to be the number of a format"),
        (_edited(dagcompile_ir=0), "DC301", "`dagcompile_ir` is to be the number of a format"),
        (_edited(digest=1), "DC301", "`digest` is to be a text"),
        (_edited(digest="sha256:0"), "DC303", "edited by hand"),
        (_edited(more=1), "DC301", "Pipeline has no `more`"),
        (_edited(docs={}), "DC301", "at `docs`: Docs lacks `origin`"),
        (_edited(docs=None), "DC301", "at `docs`: expected an object, found null"),
        (_edited(build={"guards": "on"}), "DC301", "at `build.guards`: expected one of"),
        (_meaning('"attempts": 3', '"attempts": 4'), "DC303", "edited by hand"),
        (
            _meaning('"attempts": 3', '"attempts": "3"'),
            "DC301",
            "at `meaning.nodes[0].policy.retry.attempts`",
        ),
        (
            _meaning('"attempts": 3', '"attempts": true'),
            "DC301",
            "expected a whole number, found true or false",
        ),
        (_meaning('"delay": 30.0', '"delay": 1e999'), "DC301", "the number 1e999 is too large"),
        (_meaning('"delay": 30.0', f'"delay": 1{"0" * 400}'), "DC301", "the number is too large"),
        (
            _meaning('"kind": "first_of"', '"kind": "last_of"'),
            "DC301",
            "unknown kind 'last_of', known are op, first_of",
        ),
        (_meaning('"kind": "first_of"', '"kind": []'), "DC301", "unknown kind []"),
        (
            _meaning('"after": ["load"]', '"after": "load"'),
            "DC301",
            "at `meaning.nodes[1].after`: expected an array",
        ),
        (
            _meaning('"after": ["load"]', '"after": [1]'),
            "DC301",
            "at `meaning.nodes[1].after[0]`: expected a string",
        ),
        (_meaning('"after": ["load"]', '"later": []'), "DC301", "OpNode has no `later`"),
        (_meaning('"value": 0.5', '"value": []'), "DC301", "expected one of: null, true or false"),
    ],
)
def test_what_is_wrong_with_a_text(text: str, code: str, message: str) -> None:
    with pytest.raises(CompileError) as caught:
        loads(text, file="daily.ir.json")
    (problem,) = caught.value.diagnostics
    assert problem.code == code
    assert message in problem.message
    assert problem.message.startswith("daily.ir.json: ")
    assert problem.fix


def test_a_pair_of_another_length() -> None:
    given = pipeline(params={"x": "Any"}, defaults={"x": Mapping(items=((1, 2),))})
    text = dumps(given).replace("[1, 2]", "[1, 2, 3]")
    with pytest.raises(CompileError, match="expected 2 items, found 3"):
        loads(text)


def test_the_place_of_a_syntax_error() -> None:
    with pytest.raises(CompileError) as caught:
        loads('{\n "a": }', file="daily.ir.json")
    (label,) = caught.value.diagnostics[0].labels
    assert label.place is not None
    assert (label.place.file, label.place.line, label.place.column) == ("daily.ir.json", 2, 7)


def test_twice_the_nodes_take_twice_the_steps() -> None:
    def took(size: int) -> int:
        chain = [node("load", {"day": "$day"}, id="n0")]
        chain += [node("clean", {"rows": f"n{at - 1}"}, id=f"n{at}") for at in range(1, size)]
        given = replace(DAILY, meaning=replace(DAILY.meaning, nodes=tuple(chain)))
        text = dumps(given)
        assert loads(text) == given
        return calls_of(lambda: dumps(given)) + lines_of(lambda: loads(text))

    took(100)  # what is found out once is known
    small = took(500)
    assert small < took(1_000) < 2.2 * small
    assert gc.isenabled()


LAID_OUT = """\
{
 "dagcompile_ir": 1,
 "digest": "DIGEST",
 "meaning": {
  "name": "daily",
  "params": [
   {"name": "day", "type": "str", "default": {"kind": "const", "value": "monday\\u2028"}}
  ],
  "nodes": [
   {
    "kind": "op",
    "id": "load",
    "op": "app.ops:load",
    "inputs": [
     {"port": "day", "source": {"kind": "param", "name": "day"}}
    ],
    "policy": {"retry": {"attempts": 3, "delay": 30.0}, "timeout": 60.0}
   },
   {
    "kind": "op",
    "id": "clean",
    "op": "app.ops:clean",
    "inputs": [
     {"port": "rows", "source": {"kind": "port", "node": "load"}},
     {"port": "limit", "source": {"kind": "const", "value": 0.5}}
    ],
    "after": ["load"]
   },
   {
    "kind": "first_of",
    "id": "pick",
    "items": [
     {"kind": "port", "node": "clean", "port": "kept"},
     {"kind": "port", "node": "clean", "port": "rest"}
    ],
    "type": "list[int]"
   }
  ],
  "outputs": [
   {"name": "result", "source": {"kind": "port", "node": "pick"}, "type": "list[int]"}
  ],
  "ops": [
   {
    "key": "app.ops:load",
    "ref": {"module": "app.ops", "name": "load"},
    "inputs": [
     {"name": "day", "type": "str"}
    ],
    "outputs": [
     {"name": "result", "type": "list[int]"}
    ]
   },
   {
    "key": "app.ops:clean",
    "ref": {"module": "app.ops", "name": "clean"},
    "inputs": [
     {"name": "rows", "type": "list[int]"},
     {"name": "limit", "type": "float"}
    ],
    "outputs": [
     {"name": "kept", "type": "list[int]"},
     {"name": "rest", "type": "list[int]"}
    ],
    "fields": true
   }
  ],
  "types": [
   {"key": "float", "type": {"kind": "scalar", "name": "float"}},
   {"key": "int", "type": {"kind": "scalar", "name": "int"}},
   {"key": "list[int]", "type": {"kind": "collection", "type": "list", "item": "int"}},
   {"key": "str", "type": {"kind": "scalar", "name": "str"}}
  ]
 },
 "docs": {"origin": {"module": "app.pipelines", "name": "daily"}},
 "build": {}
}
"""
