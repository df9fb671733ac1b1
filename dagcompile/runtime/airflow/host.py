"""The process that a step runs in: what it knows of the run, and how a task ends there.

`Inside` is Airflow's own process; `dagcompile.runtime.airflow.remote` is one that Airflow starts.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dagcompile.runtime.events import Sink, error_record
from dagcompile.runtime.verdict import GuardFailed


class Host(Protocol):
    """What a step asks of its process."""

    context: Mapping[str, Any]
    """What Airflow knows of the run, by its own names."""
    pipeline: str
    attempt: int
    attempts: int
    outside: tuple[type[BaseException], ...]
    """What Airflow raises in a body from outside. Its own state machine has to see it."""

    sinks: tuple[Sink, ...]
    """What is told of each event: the log of the task, and what keeps it for Airflow."""

    def assets(self) -> Mapping[str, Any]:
        """The assets that the task writes, by name."""
        ...

    def states(self, tasks: Sequence[str]) -> Mapping[str, str]:
        """The states of other tasks of this run, by their ids."""
        ...

    def given_on(self, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Make an XCom of each of `values`, by its key; they themselves, where that is left to
        Airflow.
        """
        ...

    def skipped(self, why: str) -> BaseException:
        """What says that the task is to be skipped."""
        ...

    def final(self, why: str) -> BaseException:
        """What says that the task has failed and is not to be tried again."""
        ...

    def again(self, error: BaseException) -> BaseException:
        """What says that the task failed by `error` and may be tried again."""
        ...

    def ends(self, error: BaseException) -> bool:
        """Whether `error` says that nobody wants another attempt."""
        ...


def final_text(error: BaseException) -> str:
    """What is told of an error that is not tried again."""
    kind = "" if isinstance(error, GuardFailed) else f"{type(error).__name__}: "
    return f"{kind}{error_record(error)['message']}"
