"""Which store a task uses.

What the environment names comes first, then what the DAG file says. Where neither says anything
and all tasks of the deployment run on one machine, as on a laptop, a folder of Airflow's own does.
"""

import os
from typing import Any

from dagcompile.runtime.store import STORE_VARIABLE, Store, from_environment

EMBEDDED = "dagcompile-store"
"""The folder below AIRFLOW_HOME."""

_LOCAL = frozenset({"LocalExecutor", "airflow.executors.local_executor.LocalExecutor"})


def store_of(stated: str = "") -> Store:
    """The store of the task that runs here; `stated` is what its DAG file says."""
    if found := from_environment():
        return found
    if stated:
        return Store(stated, by="the store of the DAG file")
    if not _on_one_machine():
        return Store("")
    home = os.environ.get("AIRFLOW_HOME") or "~/airflow"
    folder = os.path.abspath(os.path.join(os.path.expanduser(os.path.expandvars(home)), EMBEDDED))
    note = f"values are stored in {folder}, which serves one machine alone: "
    note += f"in production set {STORE_VARIABLE} to a folder or URL that every worker can reach"
    return Store(folder, by="the folder for development", note=note)


def _on_one_machine() -> bool:
    """Whether tasks run in this process, as by `dag.test()`, or all beside their scheduler."""
    from airflow.sdk.configuration import conf
    from airflow.sdk.execution_time import task_runner

    comms: Any = getattr(task_runner, "SUPERVISOR_COMMS", None)
    if type(comms).__name__ == "InProcessSupervisorComms":
        return True
    executor: Any = conf.get("core", "executor", fallback="")
    return executor in _LOCAL
