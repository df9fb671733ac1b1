"""Airflow DAG files: one TaskFlow task a node, user code imported inside the tasks."""

from dagcompile.targets.airflow.target import TARGET

__all__ = ["TARGET"]
