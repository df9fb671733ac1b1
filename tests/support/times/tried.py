"""DAG files on an Airflow of their own. Run as a program, it is a process of that Airflow:

tried.py FOLDER ASKED TOLD       reads the files, answers what `Asked` asks, writes JSON
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from deployment.settings import settings


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be known.

    Args:
        runs: a DAG, the conf of a run, its logical date (None for none), and one of its tasks.
        ticks: a DAG, and the first and the last logical date of runs that it is to have.
    """

    runs: list[tuple[str, dict[str, Any], str | None, str]] = field(default_factory=list)
    ticks: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Told:
    """Of each run its state and what the task made; of each DAG its dates, and of those asked for
    the ends of the intervals.
    """

    runs: list[tuple[str, Any]]
    ticks: list[list[str]]
    dags: dict[str, dict[str, Any]]


def tried(folder: Path, asked: Asked, *, home: Path) -> Told:
    """What Airflow makes of the files in `folder`."""
    home.mkdir(exist_ok=True)
    (home / "asked.json").write_text(json.dumps(asdict(asked)))
    environment = {name: each for name, each in os.environ.items() if "AIRFLOW" not in name}
    environment |= settings(home, port=1)  # nothing is served
    environment["PYTHONPATH"] = os.pathsep.join(each for each in sys.path if each)
    done = subprocess.run(
        [sys.executable, __file__, str(folder), str(home / "asked.json"), str(home / "told.json")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-5000:]
    return Told(**json.loads((home / "told.json").read_text()))


def _main(folder: str, asked: str, told: str) -> None:
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.dagbag import BundleDagBag, sync_bag_to_db
    from airflow.serialization.serialized_objects import DagSerialization
    from airflow.utils.db import initdb

    initdb()
    manager: Any = DagBundlesManager
    manager().sync_bundles_to_db()
    name = "dags-folder"
    bag = BundleDagBag(dag_folder=folder, bundle_path=Path(folder), bundle_name=name)
    assert not bag.import_errors, bag.import_errors
    sync_bag_to_db(bag, name, None)
    stored: dict[str, Any] = {
        id: DagSerialization.from_dict(DagSerialization.to_dict(dag))
        for id, dag in bag.dags.items()
    }
    wanted = Asked(**json.loads(Path(asked).read_text()))
    # What a run is given stays in the DAG that is kept of it: those that are given nothing begin.
    order = sorted(range(len(wanted.runs)), key=lambda each: bool(wanted.runs[each][1]))
    runs = {each: _run(bag.dags[wanted.runs[each][0]], *wanted.runs[each][1:]) for each in order}
    found = Told(
        runs=[runs[number] for number in range(len(runs))],
        ticks=[_ticks(stored[dag], *between) for dag, *between in wanted.ticks],
        dags={id: _dag(dag) for id, dag in stored.items()},
    )
    Path(told).write_text(json.dumps(asdict(found)))


def _dag(dag: Any) -> dict[str, Any]:
    return {
        "timetable": type(dag.timetable).__name__,
        "zone": str(dag.timezone),
        "start": dag.start_date.isoformat(),
        "catchup": dag.catchup,
        "params": dag.params.dump(),
    }


def _run(dag: Any, conf: dict[str, Any], date: str | None, task: str) -> tuple[str, Any]:
    from datetime import datetime

    from airflow.models.xcom import XComModel
    from airflow.utils.session import create_session

    logical = None if date is None else datetime.fromisoformat(date)
    run = dag.test(logical_date=logical, run_conf=conf)
    with create_session() as session:
        query = XComModel.get_many(
            run_id=run.run_id, key="return_value", dag_ids=dag.dag_id, task_ids=task
        )
        rows: Any = list(session.scalars(query))
    value = XComModel.deserialize_value(rows[0])["result"]["value"] if rows else None
    return str(run.state), value


def _ticks(dag: Any, first: str, last: str) -> list[str]:
    from datetime import datetime

    found = dag.iter_dagrun_infos_between(
        datetime.fromisoformat(first), datetime.fromisoformat(last)
    )
    return [each.data_interval.end.isoformat() for each in found]


if __name__ == "__main__":
    _main(*sys.argv[1:])
