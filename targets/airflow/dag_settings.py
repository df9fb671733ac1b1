"""What `@dag(...)` is given: one function an aspect."""

from dataclasses import dataclass
from typing import Any, Final

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Atom,
    Attribute,
    Decorator,
    DictOf,
    Expr,
    Imported,
    ListOf,
    call,
)
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.ir.queries import Index
from dagcompile.ir.records import Pipeline
from dagcompile.targets.airflow.aspects import RUNTIME, SDK, Aspect, Keywords, decorator, names_of
from dagcompile.targets.airflow.assets import Assets
from dagcompile.targets.airflow.configs import Setting
from dagcompile.targets.airflow.ids import airflow_id
from dagcompile.targets.airflow.node_settings import (
    NodeSettings,
    callbacks,
    node_keywords,
    plain,
)
from dagcompile.targets.airflow.options import AirflowOptions, Deadline
from dagcompile.targets.airflow.params import param_expr
from dagcompile.targets.airflow.times import TIME_NAMES, described, schedule_of, start_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DagFacts:
    """What is known of a DAG."""

    pipeline: Pipeline
    options: AirflowOptions
    index: Index
    assets: Assets
    settings: NodeSettings
    fields: tuple[Setting, ...]


def _identity(facts: DagFacts) -> Keywords:
    yield "dag_id", Atom(quote(airflow_id(facts.pipeline.meaning.name)))


def _time(facts: DagFacts) -> Keywords:
    meaning = facts.pipeline.meaning
    yield "schedule", schedule_of(meaning, facts.assets, version=facts.options.airflow_version)
    yield "start_date", start_of(meaning)
    yield "catchup", literal(meaning.catchup)


def _params(facts: DagFacts) -> Keywords:
    types, said = facts.index.types, dict(facts.pipeline.docs.params)
    meaning = facts.pipeline.meaning
    shown = [
        (param, {"description": described(param, said.get(param.name, ""), meaning)})
        for param in meaning.params
    ]
    shown += [
        (each.param, {"section": each.node, "description": each.said})
        for each in facts.fields
        if not each.reason
    ]
    if shown:
        items = (
            (Atom(quote(param.name)), param_expr(param, types, words=words))
            for param, words in shown
        )
        yield "params", DictOf(tuple(items))


def _tags(facts: DagFacts) -> Keywords:
    tags = sorted({*facts.options.tags, *facts.pipeline.docs.tags})
    if tags:
        yield "tags", ListOf(tuple(Atom(quote(tag)) for tag in tags))


def _runs(facts: DagFacts) -> Keywords:
    """How many runs there may be, how long they may take, and how people see them."""
    for option, keyword in _SET.items():
        value = getattr(facts.options, option)
        if value is not None:
            yield keyword, plain(value)


_SET: Final = {
    "display_name": "dag_display_name",
    "max_active_runs": "max_active_runs",
    "max_active_tasks": "max_active_tasks",
    "max_consecutive_failed_dag_runs": "max_consecutive_failed_dag_runs",
    "dagrun_timeout": "dagrun_timeout",
    "is_paused_upon_creation": "is_paused_upon_creation",
    "allowed_run_types": "allowed_run_types",
    "rerun_with_latest_version": "rerun_with_latest_version",
    "owner_links": "owner_links",
}


def _callbacks(facts: DagFacts) -> Keywords:
    for option in ("on_failure", "on_success"):
        if paths := getattr(facts.options, option):
            yield f"{option}_callback", callbacks(paths)


def _deadline(facts: DagFacts) -> Keywords:
    made = [_alert(each) for each in facts.options.deadline or ()]
    if made:
        yield "deadline", made[0] if len(made) == 1 else ListOf(tuple(made))


def _alert(deadline: Deadline) -> Expr:
    reference = Attribute(Imported(SDK, "DeadlineReference"), _REFERENCES[deadline.after])
    given: dict[str, Any] = {"call": deadline.call}
    if deadline.kwargs:
        given["kwargs"] = deadline.kwargs
    callback = call(
        Imported(SDK, "AsyncCallback"), Imported(RUNTIME, "missed"), kwargs=plain(given)
    )
    named = {} if deadline.name is None else {"name": Atom(quote(deadline.name))}
    return call(
        Imported(SDK, "DeadlineAlert"),
        reference=reference,
        interval=plain(deadline.within),
        callback=callback,
        **named,
    )


_REFERENCES: Final = {
    "queued": Code("DAGRUN_QUEUED_AT"),
    "logical_date": Code("DAGRUN_LOGICAL_DATE"),
}


def _defaults(facts: DagFacts) -> Keywords:
    """What tasks are given that do not say their own."""
    pairs = tuple((Atom(quote(key)), value) for key, value in node_keywords(facts.settings.shared))
    if pairs:
        yield "default_args", DictOf(pairs)


_ASPECTS: Final[tuple[Aspect[DagFacts], ...]] = (
    Aspect(keywords=_identity),
    Aspect(keywords=_time, names=TIME_NAMES),
    Aspect(keywords=_params, names=("Param",)),
    Aspect(keywords=_tags),
    Aspect(keywords=_runs),
    Aspect(keywords=_callbacks, names=("Callback",)),
    Aspect(
        keywords=_deadline,
        names=("AsyncCallback", "DeadlineAlert", "DeadlineReference", "missed"),
    ),
    Aspect(keywords=_defaults),
)

DAG_NAMES: Final = frozenset(names_of("dag", _ASPECTS))
"""Names that the decorator of a DAG may use."""


def dag_decorator(facts: DagFacts) -> Decorator:
    """`@dag(...)`."""
    return decorator("dag", facts, _ASPECTS)
