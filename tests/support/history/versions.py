"""What Airflow's own database says of each change: `versions.py RESULT`, in a process of its own.

It reads from stdin a list of `[name, [step, ...]]`; a step is a map of DAG files to be read, or the
id of a DAG of which a run is made. It writes, for each name, the numbers of the versions of each DAG
after each step. The database is in AIRFLOW_HOME.
"""

import json
import sys
import uuid
from pathlib import Path
from typing import Any

BUNDLE = "dags-folder"
"""What Airflow calls the folder of DAGs that it has by itself."""


class Database:
    """A database of Airflow, and the folder of its DAG files."""

    def __init__(self, dags: Path) -> None:
        from airflow.dag_processing.bundles.manager import DagBundlesManager
        from airflow.utils.db import initdb

        self.dags = dags
        dags.mkdir(parents=True, exist_ok=True)
        initdb()
        manager: Any = DagBundlesManager
        manager().sync_bundles_to_db()

    def read(self, files: dict[str, str]) -> None:
        """Let the folder hold these files alone, and read them as a DAG processor does."""
        from airflow.dag_processing.dagbag import BundleDagBag, sync_bag_to_db

        for each in self.dags.glob("*.py"):
            each.unlink()
        for name, text in files.items():
            (self.dags / name).write_text(text)
        bag = BundleDagBag(dag_folder=str(self.dags), bundle_path=self.dags, bundle_name=BUNDLE)
        assert not bag.import_errors, bag.import_errors
        sync_bag_to_db(bag, BUNDLE, None)

    def begin_run(self, dag: str) -> None:
        """A run whose tasks wait to be begun."""
        from airflow._shared.timezones import timezone
        from airflow.models.serialized_dag import SerializedDagModel
        from airflow.utils.session import create_session
        from airflow.utils.state import DagRunState
        from airflow.utils.types import DagRunTriggeredByType, DagRunType

        with create_session() as session:
            found: Any = SerializedDagModel.get_dag(dag, session=session)
            found.create_dagrun(
                run_id=str(uuid.uuid4()),
                logical_date=None,
                data_interval=None,
                run_after=timezone.utcnow(),
                run_type=DagRunType.MANUAL,
                triggered_by=DagRunTriggeredByType.TEST,
                state=DagRunState.RUNNING,
                session=session,
            )

    def versions(self) -> dict[str, list[int]]:
        """The numbers of the versions of each DAG."""
        from airflow.models.dag_version import DagVersion
        from airflow.utils.session import create_session
        from sqlalchemy import select

        found: dict[str, list[int]] = {}
        with create_session() as session:
            rows = session.execute(select(DagVersion.dag_id, DagVersion.version_number))
            for dag, number in rows:
                found.setdefault(dag, []).append(number)
        return {dag: sorted(numbers) for dag, numbers in found.items()}


def _main(result: str) -> None:
    from airflow.configuration import conf

    database = Database(Path(conf.get("core", "dags_folder")))
    found: dict[str, list[dict[str, list[int]]]] = {}
    for name, steps in json.load(sys.stdin):
        told = found[name] = []
        for step in steps:
            if isinstance(step, str):
                database.begin_run(step)
            else:
                database.read(step)
            told.append(database.versions())
    Path(result).write_text(json.dumps(found))


if __name__ == "__main__":
    _main(sys.argv[1])
