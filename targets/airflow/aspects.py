"""Decorators of a DAG file, put together from aspects: each gives the keyword arguments of one.

    Aspect(_params, names=("Param",))

A file that says more of a DAG or of a task gets one more aspect, and nothing else is touched.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from dagcompile.codegen.expr import Atom, Attribute, Call, Decorator, Expr, Imported
from dagcompile.codegen.strings import quote

SDK = "airflow.sdk"
RUNTIME = "dagcompile.runtime.v1.airflow"
"""Where a DAG file finds what of ours is for Airflow."""

Facts = TypeVar("Facts")
Keywords: TypeAlias = Iterable[tuple[str, Expr]]
"""Keyword arguments, in the order in which they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect(Generic[Facts]):
    """What a decorator is given in one respect.

    Args:
        keywords: the arguments, by what is known of the DAG or task; none where the author left
            it at what Airflow does anyway.
        names: what they may import. No task of a pipeline is called so, whether it does or not:
            a setting that is added later renames none.
    """

    keywords: Callable[[Facts], Keywords]
    names: tuple[str, ...] = ()


def decorator(
    kind: str, facts: Facts, aspects: Sequence[Aspect[Facts]], *, form: str = ""
) -> Decorator:
    """`@dag(...)` or `@task(...)`, `kind`, with the arguments of all `aspects`; `@task.form(...)`
    where there is a form.
    """
    made: Expr = Imported(SDK, kind)
    if form:
        made = Attribute(made, form)
    return Decorator(Call(made, (), tuple(keywords(facts, aspects))))


def keywords(facts: Facts, aspects: Iterable[Aspect[Facts]]) -> Iterator[tuple[str, Expr]]:
    """The arguments of all `aspects`, each once: the last aspect that gives it counts."""
    yield from dict(each for aspect in aspects for each in aspect.keywords(facts)).items()


def id_keyword(task_id: str, *, function: str) -> Keywords:
    """The id of a task; nothing where it is the name of its function, which Airflow takes."""
    if task_id != function:
        yield "task_id", Atom(quote(task_id))


def names_of(kind: str, aspects: Iterable[Aspect[Facts]]) -> Iterator[str]:
    """The names that such a decorator may use."""
    yield kind
    for each in aspects:
        yield from each.names
