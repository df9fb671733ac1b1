"""A task that runs elsewhere, from the side of Airflow: what it is told, and how it has ended.

    @task.virtualenv(..., post_execute=ended)
    def count(attempt): ...

    count(ATTEMPT)

A process can end by any status, whatever its step had to say: its op may end it, or what that
calls. So what the step says comes back in the place of its XCom, which only the run time writes.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dagcompile.runtime.airflow.remote import HOW, WHY
from dagcompile.runtime.store import Store, from_environment

_ON_THE_WORKER = frozenset({"@task.virtualenv", "@task.external_python"})
"""What Airflow calls the tasks whose process sees the folders of its worker."""


class Attempt:
    """What Airflow knows of the run and the attempt, as text, once it prepares a task."""

    def resolve(self, context: Mapping[str, Any]) -> str:
        """The text. Airflow calls this where it renders templates."""
        dag, instance, run = context["dag"], context["ti"], context.get("dag_run")
        end = context.get("data_interval_end")
        told = {
            "pipeline": dag.dag_id,
            "run_id": context["run_id"],
            "attempt": instance.try_number,
            "attempts": instance.max_tries + 1,
            "params": dict(context["params"]),
            "known": list(dag.params),
            "conf": getattr(run, "conf", None) or {},
            "partition_key": context.get("partition_key"),
            "data_interval_end": None if end is None else end.isoformat(),
            "store": asdict(_embedded(context["task"])),
        }
        return json.dumps(told)

    def __repr__(self) -> str:
        """The same in every process: it is of what a version of a DAG is told by."""
        return "ATTEMPT"


ATTEMPT = Attempt()


def _embedded(task: Any) -> Store:
    """The folder for development, where Airflow's own processes use it and that of the task can."""
    from dagcompile.runtime.airflow.storing import store_of

    on_worker = getattr(task, "custom_operator_name", "") in _ON_THE_WORKER
    return store_of() if on_worker and not from_environment() else Store("")


def ended(context: Mapping[str, Any], result: Any) -> None:
    """Looks at what the process of a task gave, before Airflow takes it for its XCom.

    Raises:
        AirflowSkipException: the step says that the task is to be skipped.
        AirflowFailException: the step says that it has failed for good.
        RuntimeError: the process ended well without a word of its step; worth another attempt.
    """
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

    from dagcompile.runtime.airflow.outlets import skip

    how = result.get(HOW) if isinstance(result, Mapping) else None
    if how == "skipped":
        skip(context)
        raise AirflowSkipException(result[WHY])
    if how == "failed":
        raise AirflowFailException(result[WHY])
    if result is None and context["task"].do_xcom_push:
        raise RuntimeError(
            "the process of the task ended with status 0 before its step did: "
            "something in it ended the process"
        )
