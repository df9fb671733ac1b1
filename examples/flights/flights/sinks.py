"""Ops that write what outlives a run.

    publish(report)        reports/2013-01-30.json

Reports lie in the folder that the environment variable `FLIGHTS_REPORTS` names, and by default in
`reports`, where the process is started. What was written is told of by the run's `Context`.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path

from dagcompile import Asset, Context, op
from flights.contracts import Report

REPORTS = Asset("flights/reports")


@op(writes=[REPORTS])
def publish(report: Report, ctx: Context = Context()) -> Path:
    """Write the report of a day as JSON, whole or not at all, in place of an earlier one."""
    file = folder() / f"{report.day}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.part")
    unfinished.write_text(json.dumps(asdict(report), default=str, indent=1) + "\n")
    unfinished.replace(file)
    ctx.materialize(
        REPORTS,
        uri=file.as_uri(),
        metadata={
            "day": str(report.day),
            "scheduled": report.scheduled,
            "cancelled": report.cancelled,
            "latest": report.carriers[0].name if report.carriers else None,
        },
    )
    return file


def folder() -> Path:
    """The folder of the reports."""
    return Path(os.environ.get("FLIGHTS_REPORTS") or "reports").resolve()
