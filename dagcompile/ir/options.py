"""Options of targets as a pipeline holds them: plain values, which each target reads by its models.

plain(Mapping(items=(("pool", "db"),)))        {"pool": "db"}
option_place("load", "airflow", "pool")        "targets:load/airflow/pool"
"""

from collections.abc import Iterator
from typing import Any

from dagcompile.ir import records as ir
from dagcompile.ir.texts import from_text

UNPLAIN = (ir.Member, ir.Instance, ir.Symbol)
"""What refers to code: a target could not read it without importing that."""


def plain(value: ir.Value) -> Any:
    """An option as JSON has it: times and dates by their text, a duration by its seconds.

    Raises:
        ValueError: it is not plain.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case ir.Text(type="timedelta"):
            found: Any = from_text(value)
            return found.total_seconds()
        case ir.Text(text=text):
            return text
        case ir.Sequence(items=items):
            return [plain(each) for each in items]
        case ir.Mapping(items=pairs):
            return {_key(key): plain(each) for key, each in pairs}
        case _:
            raise ValueError(f"{type(value).__name__.lower()} is not plain")


def _key(key: ir.Value) -> str:
    if not isinstance(key, str):
        raise ValueError("a key is not a text")  # noqa: TRY004  (the value is wrong, not a call)
    return key


def options_of(pipeline: ir.Pipeline, target: str) -> dict[str, Any]:
    """What `pipeline` asks of `target` for the whole of it."""
    return _of(pipeline.build.targets, target)


def node_options_of(pipeline: ir.Pipeline, target: str) -> dict[str, dict[str, Any]]:
    """What `pipeline` asks of `target` for its nodes, by node; those that ask nothing left out."""
    found = {each.node: _of(each.targets, target) for each in pipeline.build.nodes}
    return {node: options for node, options in found.items() if options}


def targets_named(pipeline: ir.Pipeline) -> Iterator[tuple[str, str]]:
    """The targets of which something is asked, each with the node for which it is (or none)."""
    for options in pipeline.build.targets:
        yield options.target, ""
    for each in pipeline.build.nodes:
        for options in each.targets:
            yield options.target, each.node


def _of(asked: tuple[ir.TargetOptions, ...], target: str) -> dict[str, Any]:
    return {
        name: plain(value) for each in asked if each.target == target for name, value in each.values
    }


def option_place(node: str, *path: str) -> str:
    """The key of the place at which an option is written; `node` is empty for the pipeline's."""
    return "/".join((f"targets:{node}", *path))


def option_paths(asked: tuple[ir.TargetOptions, ...]) -> Iterator[tuple[str, ...]]:
    """The path of every option, and of every part that has a name."""
    for each in asked:
        yield (each.target,)
        for name, value in each.values:
            yield from _paths((each.target, name), value)


def _paths(path: tuple[str, ...], value: ir.Value) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(value, ir.Mapping):
        for key, item in value.items:
            if isinstance(key, str):
                yield from _paths((*path, key), item)
