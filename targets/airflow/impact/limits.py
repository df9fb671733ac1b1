"""How many runs and tasks there may be at once, how long they may take, and which there may be."""

from collections.abc import Iterator, Mapping

from dagcompile.target import Impact
from dagcompile.targets.airflow.impact.sides import Side, told

_SAID: Mapping[str, tuple[str, str]] = {
    "max_active_runs": (
        "at most {value} runs are at work at once, and others wait",
        "as many runs are at work at once as the deployment lets a DAG have",
    ),
    "max_active_tasks": (
        "at most {value} tasks of a run are at work at once",
        "as many tasks of a run are at work at once as the deployment lets a DAG have",
    ),
    "max_consecutive_failed_dag_runs": (
        "after {value} failed runs in a row the DAG is paused, until somebody switches it on",
        "however many runs fail in a row, the DAG goes on, unless the deployment says otherwise",
    ),
    "dagrun_timeout": (
        "a run that takes longer than `{value}` is failed, and tasks that have not ended skipped",
        "a run may take as long as it does",
    ),
    "allowed_run_types": (
        "there may be runs of {value} alone; others are refused",
        "a run of any kind may be asked for",
    ),
}
"""What a setting of a DAG does, and what holds where it is not set."""


def limits(old: Side, new: Side) -> Iterator[Impact]:
    """Limits of a DAG that are others than they were, or are gone."""
    for name, (limited, free) in _SAID.items():
        was, now = old.file.settings.get(name), new.file.settings.get(name)
        if was != now:
            text = free if now is None else limited.format(value=now)
            yield told(name, text, "risky", name)
