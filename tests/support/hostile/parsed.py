"""What Airflow itself sees in DAG files. Run as a program, it is a process of Airflow:

parsed.py RESULT FOLDER ...    reads each folder with a DagBag, writes what it found as JSON
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def parsed(*folders: Path, home: Path, flags: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Of each folder the `dags` by id, and `errors` and `warnings` of its files.

    Args:
        home: AIRFLOW_HOME, which is made.
        flags: of the interpreter.
    """
    home.mkdir(exist_ok=True)
    result = home / "parsed.json"
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT": "300",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
    }
    done = subprocess.run(
        [sys.executable, *flags, __file__, str(result), *map(str, folders)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-3000:] + done.stderr[-5000:])
    told: list[dict[str, Any]] = json.loads(result.read_text())
    return told


def _main(result: str, *folders: str) -> None:
    Path(result).write_text(json.dumps([_read(each) for each in folders]))


def _read(folder: str) -> dict[str, Any]:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.serialization.serialized_objects import LazyDeserializedDAG

    bag = DagBag(dag_folder=folder, bundle_path=Path(folder), bundle_name="files")
    files = {
        "errors": bag.import_errors,
        "warnings": {name: list(each) for name, each in bag.captured_warnings.items()},
    }
    dags = {
        dag.dag_id: {**_told(dag), "hash": LazyDeserializedDAG.from_dag(dag).hash}
        for dag in bag.dags.values()
    }
    return {**files, "dags": dags}


def _told(dag: Any) -> dict[str, Any]:
    return {
        "file": Path(dag.fileloc).name,
        "schedule": None if dag.schedule is None else type(dag.schedule).__name__,
        "start": dag.start_date.isoformat(),
        "catchup": dag.catchup,
        "tags": sorted(dag.tags),
        "doc": dag.doc_md,
        "params": {name: _told_of_param(dag.params.get_param(name)) for name in dag.params},
        "tasks": {task.task_id: _told_of_task(task) for task in dag.tasks},
    }


def _told_of_param(param: Any) -> dict[str, Any]:
    told = param.serialize()
    required = not isinstance(told["value"], str | int | float | list | dict | None)
    return {"schema": told["schema"]} if required else {k: told[k] for k in ("value", "schema")}


def _told_of_task(task: Any) -> dict[str, Any]:
    policy = task.retry_policy
    return {
        "upstream": sorted(task.upstream_task_ids),
        "retries": task.retries,
        "delay": task.retry_delay.total_seconds(),
        "policy": None if policy is None else repr(policy.retry),
        "rule": str(task.trigger_rule),
        "multiple_outputs": task.multiple_outputs,
        "pushes": task.do_xcom_push,
    }


if __name__ == "__main__":
    _main(*sys.argv[1:])
