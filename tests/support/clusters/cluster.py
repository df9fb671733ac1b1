"""The cluster: its scheduler, its workers, and what the scheduler holds."""

import json
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias, TypeVar

from servers import Server

from clusters.told import soon

T = TypeVar("T")

Nanny: TypeAlias = Literal["nanny", "no-nanny"]
"""Whether a worker is started again by a process beside it when it is lost."""


class Cluster:
    """One scheduler and any number of workers, each a process of one thread.

    Args:
        home: an empty folder, for logs and what workers spill.
        workers: how many there are at first: `w0`, `w1`, ...
        environment: variables beside those of this process; of all servers. Dask's settings are
            such: `DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES`.
        path: folders of the packages that workers may import. By default all that this process
            may.
        arguments: more of the scheduler's command line.
        nanny: whether these workers come back when they are lost.
    """

    def __init__(
        self,
        home: Path,
        *,
        workers: int = 2,
        environment: Mapping[str, str] | None = None,
        path: Sequence[str] | None = None,
        arguments: Sequence[str] = (),
        nanny: Nanny = "nanny",
    ) -> None:
        self.home = home
        self.file = home / "scheduler.json"
        """What `--scheduler-file` takes."""
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(each for each in (path or sys.path) if each),
            "PYTHONUNBUFFERED": "1",
            **(environment or {}),
        }
        told = ("--scheduler-file", str(self.file), "--host", "127.0.0.1", "--port", "0")
        self.scheduler = self._server("scheduler", *told, "--no-dashboard", *arguments)
        self.workers: dict[str, Server] = {}
        self._first = (workers, nanny)

    @property
    def address(self) -> str:
        """`tcp://127.0.0.1:PORT`."""
        return str(json.loads(self.file.read_text())["address"])

    def __enter__(self) -> Self:
        try:
            self.scheduler.start()
            self._await(self._written, self.scheduler)
            number, nanny = self._first
            for each in range(number):
                self.start(f"w{each}", nanny=nanny)
            self.ready()
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
        for each in (*self.workers.values(), self.scheduler):
            if each.process is not None or each.orphaned:
                each.stop()

    # --- its workers -------------------------------------------------------------------------

    def start(
        self,
        name: str,
        *arguments: str,
        nanny: Nanny = "nanny",
        environment: Mapping[str, str] | None = None,
        python: str = sys.executable,
    ) -> Server:
        """Start a worker, with more of its command line: `"--resources", "GPU=1"`.

        It has registered when `ready` is through. `environment` is what it has beside, or instead
        of, the variables of the others; `python` is what runs it.
        """
        folder = ("--local-directory", str(self.home / name))
        where = (self.address, "--host", "127.0.0.1", "--name", name, *folder)
        # A whole group ends at once at the end of a test, a nanny beside its worker.
        limits = () if "--memory-limit" in arguments else ("--memory-limit", "0")
        shape = ("--nthreads", "1", "--no-dashboard", f"--{nanny}", *limits)
        server = self._server("worker", *where, *shape, *arguments, log=name)
        server.environment, server.python = {**self.environment, **(environment or {})}, python
        self.workers[name] = server
        server.start()
        return server

    def ready(self) -> None:
        """Wait until all workers that were started have registered.

        Raises:
            AssertionError: one has ended, or they take too long; quotes what they said.
        """
        with self.client() as client:
            self._await(
                lambda: set(self.workers) <= set(self.addresses(client)), *self.workers.values()
            )

    def addresses(self, client: Any) -> dict[str, str]:
        """The addresses of the workers that are registered now, by name."""
        known = client.scheduler_info(n_workers=-1)["workers"]
        return {str(each["name"]): address for address, each in known.items()}

    def pids(self) -> dict[str, int]:
        """The processes that run tasks, by name of the worker; not those of nannies."""
        with self.client() as client:
            pids = client.run(os.getpid)
            return {name: pids[address] for name, address in self.addresses(client).items()}

    def kill(self, name: str) -> None:
        """SIGKILL to the process that runs the tasks of a worker. Its nanny starts another."""
        os.kill(self.pids()[name], signal.SIGKILL)

    # --- what the scheduler holds ------------------------------------------------------------

    @contextmanager
    def client(self) -> Iterator[Any]:
        """A client of the cluster, which may have workers of other versions."""
        from distributed import Client
        from distributed.versions import VersionMismatchWarning

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)
            made = Client(self.address, timeout=120, set_as_default=False)
        with made as client:
            yield client

    def ask(self, question: Callable[..., T]) -> T:
        """What `question`, a function of the tests, says of `dask_scheduler`."""
        with self.client() as client:
            answer: T = client.run_on_scheduler(question)
            return answer

    def tasks(self) -> dict[str, str]:
        """Every key that the scheduler knows, as text, and its state."""
        return self.ask(_tasks)

    def busy(self) -> dict[str, int]:
        """How many tasks each worker is running, by its address, whoever still wants them."""
        with self.client() as client:
            found: dict[str, int] = client.run(_executing)
            return found

    def sizes(self) -> dict[str, int]:
        """How much the scheduler keeps of each kind of thing that runs might leave there."""
        return self.ask(_sizes)

    def topics(self) -> list[str]:
        """The topics of runs on which the scheduler keeps events."""
        return [each for each in self.ask(_topics) if each.startswith("dagcompile")]

    def said(self) -> str:
        """The last of what every server said, for messages."""
        servers = (self.scheduler, *self.workers.values())
        return "\n\n".join(f"--- {each.log.stem}\n{each.tail()}" for each in servers)

    def _written(self) -> bool:
        """Whether the scheduler's file is there, and whole."""
        return self.file.exists() and self.file.read_text().rstrip().endswith("}")

    def _has_address(self) -> bool:
        """Whether the scheduler has written where it is, which it does in more than one step."""
        try:
            return bool(self.address)
        except (OSError, ValueError):
            return False

    def _await(self, ask: Callable[[], bool], *servers: Server) -> None:
        def there() -> bool:
            ended = [each for each in servers if not each.running()]
            assert not ended, f"{ended[0]} has ended: {ended[0].tail()}"
            return ask()

        soon(there, within=120, every=0.2, otherwise=self.said)

    def _server(self, *command: str, log: str | None = None) -> Server:
        file = self.home / f"{log or command[0]}.log"
        return Server(("dask", *command), log=file, environment=self.environment)


def _tasks(dask_scheduler: Any) -> dict[str, str]:
    return {str(key): state.state for key, state in dask_scheduler.tasks.items()}


def _executing(dask_worker: Any) -> int:
    return len(dask_worker.state.executing) + len(dask_worker.state.long_running)


def _sizes(dask_scheduler: Any) -> dict[str, int]:
    topics = [each for each in dask_scheduler._broker._topics if each.startswith("dagcompile")]
    return {
        "tasks": len(dask_scheduler.tasks),
        "groups": len(dask_scheduler.task_groups),
        "unrunnable": len(dask_scheduler.unrunnable),
        "topics": len(topics),
        "prefixes": len(dask_scheduler.task_prefixes),
    }


def _topics(dask_scheduler: Any) -> list[str]:
    return [str(each) for each in dask_scheduler.get_events()]
