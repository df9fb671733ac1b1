"""Options of the Airflow target: `[tool.dagcompile.target.airflow]`."""

from typing import Annotated, Literal

from pydantic import Field

from dagcompile.target import Options

Tag = Annotated[str, Field(min_length=1, max_length=100)]
"""Airflow takes no longer one."""


class AirflowOptions(Options):
    """What a DAG is given besides the pipeline itself."""

    tags: list[Tag] = Field(default=[], description="tags of the DAG")
    runtime: Literal["installed", "vendor"] = Field(
        default="installed",
        description="the run time that DAG files import: dagcompile's, or a copy that is written "
        "beside them",
    )
