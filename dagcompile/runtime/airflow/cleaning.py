"""The last task of a DAG, which removes what a run has stored."""

import logging
from collections.abc import Sequence
from typing import Any, Literal

from airflow.sdk import get_current_context

from dagcompile.runtime.airflow.storing import store_of
from dagcompile.runtime.store import component
from dagcompile.runtime.stored_runs import remove, stored_runs

_LOGGER = logging.getLogger("dagcompile.store")
_FAILED = frozenset({"failed", "upstream_failed"})


def clean_store(
    store: str = "", *, keep: Sequence[str] = (), when: Literal["success", "always"] = "always"
) -> None:
    """Remove the stored values of this run.

    Args:
        store: what the DAG file says of where they are; the environment comes first.
        keep: outputs (`node.port`) whose values stay, which the pipeline returns.
        when: only if no task of the run has failed, or whatever came of it.

    Raises:
        OSError: the store cannot be read or written.
    """
    context: Any = get_current_context()
    instance, run = context["ti"], context["run_id"]
    if when == "success" and _has_failed(instance, run):
        _LOGGER.info("a task of this run has failed; what it has stored stays")
        return
    found = store_of(store)
    if not found:
        return
    for each in stored_runs(found, of=(component(instance.dag_id), component(run))):
        gone = remove(each, keep=keep)
        _LOGGER.info("removed %d of %d stored files", len(gone), len(each.files))


def _has_failed(instance: Any, run: str) -> bool:
    states = instance.get_task_states(dag_id=instance.dag_id, run_ids=[run])
    return any(str(each) in _FAILED for each in states.get(run, {}).values())
