"""Configs: default, then configured, then given in the call; whole, checked, literal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator
from wired import ops as typed_ops
from wired import refused
from wired.checks import codes, meaning, only, source
from wired.contracts import Row

from dagcompile import Config, op, pipeline
from dagcompile.authoring import trace
from dagcompile.ir import records as ir

ops: Any = typed_ops  # what is wrong here is wrong for type checkers too


class Tuning(Config):
    most: int = 3


def config(wiring: Callable[[Any], object]) -> ir.Instance | None:
    @pipeline
    def one(rows: list[Row]) -> None:
        wiring(rows)

    (node,) = meaning(one).nodes
    assert isinstance(node, ir.OpNode)
    return node.config


def least(wiring: Callable[[Any], object]) -> ir.Value:
    found = config(wiring)
    assert found is not None
    assert [name for name, _ in found.fields] == ["least", "names"]
    return dict(found.fields)["least"]


def wrong(wiring: Callable[[Any], object]) -> Any:
    @pipeline
    def one(rows: list[Row]) -> None:
        wiring(rows)

    return one


def test_the_default() -> None:
    assert least(ops.clean) == 10


def test_configured_goes_before_the_default() -> None:
    assert least(ops.clean.configured(ops.Cutoff(least=1))) == 1


def test_the_call_goes_before_configured() -> None:
    op = ops.clean.configured(ops.Cutoff(least=1))
    assert least(lambda rows: op(rows, config=ops.Cutoff(least=2))) == 2
    assert least(lambda rows: op(rows, ops.Cutoff(least=3))) == 3


def test_the_last_configured_holds() -> None:
    op = ops.clean.configured(ops.Cutoff(least=1)).configured(ops.Cutoff(least=2))
    assert least(op) == 2


def test_a_config_is_taken_whole() -> None:
    op = ops.clean.configured(ops.Cutoff(names=("a",)))
    assert dict((config(lambda rows: op(rows, ops.Cutoff(least=4))) or none()).fields) == {
        "least": 4,
        "names": ir.Sequence(type="tuple"),
    }


def none() -> ir.Instance:
    raise AssertionError("there is no config")


def test_an_op_without_config_has_none() -> None:
    assert config(ops.publish) is None


def test_a_required_config_is_asked_for() -> None:
    diagnostic = only(wrong(ops.strict))
    assert diagnostic.code == "DC122"
    assert diagnostic.fix == "pass config=wired.ops.Cutoff(...)"
    assert least(ops.strict.configured(ops.Cutoff())) == 10


@pytest.mark.parametrize(
    "wiring",
    [
        lambda rows: ops.clean(rows, config=refused.Inner()),
        lambda rows: ops.clean(rows, config={"least": 1}),
        lambda rows: ops.clean(rows, config=None),
        ops.clean.configured(refused.Inner()),
        ops.clean.configured(ops.Cutoff),
        ops.publish.configured(ops.Cutoff()),
    ],
)
def test_a_config_that_the_op_does_not_take(wiring: Callable[[Any], object]) -> None:
    assert codes(wrong(wiring)) == ["DC123"]


@pytest.mark.parametrize(
    "wiring",
    [
        lambda rows: ops.clean(rows, config=rows),
        lambda rows: ops.clean.configured(rows)(rows),
        lambda rows: ops.loose(rows, config=ops.Loose(anything=rows)),
        lambda rows: ops.loose(rows, config=ops.Loose(anything={"a": [rows]})),
    ],
)
def test_a_handle_in_a_config(wiring: Callable[[Any], object]) -> None:
    diagnostic = only(wrong(wiring))
    assert diagnostic.code == "DC124"
    assert "input instead" in diagnostic.fix


def test_a_config_that_is_no_literal() -> None:
    diagnostic = only(wrong(lambda rows: ops.loose(rows, config=ops.Loose(anything=[object()]))))
    assert diagnostic.code == "DC117"
    assert ".anything[0]" in diagnostic.message


def test_a_config_that_was_not_validated() -> None:
    built = ops.Cutoff.model_construct(least="many")
    assert codes(wrong(lambda rows: ops.clean(rows, config=built))) == ["DC117"]


def test_a_handle_for_a_typed_field_is_refused_where_it_is_written() -> None:
    @pipeline
    def one(rows: list[Row], number: int) -> None:
        ops.clean(rows, config=ops.Cutoff(least=number))

    diagnostic = only(one)
    assert diagnostic.code == "DC118"
    assert "<handle param number: int>" in diagnostic.message


@op
def tune(rows: list[Row], cutoff: Tuning = Tuning(), config: Tuning = Tuning()) -> list[Row]:
    return rows[: min(cutoff.most, config.most)]


@op
def trim(rows: list[Row], *, tuning: Tuning = Tuning()) -> list[Row]:
    return rows[: tuning.most]


def test_a_config_by_another_name_is_warned_of_once_of_an_op() -> None:
    @pipeline
    def one(rows: list[Row]) -> None:
        trim.named("again")(trim(rows))
        tune(rows)

    first, second = trace(one).warnings
    assert first.code == second.code == "DC151"
    assert "parameter `tuning` of op `trim`" in first.message
    assert source(first.labels[0].place) == "tuning: Tuning"
    assert first.fix == "name it `config`"
    assert second.fix == "move its fields to those of `config`"


def test_a_config_that_is_given_is_an_input_like_others() -> None:
    @pipeline
    def one(rows: list[Row], tuning: Tuning) -> None:
        trim.named("wired")(rows, tuning=tuning)
        trim.named("written")(rows, tuning=Tuning(most=1))

    assert trace(one).warnings == ()


@dataclass(frozen=True)
class Plain:
    most: int = 3


@op
def keep(rows: list[Row], config: Plain = Plain()) -> list[Row]:
    return rows[: config.most]


def test_a_config_that_is_no_model_is_warned_of() -> None:
    @pipeline
    def one(rows: list[Row], plain: Plain) -> None:
        keep.named("again")(keep(rows))
        keep.named("wired")(rows, config=plain)

    (warning,) = trace(one).warnings
    assert warning.code == "DC152"
    assert "parameter `config` of op `keep`" in warning.message
    assert source(warning.labels[0].place) == "config: Plain"
    assert warning.fix == "annotate it with a class made of dagcompile.Config"


def test_configs_are_frozen_and_closed() -> None:
    cutoff = ops.Cutoff(least=1)
    with pytest.raises(ValidationError, match="frozen"):
        cutoff.least = 2
    with pytest.raises(ValidationError, match="extra_forbidden"):
        ops.Cutoff(lest=1)

    class Wrong(Config):
        least: int = "many"  # type: ignore[assignment]

    with pytest.raises(ValidationError, match="int_parsing"):
        Wrong()


def test_what_is_wrong_with_a_config_is_told_field_by_field() -> None:
    @pipeline
    def one(rows: list[Row]) -> None:
        ops.clean(rows, config=ops.Cutoff(lest=1, names=3))

    diagnostic = only(one)
    assert diagnostic.code == "DC108"
    assert diagnostic.message.split("\n") == [
        "the body of pipeline `one` makes a `Cutoff` that is not valid:",
        "`names`: input should be a valid tuple",
        "`lest`: there is no such field; did you mean `least`?",
    ]
    (label,) = diagnostic.labels
    assert source(label.place) == "ops.Cutoff(lest=1, names=3)"


def test_a_long_list_of_wrong_fields_is_cut() -> None:
    @pipeline
    def one(rows: list[Row]) -> None:
        ops.clean(rows, config=ops.Cutoff(**{f"f{number}": 1 for number in range(30)}))

    assert only(one).message.endswith("\nand 20 more")


def test_a_default_config_that_is_no_literal_is_told_where_it_is_used() -> None:
    diagnostic = only(wrong(refused.opaque))
    assert diagnostic.code == "DC117"
    assert diagnostic.message.startswith("the default config of op `opaque`: ")
    assert codes(wrong(refused.opaque.configured(refused.Opaque(it=1)))) == []


class _Ends(BaseModel):
    low: int = Field(default=0, description="  of  all\n kept ")


class _Judged(Config):
    """One that has a say of its own."""

    ends: _Ends = _Ends()
    size: int = 1

    @field_validator("size")
    @classmethod
    def _odd(cls, value: int) -> int:
        return value


@op
def judged(config: _Judged = _Judged()) -> int:
    """Takes a config."""
    return config.size


def test_what_a_config_says_of_its_fields_is_told_and_that_it_judges_them() -> None:
    @pipeline
    def judging() -> int:
        return judged()

    traced = trace(judging).pipeline
    assert traced.docs.configs == ((f"{__name__}:judged.ends.low", "of all kept"),)
    checked = {
        entry.type.ref.name: entry.type.checked
        for entry in traced.meaning.types
        if isinstance(entry.type, ir.RecordType)
    }
    assert checked == {"_Judged": True, "_Ends": False}
