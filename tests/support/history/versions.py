"""What Airflow's own database says of each change: `versions.py RESULT`, in a process of its own.

It reads from stdin a list of `[name, [step, ...]]`. A step is `["read", {file: text}]` for DAG files to
be read, `["run", dag]` for a run to be begun in which nothing has run yet, `["ended", dag, task, ...]`
for tasks of it that are done, `["look", dag]` for a round of the scheduler over it, or `["next", dag,
begin, end]` for the data interval that follows on that of the last scheduled run. It writes what came of
each step: the state and the retries of each task after a round, the interval that is next, the numbers of
the versions of each DAG after any other. The database is in AIRFLOW_HOME.
"""

import json
import sys
import uuid
from collections.abc import Callable
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
        self.latest = ""
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

        self.latest = str(uuid.uuid4())
        with create_session() as session:
            found: Any = SerializedDagModel.get_dag(dag, session=session)
            found.create_dagrun(
                run_id=self.latest,
                logical_date=None,
                data_interval=None,
                run_after=timezone.utcnow(),
                run_type=DagRunType.MANUAL,
                triggered_by=DagRunTriggeredByType.TEST,
                state=DagRunState.RUNNING,
                session=session,
            )

    def end(self, dag: str, *tasks: str) -> None:
        """Let tasks of the latest run be done."""
        from airflow.models.taskinstance import TaskInstance
        from airflow.utils.session import create_session
        from sqlalchemy import update

        with create_session() as session:
            those = (TaskInstance.run_id == self.latest, TaskInstance.task_id.in_(tasks))
            session.execute(update(TaskInstance).where(*those).values(state="success"))

    def look(self, dag: str) -> dict[str, tuple[str | None, int]]:
        """The state and the retries of each task of the latest run, once the scheduler has been
        there.
        """
        from airflow.jobs.job import Job
        from airflow.jobs.scheduler_job_runner import SchedulerJobRunner
        from airflow.models.dagrun import DagRun
        from airflow.utils.session import create_session
        from sqlalchemy import select

        job: Any = Job
        scheduler: Any = SchedulerJobRunner(job=job(), num_runs=0)
        with create_session() as session:
            run: Any = session.scalar(select(DagRun).where(DagRun.run_id == self.latest))
            assert scheduler._verify_integrity_if_dag_changed(dag_run=run, session=session)
            run.update_state(session=session, execute_callbacks=False)
            tasks = run.get_task_instances(session=session)
            return {each.task_id: (each.state, each.max_tries) for each in tasks}

    def next_run(self, dag: str, begin: str, end: str) -> dict[str, str]:
        """The data interval of the run that the scheduler makes next."""
        from datetime import datetime

        from airflow.models.serialized_dag import SerializedDagModel
        from airflow.timetables.base import DataInterval, TimeRestriction
        from airflow.utils.session import create_session

        with create_session() as session:
            found: Any = SerializedDagModel.get_dag(dag, session=session)
        moments: Any = [datetime.fromisoformat(each) for each in (begin, end)]
        told = found.timetable.next_dagrun_info(
            last_automated_data_interval=DataInterval(*moments),
            restriction=TimeRestriction(found.start_date, None, found.catchup),
        )
        return {"begin": str(told.data_interval.start), "end": str(told.data_interval.end)}

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
    deeds: dict[str, Callable[..., None]] = {
        "read": database.read,
        "run": database.begin_run,
        "ended": database.end,
    }
    found: dict[str, list[Any]] = {}
    for name, steps in json.load(sys.stdin):
        told = found[name] = []
        for kind, what, *more in steps:
            if kind == "look":
                told.append(database.look(what))
            elif kind == "next":
                told.append(database.next_run(what, *more))
            else:
                deeds[kind](what, *more)
                told.append(database.versions())
    Path(result).write_text(json.dumps(found))


if __name__ == "__main__":
    _main(sys.argv[1])
