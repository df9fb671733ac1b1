"""Version 1 of the interface between generated Airflow DAG files and a process that has no Airflow.

A task that runs in another environment, or in a container, imports it there.
"""

from typing import Any, NoReturn

from dagcompile.runtime.airflow.operators import OperatorStep
from dagcompile.runtime.airflow.remote import Remote, handed_over, store_of


class RemoteStep(OperatorStep):
    """The step of a task in a process of its own.

    Args:
        node: the node.
        attempt: what Airflow knows of the run and the attempt, as it renders `ATTEMPT` of
            `dagcompile.runtime.v1.airflow`.
        store: where values are stored unless the environment says otherwise.
    """

    def __init__(self, node: str, attempt: str, *, store: str = "") -> None:
        host = Remote(attempt)
        super().__init__(node, host, store=store_of(store, host.store))

    def handed_over(self, xcom: dict[str, Any]) -> NoReturn:
        """End the process well, having given `xcom` to Airflow as a pod does."""
        handed_over(xcom)


__all__ = ["RemoteStep"]
