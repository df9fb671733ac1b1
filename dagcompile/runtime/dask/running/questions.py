"""Questions to a scheduler about one run. Each is a function that is run there.

    ask(client, stuck, key)

What they read of a scheduler is what Dask documents of its state.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

ANSWER = 60.0
"""Seconds in which a scheduler has to answer, however much it has to do."""

_LOOK = 0.2
"""Seconds between two looks at whether the scheduler is there at all, while it does not answer."""

_TO_COME = frozenset({"waiting", "queued", "no-worker", "processing"})


class NoAnswer(OSError):
    """A scheduler is connected, and it or a worker does not answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is at fault for a key that failed."""

    key: Any
    """Of the task that failed first."""
    worker: str
    """The last that was to run it; empty where none was."""
    deaths: int
    """How many workers died that were to run it."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """Tasks of a run that no worker can take, while nothing else of it is running.

    Args:
        wants: their keys, and what each asks of a worker, in words; empty where any would do.
        workers: how many take tasks.
        paused: how many are there, and take none.
    """

    wants: dict[Any, str]
    workers: int
    paused: int


def ask(
    client: Any, question: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """What the scheduler of `client` answers.

    Raises:
        NoAnswer: it does not, in time.
        OSError: it has gone.
    """
    answer: T = done(client, _Call(question, args, kwargs))
    return answer


def done(client: Any, function: Any, *args: Any) -> Any:
    """What `function` gives, which takes `dask_scheduler` beside `args` and may be a coroutine's.

    Raises:
        NoAnswer, OSError: as `ask`.
    """
    return replied(client, lambda: client.run_on_scheduler(function, *args), seconds=ANSWER)


def replied(client: Any, asked: Callable[[], Any], *, seconds: float) -> Any:
    """What `asked` gives, which is called where `client` is at work and awaited there.

    Raises:
        NoAnswer: it gives nothing in so many seconds.
        OSError: the scheduler has gone.
    """

    async def reply() -> Any:
        # A client that looks for its scheduler would have it wait as long.
        answer = asyncio.ensure_future(asked())
        try:
            while not (await asyncio.wait({answer}, timeout=_LOOK))[0]:
                if client.status != "running":
                    raise ConnectionError("the scheduler has gone")
            return answer.result()
        finally:
            answer.cancel()

    try:
        return client.sync(reply, callback_timeout=seconds)
    except TimeoutError as error:
        raise NoAnswer(f"the cluster has not answered for {seconds:g} seconds") from error


class _Call:
    """A question with its arguments, for Dask gives the scheduler by a name."""

    def __init__(
        self, question: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        self.question = question
        self.args = args
        self.kwargs = kwargs

    def __call__(self, dask_scheduler: Any) -> Any:
        return self.question(dask_scheduler, *self.args, **self.kwargs)


def to_come(scheduler: Any, key: Any) -> list[Any]:
    """The keys that are still to be computed for `key`, or were before it failed."""
    return [each.key for each in _before(scheduler, key) if each.state in _TO_COME]


def faults(scheduler: Any, keys: Iterable[Any]) -> dict[Any, Fault]:
    """Of each of `keys` that failed, what is at fault."""
    found: dict[Any, Fault] = {}
    for key in keys:
        task = scheduler.tasks.get(key)
        if task is not None and task.state == "erred":
            blamed = _blamed(task)
            found[key] = Fault(blamed.key, max(blamed.erred_on or {""}), blamed.suspicious)
    return found


def dropped(scheduler: Any, key: Any, told: Collection[str]) -> tuple[list[Any], list[Any]]:
    """Keys that were to be computed for `key`, which has failed, and do not need what is at fault:
    those that may still be under way, or have failed themselves; and those that nobody computes.

    Args:
        told: nodes that have told how they ended. Of others that have, it is lost with the worker
            that held the value.
    """
    tasks = [each for each in _before(scheduler, key) if each.key != key]
    blocked = _after(each for each in tasks if each.state == "erred")
    open_, gone = [], []
    for each in tasks:
        match each.state:
            case "released" if isinstance(each.key, str) or each in blocked:
                pass  # a param, which whoever needs it has computed
            case "released" if each.type is None or each.key[1] not in told:
                gone.append(each.key)
            case "erred" if _blamed(each) is each:
                open_.append(each.key)
            case state if state in _TO_COME and each not in blocked:
                open_.append(each.key)
    return open_, gone


def unknown(scheduler: Any, keys: Iterable[Any]) -> list[Any]:
    """Those of `keys` that nobody runs or holds."""
    return [key for key in keys if key not in scheduler.tasks]


def stuck(scheduler: Any, key: Any) -> Stuck | None:
    """What no worker can take of the run whose last key is `key`; None while it goes on."""
    if scheduler.running and not scheduler.unrunnable:
        return None
    tasks = list(_before(scheduler, key))
    if any(each.state == "processing" for each in tasks):
        return None
    lost = ("no-worker",) if scheduler.running else ("no-worker", "queued")
    wants = {each.key: _wanted(each) for each in tasks if each.state in lost}
    running = len(scheduler.running)
    return Stuck(wants, running, len(scheduler.workers) - running) if wants else None


def _before(scheduler: Any, key: Any) -> Iterator[Any]:
    """The task of `key` and all that it depends on, each once."""
    seen: set[Any] = set()
    ahead = [scheduler.tasks[key]] if key in scheduler.tasks else []
    while ahead:
        task = ahead.pop()
        if task.key not in seen:
            seen.add(task.key)
            yield task
            # What is computed has no need any more of what it was computed from.
            ahead += task.dependencies if task.state != "memory" else ()


def _after(tasks: Iterable[Any]) -> set[Any]:
    """All that need one of `tasks`."""
    seen: set[Any] = set()
    ahead = list(tasks)
    while ahead:
        for each in ahead.pop().dependents:
            if each not in seen:
                seen.add(each)
                ahead.append(each)
    return seen


def _blamed(task: Any) -> Any:
    return task.exception_blame or task


def _wanted(task: Any) -> str:
    wanted = [f"{name}={amount:g}" for name, amount in (task.resource_restrictions or {}).items()]
    places = (*(task.worker_restrictions or ()), *(task.host_restrictions or ()))
    has = [f"has {' '.join(sorted(wanted))}"] if wanted else []
    return " and ".join([*has, *([f"is {' or '.join(sorted(places))}"] if places else [])])
