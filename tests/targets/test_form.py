"""The params and configs of a DAG file: which there are, and when the first task looks at them."""

import ast
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from inspect import cleandoc
from typing import Annotated, Any, Literal

import pytest
from hostile.built import one
from hostile.wiring import Made
from pydantic import BaseModel, Field, field_validator

from dagcompile import Bounds, Check, Config, op, pipeline
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.project.compiling import compile_loaded


class Colour(Enum):
    """A choice."""

    RED = 1


@dataclass(frozen=True)
class Ends:
    """A record within a config."""

    low: int = 0
    high: float = float("inf")


@dataclass(frozen=True)
class Ordered(Ends):
    """One that has a say of its own."""

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("low is above high")


class Cutoff(Config):
    """A config."""

    delay: Annotated[int, Field(ge=0, description="in minutes")] = 5
    ends: Ends = Ends()
    colour: Colour = Colour.RED
    rows: tuple[Ends, ...] = (Ends(),)


class Sterner(Cutoff):
    """Of a class that the op does not name."""

    more: int = 1


class Checked(Config):
    """A config that checks itself."""

    delay: int = 4

    @field_validator("delay")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("odd")
        return value


class Nested(Config):
    """A config with a record that checks itself."""

    ends: Ordered = Ordered(high=1)


class Plain(BaseModel):
    """A config without anything that the form could not say."""

    delay: int = 5


class Low(Config):
    """A config with the field of another's record."""

    low: int = 2
    other: int = 3


def even(number: int) -> bool:
    """A check of an author's own."""
    return number % 2 == 0


@op
def clean(config: Cutoff = Cutoff()) -> int:
    """Cleans."""
    return config.delay


@op
def plainly(config: Plain = Plain()) -> int:
    """Does."""
    return config.delay


@op
def checked(config: Checked = Checked()) -> int:
    """Does."""
    return config.delay


@op
def nested(config: Nested = Nested()) -> int:
    """Does."""
    return config.ends.low


@op
def lowly(config: Low = Low()) -> int:
    """Does."""
    return config.low


@op
def take(value: Any) -> None:
    """Takes anything."""


def text_of(pipeline: Pipeline[..., Any]) -> str:
    return one(Made(pipeline.name, "", pipeline, {}), compile_loaded(pipeline), "airflow").text


def params_of(text: str) -> dict[str, str]:
    """The params of a DAG file, as it writes them on one line."""
    (params,) = (
        each.value
        for each in ast.walk(ast.parse(text))
        if isinstance(each, ast.keyword) and each.arg == "params"
    )
    assert isinstance(params, ast.Dict)
    return {
        ast.literal_eval(key): ast.unparse(value)
        for key, value in zip(params.keys, params.values, strict=True)
        if key is not None
    }


def looks(text: str) -> list[str]:
    """What the first task looks at; nothing where there is none."""
    return re.findall(r'given\.(?:param|config|partition)\(\s*"([^"]+)"', text)


@pipeline
def cleaned(day: date) -> int:
    """Cleans."""
    take(day)
    return clean()


def test_a_field_of_a_config_is_a_param_where_it_has_a_json_form() -> None:
    text = text_of(cleaned)
    assert params_of(text) == {
        "day": "Param(type='string', format='date')",
        "clean.delay": "Param(5, type='integer', minimum=0, section='clean',"
        " description='in minutes')",
        "clean.ends.low": "Param(0, type='integer', section='clean')",
        "clean.colour": "Param('RED', enum=['RED'], section='clean')",
    }
    assert 'config=step.config(\n            "clean",' in text
    doc = cleandoc(ast.get_docstring(ast.parse(text).body[-2]) or "")  # type: ignore[arg-type]
    assert (
        "## Config that the form does not have\n\n"
        "* `clean.ends.high`: its value has no form in JSON\n"
        "* `clean.rows`: its value has no form in JSON\n"
    ) in doc


def test_a_config_of_another_class_stays_as_it_is() -> None:
    @pipeline
    def sterner() -> int:
        return clean(config=Sterner(delay=1))

    text = text_of(sterner)
    assert "params=" not in text
    assert "step.config" not in text


def _of(annotation: Any, default: Any = ...) -> str:
    def wired(value: Any) -> None:
        take(value)

    wired.__annotations__ = {"value": annotation, "return": None}
    if default is not ...:
        wired.__defaults__ = (default,)
    return text_of(pipeline(name="wired")(wired))


@pytest.mark.parametrize(
    "annotation",
    [int, str, bool, float, date, Decimal, Colour, Literal["a", 1], list[str], int | None,
     Annotated[int, Bounds(ge=1, multiple_of=2)], Annotated[str, Bounds(pattern="^a")] | None],
)  # fmt: skip
def test_what_the_form_says_all_of_needs_no_look(annotation: Any) -> None:
    assert looks(_of(annotation)) == []


@pytest.mark.parametrize(
    "annotation",
    [datetime, bytes, dict[str, int], list[int], tuple[int, str], set[str], int | str, Ends,
     Annotated[int, Check(even)], Annotated[Decimal, Bounds(ge=1)],
     Annotated[float, Bounds(multiple_of=0.5)], Annotated[date, Bounds(ge=date(2024, 1, 1))]],
)  # fmt: skip
def test_what_it_cannot_say_is_looked_at_first(annotation: Any) -> None:
    assert looks(_of(annotation)) == ["value"]


def test_a_default_that_only_code_can_hold_is_looked_at_as_the_step_reads_it() -> None:
    text = _of(Ends, Ends(low=1))
    assert looks(text) == ["value"]
    assert len(re.findall(r"default=\w+\.Ends\(low=1", text)) == 2
    assert params_of(text) == {"value": "Param(None, type=['null', 'object'])"}


@pytest.mark.parametrize(
    ("annotation", "hidden", "looked"),
    [
        (float | None, float("nan"), True),  # beside "default", any text is let in
        (str | None, "\0", True),
        (Decimal | None, Decimal("nan"), True),
        (float, float("inf"), False),  # null stands for it, and for nothing else
        (float | None, None, False),
    ],
)
def test_what_stands_for_a_hidden_default_lets_nothing_else_in(
    annotation: Any, hidden: Any, looked: bool
) -> None:
    assert looks(_of(annotation, hidden)) == ["value"] * looked


def test_configs_are_looked_at_where_their_classes_have_a_say() -> None:
    @pipeline
    def several() -> None:
        take(plainly())
        take.named("again")(checked())

    @pipeline
    def within() -> None:
        take(nested())

    @pipeline
    def none() -> None:
        take(plainly())

    assert looks(text_of(several)) == ["plainly", "checked"]
    assert looks(text_of(within)) == ["nested"]
    assert looks(text_of(none)) == []


def test_a_config_whose_code_a_worker_may_lack_is_looked_at_where_it_is() -> None:
    there = {"airflow": {"runs_in": {"kind": "docker", "image": "jobs:3"}}}

    @pipeline
    def apart() -> None:
        take(checked.with_policy(targets=there)())

    @pipeline
    def both() -> None:
        take(checked.with_policy(targets=there)())
        take.named("again")(checked.named("here")())

    assert looks(text_of(apart)) == []
    assert 'step.config("checked", ' in text_of(apart)
    assert looks(text_of(both)) == ["here"]


def test_the_first_task_comes_before_all_others_and_makes_way_for_their_names() -> None:
    @pipeline
    def crowded(given: datetime, params: int = 1) -> None:
        one = take.named("params")(given)
        take.named("given")(params)
        take.named("last").after(one)(params)

    text = text_of(crowded)
    decorator = "@task(multiple_outputs=False, do_xcom_push=False)"
    assert f"{decorator}\ndef params_():" in text
    tree = ast.parse(text)
    last = [each for each in tree.body if isinstance(each, ast.FunctionDef)][-1]
    ordered = [ast.unparse(each) for each in last.body if "params__done" in ast.unparse(each)]
    assert ordered == [
        "params__done = params_()",
        "params__done.set_downstream([params_xcom, given__xcom])",
    ]


def test_two_fields_with_one_path_are_both_left_out() -> None:
    @pipeline
    def doubled() -> None:
        take(clean.named("a")())
        take.named("again")(lowly.named("a.ends")())

    assert list(params_of(text_of(doubled))) == ["a.delay", "a.colour", "a.ends.other"]
    assert "* `a.ends.low`: a field of another config has the same name\n" in text_of(
        doubled
    ).replace("    * ", "* ")
