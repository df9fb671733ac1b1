"""What a change means for whoever starts a script or a graph."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from dagcompile import Asset, Config, op, pipeline
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import Impact, Version, find_target

BOTH = pytest.mark.parametrize("target", ["python", "dask"])


class Cutoff(Config):
    most: int = 3


@op
def load(day: int, config: Cutoff = Cutoff()) -> list[int]:
    return [day]


@op
def count(rows: list[int]) -> int:
    return len(rows)


def counted(day: int = 1) -> int:
    return count(load(day))


def version(
    target: str,
    wired: Callable[..., Any] | Pipeline[..., Any],
    options: Mapping[str, Any] | None = None,
) -> Version:
    """A pipeline as it is committed for a target."""
    made = wired if isinstance(wired, Pipeline) else pipeline(name="daily")(wired)
    found = find_target(target)
    chosen = Chosen(target=found, options=found.options.model_validate(options or {}))
    compiled = compile_loaded(made)
    return Version(
        pipeline=compiled.pipeline, options=chosen.options, artifacts=emitted(compiled, chosen)
    )


def told(target: str, old: Version | None, new: Version | None) -> dict[str, Impact]:
    """What is told, by its kind."""
    return {each.kind.partition(".")[2]: each for each in find_target(target).impacts(old, new)}


@BOTH
def test_nothing_comes_of_no_change(target: str) -> None:
    same = version(target, counted)
    assert told(target, same, version(target, counted)) == {}
    assert told(target, None, same) == told(target, None, None) == {}


@BOTH
def test_a_module_that_is_gone_or_called_otherwise(target: str) -> None:
    old = version(target, counted)
    (gone,) = told(target, old, None).values()
    assert (gone.weight, gone.names) == ("breaking", (old.artifacts[0].path,))
    (moved,) = told(target, old, version(target, pipeline(name="nightly")(counted))).values()
    assert moved.names == (
        f"{target}/daily_{suffix(target)}.py",
        f"{target}/nightly_{suffix(target)}.py",
    )


def suffix(target: str) -> str:
    return {"python": "script", "dask": "dask"}[target]


def renamed(of_day: int = 1) -> int:
    return count(load.named("fetch")(of_day))


def needed(day: int) -> int:
    return count(load(day))


@BOTH
def test_flags_and_configs_that_are_gone_or_needed(target: str) -> None:
    found = told(target, version(target, counted), version(target, renamed))
    assert found["flags_removed"].names == ("--day",)
    assert found["config_removed"].names == ("load.most",)
    found = told(target, version(target, counted), version(target, needed))
    assert found["flags_required"].text == (
        "`--day` has to be given: whoever does not has the command refused"
    )


@op(keeps=Asset("counts"))
def count_and_keep(rows: list[int]) -> int:
    return len(rows)


def kept(day: int = 1) -> int:
    return count_and_keep.named("count")(load(day))


@BOTH
def test_a_run_that_keeps_something_needs_a_store(target: str) -> None:
    found = told(target, version(target, counted), version(target, kept))
    assert found["store"].weight == "breaking"


# --- keys of a graph ---------------------------------------------------------------------------


@op
def counted_rows(rows: list[int]) -> int:
    return len(rows)


def otherwise(day: int = 1) -> int:
    return counted_rows.named("count")(load(day))


def test_keys_are_called_after_the_op() -> None:
    found = told("dask", version("dask", counted), version("dask", otherwise))
    assert found["keys"].text == (
        'the keys of `count` are `("counted_rows-…", "count")`, not `("count-…", "count")`: who'
        " looks for them by name does not find them"
    )


PURE = {"nodes": {"pure": True}}


def other_config(day: int = 1) -> int:
    return count(load(day, config=Cutoff(most=4)))


def test_pure_steps_are_computed_anew_below_what_has_changed() -> None:
    found = told("dask", version("dask", counted, PURE), version("dask", other_config, PURE))
    assert found["pure"].names == ("load", "count")
    assert "pure" not in told("dask", version("dask", counted), version("dask", other_config))
    found = told("dask", version("dask", counted, PURE), version("dask", otherwise, PURE))
    assert found["pure"].names == ("count",)


def test_workers_have_to_be_there() -> None:
    gpu = {"nodes": {"resources": {"GPU": 1}, "workers": ["big"]}}
    found = find_target("dask").impacts(version("dask", counted), version("dask", counted, gpu))
    assert [each.text for each in found] == [
        "`load` and `count` wait for a worker that is started with resource `GPU`",
        "`load` and `count` wait for a worker that is called `big`",
    ]
    more = {"nodes": {"resources": {"GPU": 2}}}
    assert not find_target("dask").impacts(
        version("dask", counted, gpu), version("dask", counted, more)
    )
