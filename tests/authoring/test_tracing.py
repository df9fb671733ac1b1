"""Pipelines become the IR that they say, exactly."""

import gc
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pytest
from wired import ops, pipelines
from wired.checks import codes, meaning, only
from wired.contracts import Row, Rows

from dagcompile import Check, Retry, first_of, pipeline
from dagcompile.authoring import trace
from dagcompile.diagnostics import CompileError
from dagcompile.ir import dumps, loads
from dagcompile.ir import records as ir
from dagcompile.ir.verify import verify

ROW = ir.RecordType(
    form="dataclass",
    ref=ir.Ref(module="wired.contracts", name="Row"),
    fields=(ir.Field(name="key", type="str"), ir.Field(name="amount", type="int")),
)
ROWS = "Annotated[list[wired.contracts.Row], wired.contracts.not_empty]"
ROW_LIST = "list[wired.contracts.Row]"


def port(node: str, name: str = "result") -> ir.FromPort:
    return ir.FromPort(node=node, port=name)


def entry(key: str, type_: ir.Type) -> ir.TypeEntry:
    return ir.TypeEntry(key=key, type=type_)


def test_a_pipeline_is_traced_exactly() -> None:
    traced = trace(pipelines.daily).pipeline
    load = ir.OpDef(
        key="wired.ops:load",
        ref=ir.Ref(module="wired.ops", name="load"),
        inputs=(
            ir.InPort(name="day", type="date"),
            ir.InPort(
                name="limit",
                type="int",
                required=False,
                default=ir.Const(value=100),
                keyword_only=True,
            ),
        ),
        outputs=(ir.OutPort(name="result", type=ROWS),),
    )
    clean = ir.OpDef(
        key="wired.ops:clean",
        ref=ir.Ref(module="wired.ops", name="clean"),
        inputs=(ir.InPort(name="rows", type=ROWS),),
        outputs=(ir.OutPort(name="result", type=ROW_LIST),),
        config="wired.ops.Cutoff",
    )
    cutoff = ir.Ref(module="wired.ops", name="Cutoff")
    default = ir.Instance(cls=cutoff, fields=(("least", 10), ("names", ir.Sequence(type="tuple"))))
    not_empty = ir.CheckDef(
        name="wired.contracts.not_empty", ref=ir.Ref(module="wired.contracts", name="not_empty")
    )
    model = ir.RecordType(
        form="model",
        ref=cutoff,
        fields=(ir.Field(name="least", type="int"), ir.Field(name="names", type="tuple[str, ...]")),
        bases=(
            ir.Ref(module="dagcompile", name="Config"),
            ir.Ref(module="pydantic.main", name="BaseModel"),
        ),
    )
    assert traced == ir.Pipeline(
        meaning=ir.Meaning(
            name="daily",
            params=(ir.Param(name="day", type="date"),),
            nodes=(
                ir.OpNode(
                    id="load",
                    op="wired.ops:load",
                    inputs=(ir.Input(port="day", source=ir.FromParam(name="day")),),
                ),
                ir.OpNode(
                    id="clean",
                    op="wired.ops:clean",
                    inputs=(ir.Input(port="rows", source=port("load")),),
                    config=default,
                ),
            ),
            outputs=(ir.Output(name="result", source=port("clean"), type=ROW_LIST),),
            ops=(clean, load),
            types=(
                entry(ROWS, ir.Refined(base=ROW_LIST, checks=(not_empty,))),
                entry("date", ir.Scalar(name="date")),
                entry("int", ir.Scalar(name="int")),
                entry(ROW_LIST, ir.Collection(type="list", item="wired.contracts.Row")),
                entry("str", ir.Scalar(name="str")),
                entry("tuple[str, ...]", ir.Collection(type="tuple", item="str")),
                entry("wired.contracts.Row", ROW),
                entry("wired.ops.Cutoff", model),
            ),
        ),
        docs=ir.Docs(
            origin=ir.Ref(module="wired.pipelines", name="daily"),
            text="Rows of a day.",
            ops=(
                ("wired.ops:clean", "Keep what counts."),
                ("wired.ops:load", "Read the rows\nof one day."),
            ),
            aliases=((ROWS, ir.Ref(module="wired.contracts", name="Rows")),),
        ),
    )


class Result(NamedTuple):
    """What `everything` returns."""

    best: list[Row]
    number: int
    fixed: str


@pipeline(name="all of it")
def everything(
    rows: list[Row], *, extra: int = 3, text: Annotated[str, ops.Doc("it")] = "a"
) -> Result:
    """Every way of wiring.

    Indented
        as written.
    """
    halves = ops.split(rows)
    published = ops.publish(halves.left)
    scored = ops.score.named("score 'it'").after(published, halves)(halves.right)
    merged = ops.merge([halves.left, [], halves.right], {"a": extra, "b": 2}, pair=(1, scored))
    again = ops.clean.named("again").configured(ops.Cutoff(least=1))(
        merged, config=ops.Cutoff(least=2, names=("x",))
    )
    kept = ops.maybe_rows.with_policy(retry=Retry(attempts=2))(again)
    best = first_of.named("best").after(scored)(kept, halves.right, [Row("a", 1)])
    return Result(best=best, number=ops.plain(extra, text), fixed="x")


def test_every_way_of_wiring() -> None:
    traced = trace(everything).pipeline
    given = traced.meaning
    nodes = {node.id: node for node in given.nodes}
    assert given.name == "all of it"
    assert given.params == (
        ir.Param(name="rows", type=ROW_LIST),
        ir.Param(name="extra", type="int", default=ir.Const(value=3)),
        ir.Param(name="text", type="str", default=ir.Const(value="a")),
    )
    assert list(nodes) == [
        "split", "publish", "score 'it'", "merge", "again", "maybe_rows", "best", "plain",
    ]  # fmt: skip
    assert nodes["score 'it'"] == ir.OpNode(
        id="score 'it'",
        op="wired.ops:score",
        inputs=(ir.Input(port="rows", source=port("split", "right")),),
        after=("publish", "split"),
        policy=ir.Policy(
            retry=ir.Retry(
                attempts=3,
                delay=1.5,
                on=(
                    ir.Ref(module="builtins", name="ValueError"),
                    ir.Ref(module="builtins", name="OSError"),
                ),
            )
        ),
    )
    assert nodes["merge"].inputs == (  # type: ignore[union-attr]
        ir.Input(
            port="parts",
            source=ir.Gather(
                type="list",
                items=(
                    port("split", "left"),
                    ir.Const(value=ir.Sequence(type="list")),
                    port("split", "right"),
                ),
            ),
        ),
        ir.Input(
            port="names",
            source=ir.Gather(
                type="dict", items=(ir.FromParam(name="extra"), ir.Const(value=2)), keys=("a", "b")
            ),
        ),
        ir.Input(
            port="pair",
            source=ir.Gather(type="tuple", items=(ir.Const(value=1), port("score 'it'"))),
        ),
    )
    assert nodes["again"].config == ir.Instance(  # type: ignore[union-attr]
        cls=ir.Ref(module="wired.ops", name="Cutoff"),
        fields=(("least", 2), ("names", ir.Sequence(type="tuple", items=("x",)))),
    )
    assert nodes["maybe_rows"].policy == ir.Policy(  # type: ignore[union-attr]
        retry=ir.Retry(attempts=2), severity="warn"
    )
    row = ir.Instance(
        cls=ir.Ref(module="wired.contracts", name="Row"), fields=(("key", "a"), ("amount", 1))
    )
    assert nodes["best"] == ir.FirstOf(
        id="best",
        items=(
            port("maybe_rows"),
            port("split", "right"),
            ir.Const(value=ir.Sequence(type="list", items=(row,))),
        ),
        type=f"{ROWS} | {ROW_LIST}",
        after=("score 'it'",),
    )
    assert given.outputs == (
        ir.Output(name="best", source=port("best"), type=ROW_LIST),
        ir.Output(name="number", source=port("plain"), type="int"),
        ir.Output(name="fixed", source=ir.Const(value="x"), type="str"),
    )
    halves = next(each for each in given.ops if each.key == "wired.ops:split")
    assert halves.fields
    assert halves.outputs == (
        ir.OutPort(name="left", type=ROW_LIST),
        ir.OutPort(name="right", type=ROWS, maybe=True),
    )
    assert traced.docs.text == "Every way of wiring.\n\nIndented\n    as written."
    assert traced.docs.params == (("text", "it"),)


@pytest.mark.parametrize("each", [everything, pipelines.daily, pipelines.named])
def test_the_result_is_verified_and_survives_its_text(each: Any) -> None:
    traced = trace(each).pipeline
    assert verify(traced) == ()
    assert loads(dumps(traced)) == traced


def test_tracing_again_gives_the_same() -> None:
    assert dumps(trace(everything).pipeline) == dumps(trace(everything).pipeline)


def test_inputs_in_the_order_of_the_op() -> None:
    @pipeline
    def swapped(rows: list[Row]) -> list[Row]:
        return ops.merge(pair=(1, 0.5), names={}, parts=[rows])

    (node,) = meaning(swapped).nodes
    assert isinstance(node, ir.OpNode)
    assert [each.port for each in node.inputs] == ["parts", "names", "pair"]


def test_positional_only_and_untyped_parameters() -> None:
    @pipeline
    def loose(lookup: dict[str, Row]) -> None:
        ops.anything(ops.look(lookup, "b"))

    look, anything = meaning(loose).nodes
    assert isinstance(look, ir.OpNode)
    assert look.inputs[1] == ir.Input(port="key", source=ir.Const(value="b"))
    assert isinstance(anything, ir.OpNode)
    definition = meaning(loose).ops[0]
    assert definition.inputs == (
        ir.InPort(name="value", type="Any"),
        ir.InPort(
            name="other",
            type="Any",
            required=False,
            default=ir.Const(value=ir.Symbol(ref=ir.Ref(module="builtins", name="print"))),
        ),
    )
    assert definition.outputs == (ir.OutPort(name="result", type="Any"),)


def test_an_op_that_wraps_a_foreign_function_refers_to_it() -> None:
    @pipeline
    def foreign(number: int) -> int:
        return ops.triple(ops.double(ops.decorated(number)))

    assert [(each.key, each.ref) for each in meaning(foreign).ops] == [
        ("wired.ops:decorated", ir.Ref(module="wired.ops", name="decorated")),
        ("wired.vendor:Callables.triple", ir.Ref(module="wired.vendor", name="Callables.triple")),
        ("wired.vendor:double", ir.Ref(module="wired.vendor", name="double")),
    ]


def test_all_mistakes_are_told_at_once_and_in_order() -> None:
    @pipeline
    def wrong(rows: list[Row], number) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
        ops.clean(rows, cut=3)  # type: ignore[call-arg]
        ops.clean(rows)
        return 1 if ops.plain("x") else 2  # type: ignore[arg-type]

    assert codes(wrong) == ["DC106", "DC114", "DC112", "DC120", "DC110"]


def test_an_exception_of_the_author_keeps_its_traceback() -> None:
    def helper(text: str) -> int:
        return int(text)

    @pipeline
    def broken(rows: list[Row]) -> None:
        ops.clean(rows, cut=3)  # type: ignore[call-arg]
        helper("x")

    with pytest.raises(CompileError) as raised:
        trace(broken)
    assert [each.code for each in raised.value.diagnostics] == ["DC114", "DC108"]
    assert "raised ValueError: invalid literal" in raised.value.diagnostics[1].message
    cause = raised.value.__cause__
    assert isinstance(cause, ValueError)
    assert cause.__traceback__ is not None
    assert cause.__traceback__.tb_frame.f_code.co_name == "broken"


def test_a_body_that_leaves_is_told_of() -> None:
    @pipeline
    def leaves() -> None:
        raise SystemExit

    assert only(leaves).message == "the body of pipeline `leaves` raised SystemExit"


def test_a_long_message_is_one_short_line() -> None:
    @pipeline
    def wordy() -> None:
        raise ValueError("two\n  lines " + "x" * 1000)

    message = only(wordy).message
    assert "raised ValueError: two lines xxx" in message
    assert len(message) < 400


def test_checks_and_validators_may_call_ops() -> None:
    config = ops.Careful(number=3)

    @pipeline
    def checked(number: int) -> int:
        return first_of(ops.careful(7, config=config), number)

    assert [node.id for node in meaning(checked).nodes] == ["careful", "first_of"]


def test_a_pipeline_inside_a_pipeline_is_refused() -> None:
    @pipeline
    def outer(day: date, rows: Rows) -> None:
        ops.clean(pipelines.daily(day))
        ops.publish(everything(rows).best)

    assert codes(outer) == ["DC102", "DC102"]


def test_a_pipeline_is_not_called() -> None:
    with pytest.raises(CompileError) as raised:
        pipelines.daily(date(2024, 1, 1))
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.code == "DC101"
    assert "`dagcompile run wired.pipelines:daily`" in diagnostic.fix
    assert "dagcompile.testing.run" in diagnostic.fix


def test_a_pipeline_of_the_program_that_was_started_is_named_as_a_module(tmp_path: Path) -> None:
    program = tmp_path / "started.py"
    program.write_text(
        "from dagcompile import pipeline\n\n\n"
        "@pipeline(name='other')\ndef p(x: int) -> int:\n    return x\n\n\nprint(p(3))\n"
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=False)
    assert "[DC101]" in done.stderr
    assert "run it with `dagcompile run started:p`" in done.stderr


def test_only_functions_are_pipelines() -> None:
    with pytest.raises(TypeError, match="pipeline takes a function, not int"):
        pipeline(3)  # type: ignore[call-overload]


def test_a_pipeline_of_any_arguments_is_refused() -> None:
    @pipeline
    def many(*numbers: int, **others: int) -> None:
        pass

    diagnostic = only(many)
    assert diagnostic.code == "DC104"
    assert "takes `*numbers` and `**others`" in diagnostic.message


def test_what_a_pipeline_of_any_arguments_raises_is_not_told() -> None:
    @pipeline
    def many(*numbers: int) -> int:
        return numbers[0]

    assert codes(many) == ["DC104"]


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\u2028b", "\x00"])
def test_an_id_of_a_pipeline_that_cannot_be_one(name: str) -> None:
    @pipeline(name=name)
    def odd() -> None:
        pass

    assert only(odd).code == "DC109"


def test_the_collector_is_left_as_it_was() -> None:
    trace(pipelines.daily)
    assert gc.isenabled()
    gc.disable()
    try:
        trace(pipelines.daily)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_checks_of_a_param_are_part_of_its_type() -> None:
    def even(number: int) -> bool:
        return number % 2 == 0

    @pipeline
    def local(number: Annotated[int, Check(even)] = 2) -> None:
        pass

    assert only(local).code == "DC223"
