"""One deployment for all tests of a session that leave its servers running."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Deployment

ROOT = Path(__file__).parents[2]
FLIGHTS = ROOT / "examples/flights/generated/airflow/daily_delays_dag.py"


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Airflow with the DAG of the example; a test adds files of its own, with ids of its own."""
    home = tmp_path_factory.mktemp("airflow")
    environment = {
        "FLIGHTS_REPORTS": str(home / "reports"),
        # By default Airflow leaves out what changes a DAG again within half a minute.
        "AIRFLOW__CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL": "0",
    }
    airflow = Deployment(home, environment=environment)
    airflow.write(FLIGHTS.name, FLIGHTS.read_text())
    with airflow:
        yield airflow
