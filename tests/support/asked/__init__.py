"""Pipelines whose options are about what happens on a real Airflow."""
