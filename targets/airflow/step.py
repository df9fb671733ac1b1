"""How a task speaks of its step: `step.run(...)`."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Assign,
    Atom,
    Call,
    DictOf,
    Expr,
    Imported,
    Return,
    Statement,
    call,
    name,
)
from dagcompile.codegen.strings import quote
from dagcompile.targets.airflow.aspects import RUNTIME
from dagcompile.targets.airflow.environments import ATTEMPT, REMOTE, Environment, Kubernetes
from dagcompile.targets.airflow.remote_settings import ENDED
from dagcompile.targets.airflow.tasks import Role

STEP_CLASS: Final = Imported(RUNTIME, "Step")
STEP: Final = "step"
"""What the step is called in the body of a task."""

STEP_NAMES: Final = frozenset({STEP, "Step"})
"""Names that a file uses for steps."""

REMOTE_NAMES: Final = frozenset({ATTEMPT, "ATTEMPT", "RemoteStep", ENDED.name})
"""Names that it uses besides where tasks run elsewhere."""


def framed(
    node: str,
    role: Role,
    body: Sequence[Statement],
    environment: Environment | None,
    *,
    store: Mapping[str, Expr],
) -> list[Statement]:
    """The body of a task of a node, whose first statement makes its step.

    Args:
        store: what every step is told of the store.
    """
    if environment is None:
        return [begun(node, store), *body]
    made = call(Imported(REMOTE, "RemoteStep"), Atom(quote(node)), name(ATTEMPT), **store)
    if isinstance(environment, Kubernetes):
        body = [_handed_over(each) for each in body]
        if role in ("guard", "guard_inputs"):  # it gives nothing, and has to say that it has ended
            body = [*body, Return(step("handed_over", DictOf(())))]
    return [Assign(Code(STEP), made), *body]


def begun(id: str, store: Mapping[str, Expr]) -> Assign:
    """The first statement of a task of Airflow's own process, by which it has its step."""
    return Assign(Code(STEP), call(STEP_CLASS, Atom(quote(id)), **store))


def _handed_over(statement: Statement) -> Statement:
    """What returns the XCom of a task, in a pod."""
    if not isinstance(statement, Return):
        return statement
    return Return(step("handed_over", statement.value))


def step(method: str, *args: Expr) -> Call:
    """A call of one of its methods."""
    return Call(method_of(method), args)


@cache
def method_of(method: str) -> Atom:
    """One of its methods."""
    return name(f"{STEP}.{method}")
