"""A step in a process of Airflow's own."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from airflow.sdk import get_current_context
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowSkipException,
    AirflowTaskTerminated,
    AirflowTaskTimeout,
)

from dagcompile.runtime.airflow.outlets import outlet_sink, outlets_of, skip
from dagcompile.runtime.events import Event, Sink, error_record
from dagcompile.runtime.lines import only_warns

_LOGGER = logging.getLogger("dagcompile.events")


def task_log(event: Event) -> None:
    """A sink that writes to the log of the task: as a warning where a verdict only warns."""
    _LOGGER.log(logging.WARNING if only_warns(event) else logging.INFO, json.dumps(event))


class Inside:
    """The current task: a `dagcompile.runtime.airflow.host.Host`."""

    outside: tuple[type[BaseException], ...] = (AirflowTaskTimeout, AirflowTaskTerminated)

    def __init__(self) -> None:
        self.context: Any = get_current_context()
        instance = self.context["ti"]
        self.pipeline: str = instance.dag_id
        self.attempt: int = instance.try_number
        self.attempts: int = instance.max_tries + 1
        self.sinks: tuple[Sink, ...] = (task_log, outlet_sink(self.context))

    def assets(self) -> Mapping[str, Any]:
        """The assets that the task writes, by name."""
        return outlets_of(self.context)

    def states(self, tasks: Sequence[str]) -> Mapping[str, str]:
        """The states of other tasks of this run, by their ids."""
        run, instance = self.context["run_id"], self.context["ti"]
        found = instance.get_task_states(dag_id=self.pipeline, task_ids=list(tasks), run_ids=[run])
        states: Mapping[str, str] = found.get(run, {})
        return states

    def given_on(self, values: Mapping[str, Any]) -> None:
        """Make an XCom of each of `values`. Airflow would keep what a task returns as well."""
        for key, each in values.items():
            self.context["ti"].xcom_push(key, each)

    def skipped(self, why: str) -> BaseException:
        """What says that the task is to be skipped."""
        skip(self.context)
        return AirflowSkipException(why)

    def final(self, why: str) -> BaseException:
        """What says that the task has failed and is not to be tried again."""
        return AirflowFailException(why)

    def again(self, error: BaseException) -> BaseException:
        """`error` to be tried again. Some of Airflow's own mean what they mean nowhere else: a
        skip.
        """
        if not isinstance(error, AirflowException):
            return error
        return RuntimeError(f"{type(error).__name__}: {error_record(error)['message']}")

    def ends(self, error: BaseException) -> bool:
        """Whether `error` says that nobody wants another attempt."""
        return isinstance(error, AirflowTaskTerminated)
