"""What the decorator of a task says of where it runs: from `environments` to keyword arguments."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, assert_never

from dagcompile.codegen.expr import Expr, Imported
from dagcompile.codegen.literals import literal
from dagcompile.ir.values import to_value
from dagcompile.targets.airflow.aspects import RUNTIME
from dagcompile.targets.airflow.environments import (
    Docker,
    Environment,
    ExternalPython,
    Kubernetes,
    Virtualenv,
)

ENDED: Final = Imported(RUNTIME, "ended")
"""What looks at how the process of such a task has ended."""


def keywords(environment: Environment) -> Iterator[tuple[str, Expr]]:
    """What the decorator of such a task is given."""
    given: Mapping[str, Any] = environment.model_dump(exclude={"kind"}, exclude_none=True)
    for name, value in given.items():
        if value != []:
            yield name, literal(to_value(value))
    match environment:
        case Virtualenv() | ExternalPython() | Docker():
            yield "expect_airflow", literal(value=False)
        case Kubernetes():
            yield "do_xcom_push", literal(value=True)  # by which a pod says how it ended
        case _:
            assert_never(environment)
    yield "post_execute", ENDED
