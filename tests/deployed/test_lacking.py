"""Workers that lack code which a DAG file runs: the file is read all the same, and the task says
what to do.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Deployment, Run

ROOT = Path(__file__).parents[2]
FLIGHTS = ROOT / "examples/flights/generated/airflow/daily_delays_dag.py"


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Where dagcompile is installed, and nothing of the user's is."""
    made = Deployment(tmp_path_factory.mktemp("airflow"), path=[str(ROOT)])
    made.write(FLIGHTS.name, FLIGHTS.read_text())
    with made:
        yield made


def failed(airflow: Deployment) -> tuple[Run, str]:
    """A run that fails in its first task, and what that one says."""
    run = airflow.trigger("daily_delays", {"day": "2013-01-30"})
    assert run.ended() == "failed"
    (event,) = [each for each in airflow.told(run) if each["node"] == "load_flights"]
    assert event["event"] == "failed"
    details = [each["error_detail"] for each in run.log("load_flights") if "error_detail" in each]
    assert details[0][0]["exc_type"] == "AirflowFailException"
    assert event["error"]["message"] in details[0][0]["exc_value"]
    return run, event["error"]["message"]


def test_a_package_that_is_not_there_is_named_with_where_it_was_looked_for(
    airflow: Deployment,
) -> None:
    run, said = failed(airflow)
    assert said.startswith(
        "load_flights cannot run on this worker: No module named 'flights'. Install what provides "
        f"flights into the environment of the workers ({sys.executable}), or put its folder into "
        f"the root of the DAG bundle or on PYTHONPATH; it was looked for in "
    )
    assert str(ROOT) in said
    # The step has three attempts, for another kind of failure.
    assert run.tasks()["load_flights"]["try_number"] == 1


def test_a_package_in_the_root_of_the_bundle_is_found(airflow: Deployment) -> None:
    # Of another version than the one that the file was generated from.
    airflow.write("flights/__init__.py", '"""An older one."""')
    airflow.write("flights/contracts.py", "import a_library_of_theirs")
    _, said = failed(airflow)
    place = airflow.dags / "flights" / "contracts.py"
    assert f"No module named 'a_library_of_theirs', which {place}:1 imports. Install what" in said

    airflow.write("flights/contracts.py", "")
    _, said = failed(airflow)
    assert "cannot import name 'sources' from 'flights'" in said
    assert "Is it of the version that the DAG file was generated from?" in said
