"""An Airflow of a test's own: a database, an API server and a scheduler, on this machine.

    def test_it(deployed: Deployment) -> None:
        deployed.add("daily_delays_dag.py", text)
        run = deployed.trigger("daily_delays", {"day": "2013-01-30"})
        assert run.ended() == "success"
        assert run.xcom("report") == ...

The servers listen on loopback alone, on ports that were free, each in a process group of its own
that ends with the test's process, whatever becomes of that.
"""

from deployment.api import Api, Refused
from deployment.deployed import Deployment
from deployment.runs import Run

__all__ = ["Api", "Deployment", "Refused", "Run"]
