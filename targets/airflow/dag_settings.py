"""What `@dag(...)` is given: one function an aspect."""

from dataclasses import dataclass
from typing import Final

from dagcompile.codegen.expr import Atom, Decorator, DictOf, ListOf, name
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.ir.queries import Index
from dagcompile.ir.records import Pipeline, Text
from dagcompile.targets.airflow.aspects import Aspect, Keywords, decorator, names_of
from dagcompile.targets.airflow.assets import Assets
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.targets.airflow.params import param_expr
from dagcompile.targets.airflow.tasks import airflow_id


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
    yield "schedule", name("None")
    start = Text(type="datetime", text=f"{facts.options.start_date.isoformat()}T00:00:00 +00:00")
    yield "start_date", literal(start)
    yield "catchup", name("False")


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
    Aspect(keywords=_time),
    Aspect(keywords=_params, names=("Param",)),
    Aspect(keywords=_tags),
)

DAG_NAMES: Final = frozenset(names_of("dag", _ASPECTS))
"""Names that the decorator of a DAG may use."""


def dag_decorator(facts: DagFacts) -> Decorator:
    """`@dag(...)`."""
    return decorator("dag", facts, _ASPECTS)
