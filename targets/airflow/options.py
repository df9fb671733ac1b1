"""Options of the Airflow target: `[tool.dagcompile.target.airflow]`."""

from datetime import date

from pydantic import Field

from dagcompile.target import Options


class AirflowOptions(Options):
    """What a DAG is given besides the pipeline itself."""

    start_date: date = Field(default=date(2000, 1, 1), description="the DAG's start date, in UTC")
    tags: list[str] = Field(default=[], description="tags of the DAG")
