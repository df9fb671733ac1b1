"""Version 1 of the interface between generated Airflow DAG files and the run time."""

from dagcompile.runtime.extras import needs

with needs("airflow"):
    from dagcompile.runtime.airflow.backoff import Backoff
    from dagcompile.runtime.airflow.step import Step

__all__ = ["Backoff", "Step"]
