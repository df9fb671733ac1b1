"""What speaks against a pipeline as a DAG file, though Airflow could do all that it asks for."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from inspect import signature
from typing import Any

from dagcompile.diagnostics import Diagnostic, Place
from dagcompile.ir.options import option_place
from dagcompile.ir.records import Pipeline
from dagcompile.target import Objection, nodes_asked
from dagcompile.targets.airflow.elsewhere import objections
from dagcompile.targets.airflow.options import AirflowNodeOptions, AirflowOptions
from dagcompile.targets.airflow.template_files import taken_for_files
from dagcompile.targets.airflow.together import apart
from dagcompile.targets.airflow.vendor import examining
from dagcompile.targets.airflow.versions import too_new

LONGEST_TAG = 100
"""Characters of a tag that Airflow takes."""

_CALLBACKS = ("on_failure", "on_success", "on_retry", "on_skipped")


def examine(
    pipeline: Pipeline, options: AirflowOptions, places: Mapping[str, Place]
) -> tuple[Diagnostic, ...]:
    """What Airflow would find out later (DC508 to DC510, DC523), and what cannot be used where
    dagcompile is not installed, if it is not to be (DC521, DC522).
    """
    found = _found(pipeline, options, places)
    if options.runtime != "vendor":
        return found
    called = (path.partition(":")[0] for _, path, _, _ in callbacks(pipeline, options))
    return (*found, *examining.examine(pipeline, places, called=called))


def _found(
    pipeline: Pipeline, options: AirflowOptions, places: Mapping[str, Place]
) -> tuple[Diagnostic, ...]:
    """Everything that Airflow would find out later, where the author asks for it."""
    found = (
        *too_new(pipeline, options),
        *_long_tags(pipeline),
        *_uncallable(pipeline, options),
        *_unreachable(options),
        *objections(pipeline, options),
        *apart(pipeline),
        *taken_for_files(pipeline),
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
    told: set[tuple[str, tuple[str, ...]]] = set()
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


def _unreachable(options: AirflowOptions) -> Iterator[Objection]:
    """A deadline where the run time lies beside the DAG files, which a triggerer does not read
    (DC523).
    """
    if options.runtime == "vendor" and options.deadline:
        called = ", ".join(each.call for each in options.deadline)
        yield Objection(
            code="DC523",
            message=f"the option deadline asks for {called}, which the run time calls in the"
            ' triggerer; with runtime = "vendor" that lies beside the DAG files, where a triggerer'
            " finds nothing",
            fix='leave the option out, or build with runtime = "installed"',
            at=_DEADLINE,
        )


_DEADLINE = (option_place("", "airflow", "deadline"), "pipeline")


def callbacks(
    pipeline: Pipeline, options: AirflowOptions
) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Each callback: what names it, its path, the names of arguments that it gets, and where."""
    for name, paths in _of(options):
        at = (option_place("", "airflow", name), "pipeline")
        yield from ((f"the option {name}", path, (), at) for path in paths)
    for name, paths in _of(options.nodes):
        at = (option_place("", "airflow", "nodes", name), "pipeline")
        yield from ((f"the option nodes.{name}", path, (), at) for path in paths)
    for node, asked in nodes_asked(pipeline, "airflow", AirflowNodeOptions).items():
        for name, paths in _of(asked):
            at = (option_place(node, "airflow", name), f"node:{node}")
            yield from ((f"the option {name} of node {node}", path, (), at) for path in paths)
    for deadline in options.deadline or ():
        keys = (option_place("", "airflow", "deadline", "call"), *_DEADLINE)
        yield "the option deadline", deadline.call, tuple(deadline.kwargs), keys


def _of(options: AirflowOptions | AirflowNodeOptions) -> Iterator[tuple[str, list[str]]]:
    for name in _CALLBACKS:
        yield name, getattr(options, name, None) or []


def _obstacle(path: str, named: Sequence[str]) -> str:
    """Why the function at `path` cannot be called with a context, and with arguments that are
    `named`; empty where it can.
    """
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
    try:
        signature(function).bind({}, **dict.fromkeys(named))
    except TypeError:
        besides = f", and {', '.join(named)} by name" if named else ""
        return f"it cannot be called with one argument, the context{besides}"
    except ValueError:  # a builtin without a signature
        return ""
    return ""
