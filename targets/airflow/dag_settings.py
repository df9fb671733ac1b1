"""What `@dag(...)` is given: one function an aspect."""

from dataclasses import dataclass
from typing import Final

from dagcompile.codegen.expr import Atom, Decorator, DictOf, ListOf
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.ir.queries import Index
from dagcompile.ir.records import Pipeline
from dagcompile.targets.airflow.aspects import Aspect, Keywords, decorator, names_of
from dagcompile.targets.airflow.assets import Assets
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.targets.airflow.params import param_expr
from dagcompile.targets.airflow.tasks import airflow_id
from dagcompile.targets.airflow.times import TIME_NAMES, schedule_of, start_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DagFacts:
    """What is known of a DAG."""

    pipeline: Pipeline
    options: AirflowOptions
    index: Index
    assets: Assets


def _identity(facts: DagFacts) -> Keywords:
    yield "dag_id", Atom(quote(airflow_id(facts.pipeline.meaning.name)))


def _time(facts: DagFacts) -> Keywords:
    meaning = facts.pipeline.meaning
    yield "schedule", schedule_of(meaning)
    yield "start_date", start_of(meaning)
    yield "catchup", literal(meaning.catchup)


def _params(facts: DagFacts) -> Keywords:
    params = facts.pipeline.meaning.params
    if params:
        types = facts.index.types
        items = ((Atom(quote(each.name)), param_expr(each, types)) for each in params)
        yield "params", DictOf(tuple(items))


def _tags(facts: DagFacts) -> Keywords:
    if facts.options.tags:
        tags = sorted(set(facts.options.tags))
        yield "tags", ListOf(tuple(Atom(quote(tag)) for tag in tags))


_ASPECTS: Final[tuple[Aspect[DagFacts], ...]] = (
    Aspect(keywords=_identity),
    Aspect(keywords=_time, names=TIME_NAMES),
    Aspect(keywords=_params, names=("Param",)),
    Aspect(keywords=_tags),
)

DAG_NAMES: Final = frozenset(names_of("dag", _ASPECTS))
"""Names that the decorator of a DAG may use."""


def dag_decorator(facts: DagFacts) -> Decorator:
    """`@dag(...)`."""
    return decorator("dag", facts, _ASPECTS)
