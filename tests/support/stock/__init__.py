"""Pipelines that write assets and read them: what an Airflow makes of these is looked at."""
