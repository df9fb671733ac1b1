"""What `@task(...)` is given: one function an aspect."""

from dataclasses import dataclass
from typing import Final

from dagcompile.codegen.calls import policy_arguments
from dagcompile.codegen.expr import Atom, Call, Decorator, Imported, name
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.ir.records import Node, OpNode
from dagcompile.targets.airflow.aspects import Aspect, Keywords, decorator, keywords, names_of
from dagcompile.targets.airflow.assets import Assets
from dagcompile.targets.airflow.node_settings import (
    OF_THE_WORK,
    RUNTIME,
    NodeSettings,
    node_keywords,
    timedelta_of,
)
from dagcompile.targets.airflow.tasks import Role, Tasks, operator_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """What is known of a task: its node, what it does for it, and what is asked for nodes."""

    node: Node
    role: Role
    tasks: Tasks
    assets: Assets
    settings: NodeSettings

    @property
    def works(self) -> bool:
        """Whether the task does the work of its node, not what stands around it."""
        is_native = operator_of(self.node, self.tasks.index) is not None
        operator = self.tasks.is_operator(self.node, self.role)
        return operator or (self.role == "body" and not is_native)


def _identity(facts: TaskFacts) -> Keywords:
    yield "task_id", Atom(quote(facts.tasks.names[facts.node.id, facts.role].task_id))


def _xcom(facts: TaskFacts) -> Keywords:
    if facts.tasks.is_operator(facts.node, facts.role):
        return
    # An operator takes each of its inputs by itself.
    yield "multiple_outputs", name(str(facts.role == "inputs"))
    if facts.role in ("guard", "guard_inputs"):
        yield "do_xcom_push", name("False")


def _retries(facts: TaskFacts) -> Keywords:
    """Airflow runs the retries. Its own backoff always adds jitter, so growth is a policy's."""
    if not facts.works or not isinstance(facts.node, OpNode):
        return
    retry = facts.node.policy.retry
    if retry is None:
        return
    yield "retries", literal(retry.attempts - 1)
    if retry.attempts == 1:
        return
    if retry.backoff == 1.0 and retry.jitter == 0.0:
        wait = retry.delay if retry.max_delay is None else min(retry.delay, retry.max_delay)
        yield "retry_delay", timedelta_of(wait)
        return
    waits = [each for each in policy_arguments(retry) if each[0] not in ("attempts", "on")]
    if retry.delay == 0.0:
        waits.insert(0, ("delay", literal(0.0)))
    yield (
        "retry_policy",
        Call(Imported(RUNTIME, "Backoff"), (), tuple(waits)),
    )


def _options(facts: TaskFacts) -> Keywords:
    without = () if facts.works else OF_THE_WORK
    yield from node_keywords(facts.settings.of(facts.node.id), without=without)


def _timeout(facts: TaskFacts) -> Keywords:
    """Airflow itself ends an operator; the body of another task is watched by its step."""
    if facts.tasks.is_operator(facts.node, facts.role) and isinstance(facts.node, OpNode):
        limit = facts.node.policy.timeout
        if limit is not None:
            yield "execution_timeout", timedelta_of(limit)


def _trigger(facts: TaskFacts) -> Keywords:
    if facts.tasks.joins(facts.node, facts.role):
        yield "trigger_rule", Atom(quote("none_failed"))


def _assets(facts: TaskFacts) -> Keywords:
    """Airflow tells of an asset when its task succeeds, so that is the task that ends the node."""
    if facts.role != "body" or not isinstance(facts.node, OpNode):
        return
    for keyword, names in (("inlets", facts.node.reads), ("outlets", facts.node.writes)):
        if names:
            yield keyword, facts.assets.listed(names)


_ASPECTS: Final[tuple[Aspect[TaskFacts], ...]] = (
    Aspect(keywords=_identity),
    Aspect(keywords=_xcom),
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
    return decorator("task", facts, _ASPECTS)


def task_keywords(facts: TaskFacts) -> Keywords:
    """What an operator is given in the place of `@task(...)`."""
    return keywords(facts, _ASPECTS)
