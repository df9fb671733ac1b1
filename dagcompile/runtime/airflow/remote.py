"""A step in a process that Airflow starts: in another environment, or in a container.

    step = RemoteStep("train", attempt)

Nothing of Airflow need be there. What it knows of the run comes as text (`ATTEMPT`, rendered), and
how the task ends goes back as the status of the process.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any, NoReturn

from dagcompile.runtime.events import Event, Sink, error_record
from dagcompile.runtime.store import Store, from_environment

SKIPPED = 99
"""Status of a process whose task is to be skipped."""

FINAL = 98
"""Status of a process whose task has failed and is not to be tried again."""

ATTEMPT = (
    '{"pipeline": {{ dag.dag_id | tojson }}, "run_id": {{ run_id | tojson }}'
    ', "attempt": {{ ti.try_number }}, "attempts": {{ ti.max_tries + 1 }}'
    ', "params": {{ params | tojson }}, "known": {{ dag.params | list | tojson }}'
    ', "conf": {{ (dag_run.conf or {}) | tojson }}'
    ', "partition_key": {{ partition_key | default(none) | tojson }}'
    ', "data_interval_end": {{ data_interval_end.isoformat() | tojson'
    " if data_interval_end is defined and data_interval_end else 'null' }}}"
)
"""What Airflow renders for such a process."""


class Ended(BaseException):
    """Ends the process with a status that says more than that it failed.

    It is no `Exception`, for which the script around a task has a way of its own.
    """

    status = 1


class Skipped(Ended):
    """The task is to be skipped."""

    status = SKIPPED


class Final(Ended):
    """The task has failed and is not to be tried again."""

    status = FINAL


class Remote:
    """A process of its own: a `dagcompile.runtime.airflow.host.Host`."""

    outside: tuple[type[BaseException], ...] = ()

    def __init__(self, attempt: str) -> None:
        told = json.loads(attempt)
        self.pipeline: str = told.pop("pipeline")
        self.attempt: int = told.pop("attempt")
        self.attempts: int = told.pop("attempts")
        end = told.pop("data_interval_end")
        known, conf = told.pop("known"), told.pop("conf")
        self.context: Mapping[str, Any] = {
            **told,
            "dag": SimpleNamespace(params=known),
            "dag_run": SimpleNamespace(conf=conf),
            "data_interval_end": None if end is None else datetime.fromisoformat(end),
        }
        self.sinks: tuple[Sink, ...] = (printed,)
        sys.excepthook = _end

    def assets(self) -> Mapping[str, Any]:
        """No assets: Airflow cannot be told of them from here."""
        return {}

    def states(self, tasks: Sequence[str]) -> Mapping[str, str]:
        """No states: Airflow cannot be asked from here."""
        raise NotImplementedError(f"the states of {', '.join(tasks)} are not known here")

    def skipped(self, why: str) -> BaseException:
        """What says that the task is to be skipped."""
        return Skipped(why)

    def final(self, why: str) -> BaseException:
        """What says that the task has failed and is not to be tried again."""
        return Final(why)

    def again(self, error: BaseException) -> BaseException:
        """`error` itself, by which the task fails and may be tried again."""
        return error

    def ends(self, error: BaseException) -> bool:
        """Whether `error` says that nobody wants another attempt."""
        return False


def store_of(stated: str = "") -> Store:
    """The store of the process: what its environment names, else what its DAG file says."""
    stated_one = Store(stated, by="the store of the DAG file") if stated else Store("")
    return from_environment() or stated_one


def printed(event: Event) -> None:
    """A sink that writes to the output of the process, which is the log of the task."""
    print(json.dumps(event), flush=True)


def _end(
    cls: type[BaseException],  # noqa: ARG001
    error: BaseException,
    trace: TracebackType | None,  # noqa: ARG001
) -> None:
    """Ends the process by `error`, of which its author's own part is shown."""
    if not isinstance(error, Ended):
        print(error_record(error)["traceback"], end="", file=sys.stderr)
        return
    if error.__cause__ is not None:
        print(error_record(error.__cause__)["traceback"], end="", file=sys.stderr)
    print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    if len(sys.argv) > _TERMINATION:  # where Airflow looks for what to say of a failure
        with suppress(OSError):
            Path(sys.argv[_TERMINATION]).write_text(str(error))
    sys.exit(error.status)


_TERMINATION = 4
"""Number of the argument of the script that names the file for what a failure is."""


def handed_over(xcom: Mapping[str, Any]) -> NoReturn:
    """Give the XCom of a task to the container beside its own, and end the process well.

    The script around a task in a pod would pickle it, where Airflow reads JSON.
    """
    Path(_POD_XCOM).write_text(json.dumps(xcom))
    sys.exit(0)


_POD_XCOM = "/airflow/xcom/return.json"
