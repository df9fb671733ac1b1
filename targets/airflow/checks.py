"""What speaks against a pipeline as a DAG file, though Airflow could do all that it asks for."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import signature
from typing import Any

from dagcompile.diagnostics import Diagnostic, Place
from dagcompile.ir.options import option_place
from dagcompile.ir.records import Pipeline
from dagcompile.target import nodes_asked
from dagcompile.targets.airflow.elsewhere import objections
from dagcompile.targets.airflow.objections import Objection
from dagcompile.targets.airflow.options import AirflowNodeOptions, AirflowOptions
from dagcompile.targets.airflow.together import apart
from dagcompile.targets.airflow.versions import too_new

LONGEST_TAG = 100
"""Characters of a tag that Airflow takes."""

_CALLBACKS = ("on_failure", "on_success", "on_retry", "on_skipped")


def check(
    pipeline: Pipeline, options: AirflowOptions, places: Mapping[str, Place]
) -> tuple[Diagnostic, ...]:
    """Everything that Airflow would find out later, where the author asks for it."""
    found = (
        *too_new(pipeline, options),
        *_long_tags(pipeline),
        *_uncallable(pipeline, options),
        *objections(pipeline, options),
        *apart(pipeline, options),
    )
    return tuple(each.told(places) for each in found)


def _long_tags(pipeline: Pipeline) -> Iterator[Objection]:
    for tag in pipeline.docs.tags:
        if len(tag) > LONGEST_TAG:
            yield Objection(
                code="DC510",
                message=f"tag {tag[:20]!r}... has {len(tag)} characters, and Airflow takes"
                f" {LONGEST_TAG}",
                fix="give the pipeline a shorter tag",
                at=("pipeline",),
            )


def _uncallable(pipeline: Pipeline, options: AirflowOptions) -> Iterator[Objection]:
    """Callbacks that nothing could call when they fire (DC509)."""
    told: set[tuple[str, int]] = set()
    for what, path, given, at in callbacks(pipeline, options):
        if (path, given) in told:
            continue
        told.add((path, given))
        reason = _obstacle(path, given)
        if reason:
            yield Objection(
                code="DC509",
                message=f"{what} names {path!r}, and {reason}",
                fix="name a function of a module that workers can import, which takes Airflow's"
                ' context: "package.module:function"',
                at=at,
            )


def callbacks(
    pipeline: Pipeline, options: AirflowOptions
) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    """Each callback: what names it, its path, how many arguments by name it gets, and where."""
    for name, paths in _of(options):
        at = (option_place("", "airflow", name), "pipeline")
        yield from ((f"the option {name}", path, 0, at) for path in paths)
    for name, paths in _of(options.nodes):
        at = (option_place("", "airflow", "nodes", name), "pipeline")
        yield from ((f"the option nodes.{name}", path, 0, at) for path in paths)
    for node, asked in nodes_asked(pipeline, "airflow", AirflowNodeOptions).items():
        for name, paths in _of(asked):
            at = (option_place(node, "airflow", name), f"node:{node}")
            yield from ((f"the option {name} of node {node}", path, 0, at) for path in paths)
    for deadline in options.deadline or ():
        parts = (("deadline", "call"), ("deadline",))
        keys = (*(option_place("", "airflow", *each) for each in parts), "pipeline")
        yield "the option deadline", deadline.call, len(deadline.kwargs), keys


def _of(options: AirflowOptions | AirflowNodeOptions) -> Iterator[tuple[str, list[str]]]:
    for name in _CALLBACKS:
        yield name, getattr(options, name, None) or []


def _obstacle(path: str, named: int) -> str:
    """Why the function at `path` cannot be called with a context; empty where it can."""
    module, _, name = path.partition(":")
    try:
        function: Any = import_module(module)
    except Exception as error:  # noqa: BLE001  (whatever the author's module raises)
        missing = error.name if isinstance(error, ModuleNotFoundError) else None
        if missing and f"{module}.".startswith(f"{missing}."):
            return f"there is no module {module}"
        return f"module {module} cannot be imported: {type(error).__name__}: {error}"
    for part in name.split("."):
        if not hasattr(function, part):
            return f"module {module} has no {name}"
        function = getattr(function, part)
    if not callable(function):
        return f"it is of class {type(function).__name__}, which cannot be called"
    if named:  # what a deadline is given besides, by the names of its kwargs
        return ""
    try:
        signature(function).bind({})
    except TypeError:
        return "it cannot be called with one argument, the context"
    except ValueError:  # a builtin without a signature
        return ""
    return ""
