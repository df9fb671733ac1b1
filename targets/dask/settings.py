"""Options of the Dask target as keyword arguments: of `graph.step`, or of the whole collection.

graph.step("train", ops.train, priority=10, resources={"GPU": 1})
@collection(workers=["big"])
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dagcompile.codegen.plan import Keywords
from dagcompile.ir.records import Pipeline
from dagcompile.ir.values import to_value
from dagcompile.target import literal, nodes_asked
from dagcompile.targets.dask.options import DaskNodeOptions, DaskOptions

_NAMES: Final = tuple(DaskNodeOptions.model_fields)


def of_all(options: DaskOptions) -> Keywords:
    """What `@collection` is told of all nodes."""
    return keywords(shared(options))


def of_nodes(pipeline: Pipeline, options: DaskOptions) -> Mapping[str, Keywords]:
    """What `graph.step` is told of single nodes."""
    return {node: keywords(each) for node, each in asked(pipeline, options).items()}


def shared(options: DaskOptions) -> Mapping[str, Any]:
    """What all nodes are given that do not say their own."""
    return {name: each for name, each in _set(options.nodes).items() if each is not None}


def asked(pipeline: Pipeline, options: DaskOptions) -> Mapping[str, Mapping[str, Any]]:
    """What nodes say of themselves, by node. None is said only where that undoes what is shared."""
    undone = shared(options)
    found: dict[str, Mapping[str, Any]] = {}
    for node, said in nodes_asked(pipeline, "dask", DaskNodeOptions).items():
        own = {
            name: each for name, each in _set(said).items() if each is not None or name in undone
        }
        if own:
            found[node] = own
    return found


def settled(pipeline: Pipeline, options: DaskOptions) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What each node has in the end, by node, with what it says itself before what is shared."""
    own = asked(pipeline, options)
    for node in pipeline.meaning.nodes:
        given = {**shared(options), **own.get(node.id, {})}
        yield node.id, {name: each for name, each in given.items() if each is not None}


def keywords(given: Mapping[str, Any]) -> Keywords:
    """Options as arguments. What a resource is called says in which order they stand."""
    return tuple(
        (name, literal(to_value(dict(sorted(each.items())) if isinstance(each, dict) else each)))
        for name, each in given.items()
    )


def _set(options: DaskNodeOptions) -> Mapping[str, Any]:
    return {name: getattr(options, name) for name in _NAMES if name in options.model_fields_set}
