"""The deployment: its folder, its servers, its DAG files."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias

from servers import Server

from deployment import stored
from deployment.api import Api
from deployment.runs import Run
from deployment.settings import settings

STARTS_WITHIN = 240
"""Seconds until all servers are healthy; ten on an idle machine."""


More: TypeAlias = Literal["dag-processor", "triggerer"]


class Deployment:
    """Airflow with a LocalExecutor, on SQLite, in the folder `home`.

    Args:
        home: an empty folder, which becomes AIRFLOW_HOME.
        environment: variables beside those of this process; of the servers and of all tasks.
        path: folders of the packages that tasks may import. By default all that this process may.
        also: servers besides the two that runs need. A `dag-processor` reads DAG files again and
            again, and runs callbacks of DAGs; without one, files are read when they are added.
    """

    def __init__(
        self,
        home: Path,
        *,
        environment: Mapping[str, str] | None = None,
        path: Sequence[str] | None = None,
        also: Sequence[More] = (),
    ) -> None:
        self.home = home
        self.dags = home / "dags"
        self.store = home / "store"
        self.events = home / "events.jsonl"
        port = _free_port()
        self.api = Api(port)
        self.environment = {
            **_without_airflow(os.environ),
            **settings(home, port=port),
            "DAGCOMPILE_EVENTS": str(self.events),
            "DAGCOMPILE_STORE": str(self.store),
            "PYTHONPATH": os.pathsep.join(each for each in (path or sys.path) if each),
            **(environment or {}),
        }
        commands = [("api-server",), *(_command(each) for each in ("scheduler", *also))]
        self.servers = {command[0]: self._server(*command) for command in commands}

    @property
    def scheduler(self) -> Server:
        """What starts tasks."""
        return self.servers["scheduler"]

    def __enter__(self) -> Self:
        for folder in (self.dags, self.store):
            folder.mkdir(parents=True, exist_ok=True)
        try:
            self.read_files()
            for each in self.servers.values():
                each.start()
            self.healthy()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for each in reversed(self.servers.values()):
            each.stop()

    # --- its DAGs ----------------------------------------------------------------------------

    def write(self, name: str, text: str) -> Path:
        """A file in the folder of DAGs, its text dedented; read by `read_files`."""
        file = self.dags / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text))
        return file

    def add(self, name: str, text: str) -> Path:
        """A DAG file, written and read. Five seconds: add what is of one test together."""
        file = self.write(name, text)
        self.read_files()
        return file

    def read_files(self) -> None:
        """Read all DAG files anew, as a processor of DAG files does, and store what they say.

        Raises:
            AssertionError: one cannot be read; says why.
        """
        done = subprocess.run(
            [sys.executable, str(stored.__file__), str(self.dags)],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=STARTS_WITHIN,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]

    def trigger(self, dag: str, conf: Mapping[str, object] | None = None, **more: object) -> Run:
        """A run asked for by the API, without a logical date unless `more` says one.

        Raises:
            Refused: the API takes no such run, as where a param is wrong (400).
        """
        body = {"conf": dict(conf or {}), "logical_date": None, **more}
        told = self.api.post(f"dags/{dag}/dagRuns", body)
        return Run(self.api, dag, told["dag_run_id"])

    def runs(self, dag: str) -> list[Run]:
        """All runs of a DAG, in the order in which they began."""
        told = self.api.get(f"dags/{dag}/dagRuns", limit=1000, order_by="start_date")
        return [Run(self.api, dag, each["dag_run_id"]) for each in told["dag_runs"]]

    def versions(self, dag: str) -> list[int]:
        """The numbers of the versions that Airflow keeps of a DAG."""
        told = self.api.get(f"dags/{dag}/dagVersions", limit=1000)
        return sorted(each["version_number"] for each in told["dag_versions"])

    def happened(self, run: Run, node: str, kind: str, *, within: float = 200) -> None:
        """Wait until `node` of `run` has told an event of that kind.

        Raises:
            AssertionError: it has not, in so many seconds.
        """
        until = time.monotonic() + within
        while (node, kind) not in [(each["node"], each["event"]) for each in self.told(run)]:
            assert time.monotonic() < until, f"no event {kind} of {node}: {run.states()}"
            time.sleep(0.01)

    def told(self, run: Run) -> list[dict[str, Any]]:
        """The events of a run of ours, in order."""
        lines = self.events.read_text().splitlines(keepends=True) if self.events.exists() else []
        events = [json.loads(line) for line in lines if line.endswith("\n")]
        return [each for each in events if each["run"] == run.id]

    # --- its servers -------------------------------------------------------------------------

    def healthy(self) -> None:
        """Wait until all servers answer.

        Raises:
            AssertionError: one has ended, or they take too long; quotes what they said.
        """
        until = time.monotonic() + STARTS_WITHIN
        while not self._healthy():
            ended = [each for each in self.servers.values() if not each.running()]
            late = time.monotonic() > until
            assert not ended, f"{ended[0]} has ended: {ended[0].tail()}"
            assert not late, "\n\n".join(each.tail() for each in self.servers.values())
            time.sleep(0.3)

    def _healthy(self) -> bool:
        try:
            told = self.api.health()
        except OSError:
            return False
        wanted = [each.replace("-", "_") for each in self.servers if each != "api-server"]
        return all(told[each]["status"] == "healthy" for each in wanted)

    def _server(self, *command: str) -> Server:
        log = self.home / f"{command[0]}.log"
        return Server(("airflow", *command), log=log, environment=self.environment)


def _command(server: str) -> tuple[str, ...]:
    """How a server is started. A server for its logs would listen everywhere: they are in files."""
    return (server,) if server == "dag-processor" else (server, "--skip-serve-logs")


def _without_airflow(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: each for name, each in environment.items() if not name.startswith("AIRFLOW")}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
        return port
