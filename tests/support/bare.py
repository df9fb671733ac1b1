"""An environment like this one, in which dagcompile is not installed.

    python = bare_python(tmp_path)
    run_bare(python, "import dagcompile")     # CalledProcessError

It is a virtual environment that has everything else by links, Airflow included. Run as a program
(`python bare.py SPEC RESULTS`) by such a Python, this file runs DAGs on a real Airflow.
"""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any


def bare_python(folder: Path) -> Path:
    """The interpreter of such an environment, made in `folder`."""
    venv.create(folder, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    for each in Path(sysconfig.get_path("purelib")).iterdir():
        if "dagcompile" not in each.name and each.suffix != ".pth":
            (site / each.name).symlink_to(each)
    return folder / "bin" / "python"


def run_dags(
    python: Path, home: Path, runs: list[dict[str, Any]], **environment: str
) -> list[dict[str, Any]]:
    """Runs of DAGs of the bundle `home/dags`, all in one process of `python`.

    Args:
        runs: `dag` and `conf` of each.
        environment: variables besides those of Airflow.

    Returns:
        `state`, `tasks` and `xcoms` of each, or what kept it from running as `error`.
    """
    spec, results = home / "spec.json", home / "results.json"
    spec.write_text(json.dumps(runs))
    done = subprocess.run(
        [str(python), __file__, str(spec), str(results)],
        env=airflow_environment(home) | environment,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(done.stdout[-3000:] + done.stderr[-6000:])
    told: list[dict[str, Any]] = json.loads(results.read_text())
    return told


def airflow_environment(home: Path) -> dict[str, str]:
    """The variables of an Airflow whose bundle is `home/dags`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DAGCOMPILE")}
    return kept | {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "PYTHONPATH": "",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _main(spec: str, results: str) -> None:
    from datetime import UTC, datetime, timedelta

    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.dagbag import BundleDagBag, sync_bag_to_db
    from airflow.utils.db import initdb

    initdb()
    manager: Any = DagBundlesManager
    manager().sync_bundles_to_db()
    folder = Path(os.environ["AIRFLOW_HOME"], "dags")
    bag = BundleDagBag(dag_folder=str(folder), bundle_path=folder, bundle_name="dags-folder")
    sync_bag_to_db(bag, "dags-folder", None)
    told: list[dict[str, Any]] = []
    for number, run in enumerate(json.loads(Path(spec).read_text())):
        if run["dag"] not in bag.dags:
            told.append({"error": "\n".join(bag.import_errors.values()) or "no such DAG"})
            continue
        date = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=number)
        told.append(_tested(bag.dags[run["dag"]], date, run.get("conf") or {}))
    for each in told:
        each["import_errors"] = dict(bag.import_errors)
        each["modules"] = sorted(name for name in sys.modules if "dagcompile" in name)
    Path(results).write_text(json.dumps(told))


def _tested(dag: Any, date: Any, conf: Any) -> dict[str, Any]:
    from airflow.models.xcom import XComModel
    from airflow.utils.session import create_session

    run = dag.test(logical_date=date, run_conf=conf)
    with create_session() as session:
        rows: Any = session.scalars(
            XComModel.get_many(run_id=run.run_id, key="return_value", dag_ids=dag.dag_id)
        )
        xcoms = {row.task_id: XComModel.deserialize_value(row) for row in rows}
    return {
        "run": run.run_id,
        "state": str(run.state),
        "tasks": {each.task_id: str(each.state) for each in run.get_task_instances()},
        "tries": {each.task_id: each.try_number for each in run.get_task_instances()},
        "xcoms": xcoms,
    }


if __name__ == "__main__":
    _main(*sys.argv[1:])
