"""What the tasks of a DAG are given that are of no node: `params` and `store_cleanup`.

They run where nodes run. But what is said of nodes holds for nodes: nobody is called for these.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dagcompile.codegen.expr import Call, Decorator, Expr, Imported, name
from dagcompile.ir.records import Node
from dagcompile.targets.airflow.aspects import SDK, id_keyword
from dagcompile.targets.airflow.node_settings import OF_NODES, NodeSettings, neutral_keywords
from dagcompile.targets.airflow.task_settings import retries_of_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is asked for nodes, and the nodes."""

    nodes: Iterable[Node]
    settings: NodeSettings

    def decorator(self, task_id: str, function: str, **more: Expr) -> Decorator:
        """`@task(...)` of a function, with some arguments of its own."""
        given = (
            *id_keyword(task_id, function=function),
            ("multiple_outputs", name("False")),
            *more.items(),
            *retries_of_none(self.nodes),
            *neutral_keywords(self.settings.shared, OF_NODES),
        )
        return Decorator(Call(Imported(SDK, "task"), (), given))
