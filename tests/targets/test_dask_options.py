"""What the options of the Dask target come to in a graph, and what is refused of them."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dagcompile import Asset, Context, Op, Pipeline, Retry, op, pipeline
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.config import load_project
from dagcompile.project.emitting import emitted, examine
from dagcompile.project.targets import Chosen, options_of
from dagcompile.target import find_target

DASK = find_target("dask")
TOTALS = Asset("totals", uri="file:///srv/totals")
REPORTS = Asset("reports", uri="file:///srv/reports")


@op
def load() -> int:
    return 1


@op
def double(number: int) -> int:
    return 2 * number


@op(writes=[REPORTS])
def publish(number: int) -> int:
    return number


@op
def tell(number: int, ctx: Context = Context()) -> int:
    return number


@op(keeps=TOTALS)
def keep(number: int) -> int:
    return number


Options = Mapping[str, object]


def built(
    of_pipeline: Options | None = None, of_load: Options | None = None, **said: Any
) -> Pipeline[..., Any]:
    if of_pipeline is not None:
        said["targets"] = {"dask": of_pipeline}

    def daily() -> int:
        first = load if of_load is None else load.with_policy(targets={"dask": of_load})
        return double(first())

    made: Pipeline[..., Any] = pipeline(**said)(daily)
    return made


def file_of(made: Pipeline[..., Any], table: str = "", *, folder: Path | None = None) -> str:
    options = DASK.options()
    if folder is not None:
        (folder / "pyproject.toml").write_text(f"[tool.dagcompile]\n{table}")
        options = options_of(load_project(folder), DASK)
    compiled, chosen = compile_loaded(made), Chosen(target=DASK, options=options)
    examine(compiled, [chosen])
    (artifact,) = emitted(compiled, chosen)
    return str(artifact.text)


def step_of(text: str, node: str) -> str:
    """What `graph.step` of a node is told, on one line."""
    found = re.search(rf'graph\.step\(\s*"{node}",(.*?)\)\(', text, re.DOTALL)
    assert found is not None, text
    return re.sub(r"\s+", " ", found[1]).strip(" ,")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ({}, ""),
        ({"priority": 10}, ", priority=10"),
        ({"priority": -3}, ", priority=-3"),
        ({"resources": {"MEM": 0.5, "GPU": 1}}, ', resources={"GPU": 1, "MEM": 0.5}'),
        ({"workers": ["b", "a"]}, ', workers=["b", "a"]'),
        ({"workers": "tcp://127.0.0.1:1"}, ', workers=["tcp://127.0.0.1:1"]'),
        (
            {"allow_other_workers": True, "workers": "a"},
            ', workers=["a"], allow_other_workers=True',
        ),
        ({"pure": True, "priority": 1}, ", priority=1, pure=True"),
        ({"pure": False}, ", pure=False"),
        ({"priority": None}, ""),
    ],
)
def test_what_a_node_says_stands_at_its_step(said: Options, written: str) -> None:
    text = file_of(built(of_load=said))
    assert step_of(text, "load").partition("load")[2] == written
    assert step_of(text, "double").partition("double")[2] == ""


def test_options_stand_below_what_all_targets_know() -> None:
    made = built(of_load={"priority": 10}, retry=Retry(attempts=3))
    assert step_of(file_of(made), "load").endswith("retry=Retry(attempts=3), priority=10")


def test_what_comes_from_the_project_is_as_said_here(tmp_path: Path) -> None:
    table = "[tool.dagcompile.target.dask.nodes.resources]\nGPU = 1\n"
    text = file_of(built({"nodes": {"priority": 2}}), table, folder=tmp_path)
    same = file_of(built({"nodes": {"resources": {"GPU": 1}, "priority": 2}}))
    assert body(text) == body(same)
    assert body(text) != body(file_of(built()))


def body(text: str) -> str:
    """A file below its digests, which are of its IR."""
    return text.partition("# regenerate")[2]


def problems(made: Pipeline[..., Any]) -> list[Diagnostic]:
    with pytest.raises(CompileError) as caught:
        file_of(made)
    return list(caught.value.diagnostics)


WRONG: list[tuple[Options, Options, str, str]] = [
    ({"priority": 1}, {}, "there is no option dask.priority of the pipeline",
     'it is one of nodes: @op(targets={"dask": {"priority": ...}}), or for all of them "nodes":'),
    ({"node": {}}, {}, "there is no option dask.node of the pipeline", "did you mean nodes?"),
    ({"nodes": {"resource": 1}}, {}, "there is no option dask.nodes.resource of the pipeline",
     "did you mean resources? options are: allow_other_workers, priority, pure, resources, worker"),
    ({}, {"nodes": {}}, "there is no option dask.nodes of `load`", "it is one of pipelines:"),
    ({}, {"priority": 1.5}, "dask.priority of `load`: expected a whole number, got a number", ""),
    ({}, {"priority": True}, "dask.priority of `load`: expected a whole number, got True", ""),
    ({}, {"priority": 2**31}, "dask.priority of `load`: input should be less than", ""),
    ({}, {"priority": -(2**31) - 1}, "dask.priority of `load`: input should be greater than", ""),
    ({}, {"resources": ["GPU"]}, "dask.resources of `load`: expected a dict, got a list", ""),
    ({}, {"resources": {}}, "dask.resources of `load`: it names no resource", ""),
    ({}, {"resources": {"GPU": 0}}, "dask.resources.GPU of `load`: it is 0, and no positive", ""),
    ({}, {"resources": {"GPU": -1.5}}, "dask.resources.GPU of `load`: it is -1.5, and no", ""),
    ({}, {"resources": {"GPU": True}}, "dask.resources.GPU of `load`: it is True, and no", ""),
    ({}, {"resources": {"GPU": "1"}}, "dask.resources.GPU of `load`: it is '1', and no pos", ""),
    ({}, {"resources": {" ": 1}}, "dask.resources.  of `load`: it holds ' ', which", ""),
    ({}, {"workers": []}, "dask.workers of `load`: it names no worker", ""),
    ({}, {"workers": ["a", ""]}, "dask.workers.1 of `load`: it holds '', which is", ""),
    ({}, {"workers": {"a": 1}}, "dask.workers of `load`: expected a list, got a dict", ""),
    ({}, {"workers": [1]}, "dask.workers.0 of `load`: expected a text, got a number", ""),
    ({}, {"pure": 1}, "dask.pure of `load`: expected True or False, got a number", ""),
    ({}, {"retries": 3}, "there is no option dask.retries of `load`", "they are the op's `Retry`"),
    ({"nodes": {"timeout": 3}}, {}, "there is no option dask.nodes.timeout of the pipeline",
     "it is the op's `timeout`"),
]  # fmt: skip


@pytest.mark.parametrize(("of_pipeline", "of_load", "message", "fix"), WRONG)
def test_a_wrong_option(of_pipeline: Options, of_load: Options, message: str, fix: str) -> None:
    (found,) = problems(built(of_pipeline, of_load))
    assert found.code == "DC188"
    assert found.message.startswith(message)
    assert found.fix.startswith(fix)
    assert found.labels


def test_a_wrong_option_of_a_project(tmp_path: Path) -> None:
    table = "[tool.dagcompile.target.dask.nodes]\nprioritty = 1\n"
    with pytest.raises(CompileError, match=r"there is no setting .*\.dask\.nodes\.prioritty"):
        file_of(built(), table, folder=tmp_path)


def test_others_are_allowed_what_no_worker_is_tied_to() -> None:
    (found,) = problems(built(of_load={"allow_other_workers": True}))
    assert found.code == "DC530"
    assert found.message.startswith("node 'load' has the option allow_other_workers")
    (found,) = problems(built({"nodes": {"allow_other_workers": True}}))
    assert found.code == "DC530"
    assert found.message.startswith("every node has the option allow_other_workers")
    assert found.labels


@pytest.mark.parametrize(
    ("of_pipeline", "of_load"),
    [
        ({"nodes": {"workers": "a"}}, {"allow_other_workers": True}),
        ({"nodes": {"allow_other_workers": True}}, {"workers": "a"}),
        ({}, {"allow_other_workers": False}),
    ],
)
def test_others_are_allowed_where_somebody_says_of_whom(
    of_pipeline: Options, of_load: Options
) -> None:
    file_of(built(of_pipeline, of_load))


def test_what_a_node_is_not_tied_to_after_all() -> None:
    undone = {"workers": None, "allow_other_workers": True}
    (found,) = problems(built({"nodes": {"workers": "a"}}, undone))
    assert found.code == "DC530"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (publish, "it writes reports"),
        (tell, "its op takes a Context"),
        (keep, "it writes what it returns to the store"),
    ],
)
@pytest.mark.parametrize("everywhere", [True, False])
def test_what_does_more_than_to_give_a_value_is_not_pure(
    body: Op[..., int], fault: str, *, everywhere: bool
) -> None:
    asked: dict[str, Options] = {"dask": {"nodes": {"pure": True}}} if everywhere else {}
    own: dict[str, Any] = {} if everywhere else {"targets": {"dask": {"pure": True}}}

    @pipeline(targets=asked)
    def daily() -> int:
        return body.with_policy(**own)(load())

    (found,) = problems(daily)
    assert found.code == "DC531"
    assert found.message.startswith(f"node {body.__name__!r} is said to be pure, and {fault}")
    assert found.labels

    @pipeline(targets={"dask": {"nodes": {"pure": True}}})
    def but_one() -> int:
        return body.with_policy(targets={"dask": {"pure": False}})(load())

    assert "pure=False" in step_of(file_of(but_one), body.__name__)


def test_alike_nodes_have_options_of_their_own() -> None:
    gpu = double.with_policy(targets={"dask": {"resources": {"GPU": 1}}})
    two = double.with_policy(targets={"dask": {"resources": {"GPU": 2}}})
    real = double.with_policy(targets={"dask": {"resources": {"GPU": 1.0}}})

    @pipeline
    def daily() -> int:
        return double.named("aa")(
            gpu.named("bb")(two.named("cc")(gpu.named("dd")(real.named("ee")(load()))))
        )

    text = file_of(daily)
    assert step_of(text, "aa") == "test_dask_options.double"
    wanted = {"bb": "1", "cc": "2", "dd": "1", "ee": "1.0"}
    told = {node: step_of(text, node).partition("resources=")[2] for node in wanted}
    assert told == {node: f'{{"GPU": {amount}}}' for node, amount in wanted.items()}
