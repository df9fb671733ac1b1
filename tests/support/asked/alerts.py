"""Callbacks that write down what they were told, into the file that `ASKED_TOLD` names."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def told(context: Mapping[str, Any]) -> None:
    """Writes down the run, and the task if it is of one."""
    _note("told", context)


def run_ended(context: Mapping[str, Any]) -> None:
    """Writes down a run, of which Airflow tells with its last task."""
    _note("run_ended", context)


async def told_later(context: Mapping[str, Any]) -> None:
    """As `told`, as a coroutine."""
    _note("told_later", context)


def refuses(context: Mapping[str, Any]) -> None:
    """Writes it down, and fails."""
    _note("refuses", context)
    raise ValueError("nobody answers")


def leaves(context: Mapping[str, Any]) -> None:
    """Writes it down, and wants to end the process."""
    _note("leaves", context)
    raise SystemExit(0)


def late(context: Mapping[str, Any], *, channel: str) -> None:
    """Writes down that a deadline was missed."""
    _write({"by": "late", "channel": channel, "run": context["dag_run"]["dag_run_id"]})


def _note(by: str, context: Mapping[str, Any]) -> None:
    instance = context.get("ti")
    _write(
        {
            "by": by,
            "run": context["dag_run"].run_id,
            "task": None if instance is None else instance.task_id,
        }
    )


def _write(line: Mapping[str, object]) -> None:
    with Path(os.environ["ASKED_TOLD"]).open("a") as file:
        file.write(json.dumps(line) + "\n")
