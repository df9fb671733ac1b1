"""A step in a process that Airflow starts: in another environment, or in a container.

    step = RemoteStep("train", attempt)

Nothing of Airflow need be there. What it knows of the run comes as text, made by
`dagcompile.runtime.airflow.apart`, and how the task ends goes back where its XCom would: a status
of the process would be one that its op, or what that calls, can end by as well.
"""

import json
import pickle
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any, NoReturn

from dagcompile.runtime.events import Event, Sink, error_record
from dagcompile.runtime.store import Store, from_environment

HOW = "task is"
"""Key of how the task ends, in what the process gives in the place of an XCom. No port has it."""

WHY = "because"
"""Key of why it ends so."""


class Ended(BaseException):
    """Ends the task otherwise than by its XCom or an error that may be tried again.

    It is no `Exception`, for which the script around a task has a way of its own.
    """

    how = ""


class Skipped(Ended):
    """The task is to be skipped."""

    how = "skipped"


class Final(Ended):
    """The task has failed and is not to be tried again."""

    how = "failed"


class Remote:
    """A process of its own: a `dagcompile.runtime.airflow.host.Host`."""

    outside: tuple[type[BaseException], ...] = ()

    def __init__(self, attempt: str) -> None:
        told = json.loads(attempt)
        self.pipeline: str = told.pop("pipeline")
        self.attempt: int = told.pop("attempt")
        self.attempts: int = told.pop("attempts")
        self.store = Store(**told.pop("store"))
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

    def given_on(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """`values`, of which Airflow makes XComs: none can be made from here."""
        return dict(values)

    def skipped(self, why: str) -> BaseException:
        """What says that the task is to be skipped."""
        return Skipped(why)

    def final(self, why: str) -> BaseException:
        """What says that the task has failed and is not to be tried again."""
        return Final(why)

    def again(self, error: BaseException) -> BaseException:
        """`error` itself, by which the task fails and may be tried again.

        What is no `Exception`, as an exit, would end the process in its own way.
        """
        if isinstance(error, Exception):
            return error
        return RuntimeError(f"{type(error).__name__}: {error_record(error)['message']}")

    def ends(self, error: BaseException) -> bool:
        """Whether `error` says that nobody wants another attempt."""
        return False


def store_of(stated: str, told: Store) -> Store:
    """The store of the process: what its environment names, else what its DAG file says, else the
    one that it is told of.
    """
    if found := from_environment():
        return found
    return Store(stated, by="the store of the DAG file") if stated else told


def printed(event: Event) -> None:
    """A sink that writes to the output of the process, which is the log of the task."""
    print(json.dumps(event), flush=True)


def _end(
    cls: type[BaseException],  # noqa: ARG001
    error: BaseException,
    trace: TracebackType | None,  # noqa: ARG001
) -> None:
    """Ends the process by `error`, of which its author's own part is shown."""
    ends = isinstance(error, Ended)
    shown = error.__cause__ if ends else error
    if shown is not None:
        print(error_record(shown)["traceback"], end="", file=sys.stderr)
    if isinstance(error, Ended):
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        _give({HOW: error.how, WHY: str(error)})
        sys.exit(0)


def handed_over(xcom: Mapping[str, Any]) -> NoReturn:
    """Give the XCom of a task to the container beside its own, and end the process well.

    The script around a task in a pod would pickle it, where Airflow reads JSON.
    """
    _give(xcom)
    sys.exit(0)


def _give(result: Mapping[str, Any]) -> None:
    """Write what the task gives to where the script around it would."""
    path = Path(sys.argv[_RESULT])
    if path.suffix == ".json":
        path.write_text(json.dumps(result))
    else:
        path.write_bytes(pickle.dumps(result))


_RESULT = 2
"""Number of the argument of the script that names the file for what its task gives."""
