"""What `@task(...)` is given: one function an aspect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dagcompile.codegen.calls import policy_arguments
from dagcompile.codegen.expr import Atom, Call, Decorator, Imported, name
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.ir.queries import written
from dagcompile.ir.records import Node, OpNode, Retry, Stage
from dagcompile.targets.airflow.aspects import (
    RUNTIME,
    Aspect,
    Keywords,
    decorator,
    id_keyword,
    keywords,
    names_of,
)
from dagcompile.targets.airflow.assets import Assets
from dagcompile.targets.airflow.environments import Environment
from dagcompile.targets.airflow.node_settings import (
    OF_THE_END,
    OF_THE_WORK,
    NodeSettings,
    neutral_keywords,
    node_keywords,
    timedelta_of,
)
from dagcompile.targets.airflow.remote_settings import keywords as environment_keywords
from dagcompile.targets.airflow.tasks import Role, Tasks, Work, operator_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """What is known of a task: its node or stage, what it does for it, what is asked for nodes."""

    work: Work
    role: Role
    tasks: Tasks
    assets: Assets
    settings: NodeSettings
    environment: Environment | None = None

    @property
    def apart(self) -> Environment | None:
        """Where the task runs, if elsewhere. An operator runs where it runs."""
        return None if self.tasks.is_operator(self.work, self.role) else self.environment

    @property
    def nodes(self) -> Sequence[Node]:
        """The nodes that end with the task; none where it looks before or after them."""
        return self.tasks.nodes(self.work.id) if self.role in ("stage", "body") else ()

    @property
    def works(self) -> bool:
        """Whether the task does the work of its node, not what stands around it."""
        is_native = operator_of(self.work, self.tasks.index) is not None
        operator = self.tasks.is_operator(self.work, self.role)
        return operator or self.role == "stage" or (self.role == "body" and not is_native)

    @property
    def ends(self) -> bool:
        """Whether the node has ended well once the task has."""
        last: Role = "guard" if self.tasks.has(self.work.id, "guard") else "body"
        return self.role in ("stage", last)


def _identity(facts: TaskFacts) -> Keywords:
    called = facts.tasks.names[facts.work.id, facts.role]
    is_operator = facts.tasks.is_operator(facts.work, facts.role)
    return id_keyword(called.task_id, function="" if is_operator else called.function)


def _xcom(facts: TaskFacts) -> Keywords:
    if facts.tasks.is_operator(facts.work, facts.role):
        return
    # An operator takes each of its inputs by itself, of which elsewhere no XCom can be made.
    apart = facts.role == "inputs" and facts.apart is not None
    yield "multiple_outputs", name(str(apart))
    kind = None if facts.apart is None else facts.apart.kind
    if facts.role in ("guard", "guard_inputs") and kind != "kubernetes":  # which says so itself
        yield "do_xcom_push", name("False")


def _retries(facts: TaskFacts) -> Keywords:
    """Airflow runs the retries. Its own backoff always adds jitter, so growth is a policy's. That
    is not asked where a process was lost: then the delay holds, by default of minutes.

    All tasks of a node have its retries. What a guard finds is final; a lost process is not, nor a
    store that cannot be reached.
    """
    if isinstance(facts.work, Stage):
        yield from _lost(facts.nodes)
    retry = facts.work.policy.retry if isinstance(facts.work, OpNode) else None
    if retry is None:
        return
    yield "retries", literal(retry.attempts - 1)
    if retry.attempts == 1:
        return
    yield "retry_delay", timedelta_of(_first_wait(retry))
    if retry.backoff == 1.0 and retry.jitter == 0.0:
        return
    waits = [each for each in policy_arguments(retry) if each[0] not in ("attempts", "on")]
    if retry.delay == 0.0:
        waits.insert(0, ("delay", literal(0.0)))
    yield (
        "retry_policy",
        Call(Imported(RUNTIME, "Backoff"), (), tuple(waits)),
    )


def _lost(nodes: Sequence[Node]) -> Keywords:
    """A stage is tried again where its process was lost or its store away, and then all of it: as
    often as the op may be that may be tried least, of those that say how often, and after the
    longest of their waits. As with options, an op that says nothing has what the others ask for.
    """
    said = _retries_of(nodes)
    if said:
        least = min(each.attempts for each in said)
        yield from _plainly(least, max(map(_first_wait, said)))


def retries_of_none(nodes: Iterable[Node]) -> Keywords:
    """The retries of a task that is of no node, and harms nobody when it runs twice: as often as
    the op may be tried that may be tried most, after its wait.
    """
    said = _retries_of(nodes)
    if said:
        most = max(said, key=lambda each: each.attempts)
        yield from _plainly(most.attempts, _first_wait(most))


def _retries_of(nodes: Iterable[Node]) -> list[Retry]:
    """What nodes say of it, of those that say something."""
    retries = (each.policy.retry for each in nodes if isinstance(each, OpNode))
    return [each for each in retries if each is not None]


def _plainly(attempts: int, wait: float) -> Keywords:
    yield "retries", literal(attempts - 1)
    if attempts > 1:
        yield "retry_delay", timedelta_of(wait)


def _first_wait(retry: Retry) -> float:
    """Seconds before the second attempt, without jitter."""
    return retry.delay if retry.max_delay is None else min(retry.delay, retry.max_delay)


def _environment(facts: TaskFacts) -> Keywords:
    if facts.apart is not None:
        yield from environment_keywords(facts.apart)


def _options(facts: TaskFacts) -> Keywords:
    without = {*(() if facts.works else OF_THE_WORK), *(() if facts.ends else OF_THE_END)}
    work = facts.work
    given = facts.settings.of(*(work.nodes if isinstance(work, Stage) else (work.id,)))
    yield from node_keywords(given, without=without)
    yield from neutral_keywords(facts.settings.shared, without)


def _timeout(facts: TaskFacts) -> Keywords:
    """Airflow itself ends an operator; the body of another task is watched by its step."""
    if facts.tasks.is_operator(facts.work, facts.role) and isinstance(facts.work, OpNode):
        limit = facts.work.policy.timeout
        if limit is not None:
            yield "execution_timeout", timedelta_of(limit)


def _trigger(facts: TaskFacts) -> Keywords:
    if facts.tasks.joins(facts.work, facts.role):
        yield "trigger_rule", Atom(quote("none_failed"))


def _assets(facts: TaskFacts) -> Keywords:
    """Airflow tells of an asset when its task succeeds, so that is the task that ends the node."""
    nodes = [each for each in facts.nodes if isinstance(each, OpNode)]
    reads = dict.fromkeys(name for node in nodes for name in node.reads)
    writes = dict.fromkeys(name for node in nodes for name in written(node))
    for keyword, names in (("inlets", reads), ("outlets", writes)):
        if names:
            yield keyword, facts.assets.listed(names)


_ASPECTS: Final[tuple[Aspect[TaskFacts], ...]] = (
    Aspect(keywords=_identity),
    Aspect(keywords=_xcom),
    Aspect(keywords=_environment),
    Aspect(keywords=_retries, names=("Backoff",)),
    Aspect(keywords=_timeout),
    Aspect(keywords=_trigger),
    Aspect(keywords=_assets, names=("Asset",)),
    Aspect(keywords=_options, names=("Callback",)),
)

TASK_NAMES: Final = frozenset(names_of("task", _ASPECTS))
"""Names that the decorators of tasks may use."""


def task_decorator(facts: TaskFacts) -> Decorator:
    """`@task(...)`."""
    form = "" if facts.apart is None else facts.apart.kind
    return decorator("task", facts, _ASPECTS, form=form)


def task_keywords(facts: TaskFacts) -> Keywords:
    """What an operator is given in the place of `@task(...)`."""
    return keywords(facts, _ASPECTS)
