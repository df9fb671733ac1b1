"""Where a run is to happen.

place_of("tcp://10.0.0.1:8786")     Listening(address="tcp://10.0.0.1:8786")
place_of(SSHCluster(...))           Given(...)
place_of(local="threads")           Threads()
place_of()                          as Dask itself would: see there
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, assert_never, get_args

import dask

from dagcompile.runtime.dask.cluster.reaching import FORM

Local: TypeAlias = Literal["threads", "processes"]

NO_ADDRESS: Final = f"expected an address, got ''; {FORM}"
"""What is wrong with one that is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """Files in PEM that a connection is encrypted by. Dask's settings say what is left out."""

    ca_file: str | None = None
    cert: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """A scheduler that listens at `address`, or at the one that it has written to `file`."""

    address: str | None = None
    file: str | None = None
    tls: Tls = Tls()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A cluster or a client of the caller's, who closes it."""

    object: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """Workers on this machine that live as long as the run: as many as Dask finds right, or
    `workers` of one thread each.
    """

    workers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads:
    """Threads of this process: as many as Dask finds right, or `workers`."""

    workers: int | None = None


Place: TypeAlias = Listening | Given | Processes | Threads


def place_of(scheduler: Any = None, *, local: Local | None = None) -> Place:
    """Where a run is to happen that was asked for so.

    Args:
        scheduler: an address, a cluster, a client, or already a place. If None, `local` says where.
        local: if None too, it is where Dask itself would go: the client that is current, the
            scheduler that Dask's settings name (`DASK_SCHEDULER_ADDRESS`), else processes.

    Raises:
        TypeError: `scheduler` is none of these.
        ValueError: `local` is no such word, or stands beside a scheduler; an address is empty.
    """
    if local is not None and local not in get_args(Local):
        expected = ", ".join(get_args(Local))
        raise ValueError(f"local: expected one of {expected}, got {local!r}")
    if local is not None and scheduler is not None:
        raise ValueError("local: is for a run without a scheduler, and one is named")
    match scheduler:
        case Listening() | Given() | Processes() | Threads():
            return scheduler
        case "":
            raise ValueError(f"scheduler: {NO_ADDRESS}")
        case str():
            return Listening(address=scheduler)
        case Path():
            return Listening(file=str(scheduler))
        case None if local == "threads":
            return Threads()
        case None if local == "processes":
            return Processes()
        case None:
            return _current() or named_by_settings() or Processes()
        case object(scheduler_address=str()) | object(scheduler_info=_):
            return Given(object=scheduler)
        case _:
            raise TypeError(
                "scheduler: expected an address, a cluster or a client of Dask, "
                f"got {type(scheduler).__name__}"
            )


def named_by_settings(*, tls: Tls = Tls()) -> Listening | None:
    """The scheduler that Dask's settings name, if they do."""
    address = dask.config.get("scheduler-address", None)
    return Listening(address=address, tls=tls) if address else None


def described(place: Place) -> str:
    """What `place` is called in messages."""
    match place:
        case Listening(address=str(address)):
            return address
        case Listening(file=file):
            return str(file)
        case Given(object=given):
            cluster = getattr(given, "scheduler_address", None)
            return str(cluster or getattr(given.scheduler, "address", given))
        case Processes() | Threads():
            return "this machine"
        case _:
            assert_never(place)


def _current() -> Given | None:
    distributed = sys.modules.get("distributed")  # who has made a client has loaded it
    try:
        return None if distributed is None else Given(object=distributed.Client.current())
    except ValueError:
        return None
