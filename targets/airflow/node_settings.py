"""Options of the Airflow target as keyword arguments: of a task, or of all tasks by a DAG.

{"pool": "db", "on_failure": "flights.alerts:failed"}
pool="db", on_failure_callback=Callback("flights.alerts:failed")
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, TypeAlias

from dagcompile.codegen.expr import Atom, Call, Expr, Imported, ListOf, call
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.ir.options import options_of
from dagcompile.ir.records import Pipeline
from dagcompile.ir.values import to_value
from dagcompile.target import nodes_asked
from dagcompile.targets.airflow.aspects import RUNTIME, Keywords
from dagcompile.targets.airflow.options import AirflowNodeOptions, AirflowOptions

Given: TypeAlias = Mapping[str, Any]
"""Options that are set, by name."""

_RENAMED: Final = {
    "display_name": "task_display_name",
    "on_failure": "on_failure_callback",
    "on_success": "on_success_callback",
    "on_retry": "on_retry_callback",
    "on_skipped": "on_skipped_callback",
}
OF_THE_WORK: Final = frozenset({"display_name", "on_skipped"})
"""What is of the task that does the work of a node, and not of those around it, such as guards."""

OF_THE_END: Final = frozenset({"on_success"})
"""What is of the task by which a node has ended well: its guard, where that is a task."""

OF_NODES: Final = OF_THE_WORK | OF_THE_END | {
    "depends_on_past", "wait_for_downstream", "max_active_tis_per_dag", "on_failure", "on_retry",
}  # fmt: skip
"""What is of the tasks of nodes, and not of one that is of none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSettings:
    """What tasks are given: by their DAG, for all of them, and by themselves.

    Args:
        shared: what the DAG gives to all.
        asked: of each node, what it says itself.
        apart: what is given to all but those that want nothing of the kind, and so by itself to
            each: Airflow has no word for it.
    """

    shared: Given
    asked: Mapping[str, Given]
    apart: Given

    def of(self, *nodes: str) -> Given:
        """What the tasks of a node are given by themselves, or that of a stage by its nodes."""
        found = dict(self.apart)
        for node in nodes:
            found.update(self.asked.get(node, {}))
        return {name: value for name, value in found.items() if value is not None}


def settings_of(pipeline: Pipeline, options: AirflowOptions) -> NodeSettings:
    """The settings of the tasks of a pipeline."""
    defaults = {name: each for name, each in _set(options.nodes).items() if each is not None}
    said = options_of(pipeline, "airflow").get("nodes", {})
    if pipeline.docs.owner and "owner" not in said:  # what is said of Airflow alone weighs more
        defaults["owner"] = pipeline.docs.owner
    models = nodes_asked(pipeline, "airflow", AirflowNodeOptions)
    asked = {node: _set(each) for node, each in models.items()}
    reset = {name for each in asked.values() for name, value in each.items() if value is None}
    return NodeSettings(
        shared={name: value for name, value in defaults.items() if name not in reset},
        asked=asked,
        apart={name: value for name, value in defaults.items() if name in reset},
    )


def _set(options: AirflowNodeOptions) -> Given:
    names = AirflowNodeOptions.model_fields.keys() - {"runs_in"}  # which is of the decorator
    return {name: getattr(options, name) for name in names if name in options.model_fields_set}


def node_keywords(given: Given, *, without: Container[str] = ()) -> Keywords:
    """Settings as arguments, in the order of the options, but for some."""
    for name in AirflowNodeOptions.model_fields:
        if name in given and name not in without:
            written: Callable[[Any], Expr] = callbacks if name.startswith("on_") else plain
            yield _RENAMED.get(name, name), written(given[name])


def neutral_keywords(shared: Given, names: Container[str]) -> Keywords:
    """Arguments that undo what the DAG gives to all tasks, of some names."""
    for name in AirflowNodeOptions.model_fields:
        if name in names and shared.get(name):
            yield _RENAMED.get(name, name), literal(False if shared[name] is True else None)


def plain(value: Any) -> Expr:
    """A plain value as code."""
    if isinstance(value, timedelta):
        return timedelta_of(value.total_seconds())
    return literal(to_value(value))


def callbacks(paths: Sequence[str]) -> Expr:
    """`Callback(...)`, or a list of them."""
    made = tuple(Call(Imported(RUNTIME, "Callback"), (Atom(quote(each)),)) for each in paths)
    return made[0] if len(made) == 1 else ListOf(made)


def timedelta_of(seconds: float) -> Expr:
    """`timedelta(seconds=...)`, or in the largest unit that goes into it evenly."""
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= size and seconds % size == 0:
            return call(Imported("datetime", "timedelta"), **{unit: literal(int(seconds // size))})
    number = literal(int(seconds) if seconds == int(seconds) else seconds)
    return call(Imported("datetime", "timedelta"), seconds=number)
