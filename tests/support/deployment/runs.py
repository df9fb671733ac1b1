"""A run of a DAG, as the API tells of it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deployment.api import Api, Refused

ENDS = ("success", "failed")


@dataclass(frozen=True)
class Run:
    """One run of the DAG `dag`."""

    api: Api
    dag: str
    id: str

    @property
    def path(self) -> str:
        """Where the API has it."""
        return f"dags/{self.dag}/dagRuns/{self.id}"

    def told(self) -> Any:
        """All that the API says of the run itself."""
        return self.api.get(self.path)

    def state(self) -> str:
        """As it is now."""
        return str(self.told()["state"])

    def ended(self, *, within: float = 400) -> str:
        """The state in which it has ended.

        Raises:
            AssertionError: it has not, in so many seconds; says how far it came.
        """
        until = time.monotonic() + within
        while (state := self.state()) not in ENDS:
            assert time.monotonic() < until, f"{self.dag} is {state}: {self.states()}"
            time.sleep(0.3)
        return state

    def reached(self, task: str, *states: str, within: float = 200) -> str:
        """The state of `task`, once it is one of `states`.

        Raises:
            AssertionError: it is not, in so many seconds.
        """
        until = time.monotonic() + within
        while (state := str(self.states().get(task))) not in states:
            assert time.monotonic() < until, f"{task} of {self.dag} is {state}: {self.states()}"
            time.sleep(0.1)
        return state

    def tasks(self) -> Mapping[str, Any]:
        """What the API says of each task that has an instance, by its id."""
        found = self.api.get(f"{self.path}/taskInstances", limit=1000)["task_instances"]
        return {each["task_id"]: each for each in found}

    def states(self) -> dict[str, str | None]:
        """Of each task the state as it is now."""
        return {name: each["state"] for name, each in self.tasks().items()}

    def xcom(self, task: str, key: str = "return_value") -> Any:
        """What `task` has pushed, JSON.

        Raises:
            Refused: it has pushed nothing (404).
        """
        entries = f"{self.path}/taskInstances/{task}/xcomEntries"
        return self.api.get(f"{entries}/{key}", deserialize=False)["value"]

    def asset_events(self) -> list[Any]:
        """The events of assets that its tasks have made, in order."""
        found = self.api.get(
            "assets/events", source_dag_id=self.dag, source_run_id=self.id, order_by="timestamp"
        )
        events: list[Any] = found["asset_events"]
        return events

    def log(self, task: str, *, attempt: int = 1) -> list[Any]:
        """The log of an attempt: texts, and objects with an `event`, a `level` and more."""
        where = f"{self.path}/taskInstances/{task}/logs/{attempt}"
        try:
            told: list[Any] = self.api.get(where, full_content=True)["content"]
        except Refused as error:
            if error.status == 404:
                return []
            raise
        return told
