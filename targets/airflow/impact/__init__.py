"""What comes of a change where DAG files run: versions, tasks, runs, params, assets."""

from dagcompile.targets.airflow.impact.telling import impact

__all__ = ["impact"]
