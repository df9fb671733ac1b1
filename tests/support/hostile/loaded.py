"""Which modules the import of DAG files loads that the smallest DAG does not load.

loaded.py FILE ...     prints names, one a line
"""

import sys
from datetime import UTC, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location


def nothing() -> None:
    """The task of the smallest DAG."""


def _main(*files: str) -> None:
    from airflow.sdk import Param, dag, task

    @dag(dag_id="empty", schedule=None, start_date=datetime(2000, 1, 1, tzinfo=UTC))
    def empty() -> None:
        task(task_id="nothing", retries=1, retry_delay=timedelta(seconds=1))(nothing)()

    Param(1, type="integer")
    empty()
    before = set(sys.modules)
    for file in files:
        spec = spec_from_file_location("the_dag_file", file)
        assert spec is not None
        assert spec.loader is not None
        spec.loader.exec_module(module_from_spec(spec))
    sys.stdout.write("\n".join(sorted(set(sys.modules) - before)))


if __name__ == "__main__":
    _main(*sys.argv[1:])
