"""What every process of a cluster has of the code of a run, in one question to all."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.dask.cluster import probe
from dagcompile.runtime.dask.cluster.hosts import SCHEDULER
from dagcompile.runtime.dask.running.questions import NoAnswer, replied

IMPORTED = 120.0
"""Seconds in which a cluster says what it has: to import a large library may take long."""

_CALL = "exec(source, names) or names['probe'](modules, others, roots, home)"
"""Evaluated by a builtin, which every process has, whatever it lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one process has; see `probe.probe`."""

    home: bool
    broken: Mapping[str, tuple[str, str]]
    sources: Mapping[str, str]
    outdated: Sequence[str]
    run_time: tuple[str, str]
    roots: Mapping[str, str]


def answers(
    client: Any, modules: Sequence[str], *, others: Sequence[str] = (), roots: Sequence[str] = ()
) -> dict[str, Answer]:
    """What each process of the cluster has, by its address; the scheduler is `SCHEDULER`.

    Args:
        modules: those that have to be there.
        others: what these import; see `imports.imported_by`.
        roots: packages of which the files are compared.

    Raises:
        NoAnswer: one of them does not say it.
    """
    names = {
        "source": inspect.getsource(probe),
        "names": {"__name__": "probe"},  # its globals
        "modules": list(modules),
        "others": list(others),
        "roots": list(roots),
        "home": probe.process(),
    }
    said = bounded(client, lambda: client.run(eval, _CALL, names, on_error="return"))
    said[SCHEDULER] = bounded(client, lambda: client.run_on_scheduler(eval, _CALL, names))
    for host, each in said.items():
        if isinstance(each, BaseException):
            raise NoAnswer(f"{host} cannot say what it has: {type(each).__name__}: {each}")
    return {host: Answer(**each) for host, each in said.items()}


def here(
    modules: Sequence[str], *, others: Sequence[str] = (), roots: Sequence[str] = ()
) -> Answer:
    """What this process has."""
    return Answer(**probe.probe(modules, others, roots, probe.process()))


def bounded(client: Any, asked: Callable[[], Any]) -> Any:
    """What `asked` gives, which asks by `client` and may wait for a process that hangs.

    Raises:
        NoAnswer: it gives nothing, or not in `IMPORTED` seconds.
    """
    try:
        return replied(client, asked, seconds=IMPORTED)
    except NoAnswer:
        raise NoAnswer(f"one of its processes has not answered in {IMPORTED:g} seconds") from None
    except Exception as error:
        raise NoAnswer(f"it does not answer: {type(error).__name__}: {error}") from error
