"""Which literals of a pipeline are warned of for their size."""

from typing import Any

from dagcompile import Config, op, pipeline
from dagcompile.authoring import trace
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.passes.compiler import compile_ir, warnings_of

MANY = ["x" * 10] * 10_000


class Table(Config):
    rows: dict[str, int] = {}  # noqa: RUF012  (a config is a model)


@op
def count(rows: list[str], config: Table = Table()) -> int:
    return len(rows) + len(config.rows)


def warned(wired: Pipeline[..., Any]) -> list[str]:
    traced = trace(wired)
    compiled = compile_ir(traced.pipeline, traced.places)
    return [each.message for each in warnings_of(compiled, traced.places) if each.code == "DC154"]


def test_inputs_configs_and_defaults_are_named_with_their_sizes() -> None:
    @pipeline
    def large(default: list[str] = MANY) -> int:
        count.named("first")(MANY)
        table = Table(rows={f"{number:08}": number for number in range(10_000)})
        return count.configured(table)(default)

    said = "is given a literal of about"
    assert warned(large) == [
        f"param `default` {said} 120,000 characters",
        f"`first.rows` {said} 120,000 characters",
        f"the config of `count` {said} 160,007 characters",
    ]


def test_what_is_not_large_is_not_told() -> None:
    @pipeline
    def small() -> int:
        count.named("first")(MANY[:5_000])
        return count(["x" * 90_000])

    assert warned(small) == []
