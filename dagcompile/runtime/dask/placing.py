"""The flags of a generated module that say where it runs.

--scheduler tls://10.0.0.1:8786 --tls-ca-file ca.pem --tls-cert me.pem --tls-key me.key
--scheduler-file scheduler.json
--local threads --workers 4
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from dagcompile.runtime.command.flags import Option
from dagcompile.runtime.dask.cluster.places import (
    NO_ADDRESS,
    Listening,
    Place,
    Processes,
    Threads,
    Tls,
    named_by_settings,
)
from dagcompile.runtime.reading.problems import Problem
from dagcompile.runtime.types import shape_of

LOCAL_VARIABLE = "DAGCOMPILE_LOCAL"
"""Environment variable that says what `--local` does where that is not given."""

_Local: TypeAlias = Literal["processes", "threads", "no"]

OPTIONS = (
    Option(name="scheduler", metavar="ADDRESS", help="run on the cluster of this scheduler"),
    Option(
        name="scheduler_file",
        metavar="FILE",
        help="run on the cluster of the scheduler that has written FILE",
    ),
    Option(
        name="tls_ca_file",
        metavar="FILE",
        help="for a scheduler at tls://...: whom to trust, in PEM; as all three, by default what "
        "Dask's settings say",
    ),
    Option(name="tls_cert", metavar="FILE", help="the certificate to show it, in PEM"),
    Option(name="tls_key", metavar="FILE", help="the key of that, if it is in another file"),
    Option(
        name="local",
        help="without a scheduler: on worker processes, on threads, or not (default: processes)",
        shape=shape_of(_Local),
    ),
    Option(
        name="workers",
        metavar="N",
        help="without a scheduler: run at most N steps at once (default: as Dask does)",
        shape=shape_of(int),
    ),
)

_TLS = ("tls_ca_file", "tls_cert", "tls_key")
_PLAIN = ("", "tcp", "ws")
"""Protocols that encrypt nothing; an address without one is of tcp."""


def taken_out(options: dict[str, Any]) -> Place:
    """Where a run is to be, by those of `options` that say it: they are removed.

    What `problems` finds has been refused.
    """
    given = {each.name: options.pop(each.name, None) for each in OPTIONS}
    found = _scheduler(given)
    if found is not None:
        return found
    workers = given["workers"]
    return Threads(workers=workers) if _local(given) == "threads" else Processes(workers=workers)


def problems(options: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with `options`, which are called by `names`."""
    if "scheduler" in options and "scheduler_file" in options:
        yield Problem(names["scheduler_file"], f"{names['scheduler']} names a scheduler already")
    workers = options.get("workers")
    if workers is not None and workers < 1:
        yield Problem(names["workers"], f"expected at least 1, got {workers}")
    found = _scheduler(options)
    if found is None:
        yield from _without(options, names)
    else:
        yield from _with(found, options, names)


def _without(options: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong where no scheduler is named."""
    for each in _given(_TLS, options):
        yield Problem(names[each], f"is for a scheduler; name it by {names['scheduler']}")
    local = _local(options)
    if local == "no":
        yield Problem(
            "",
            f"no scheduler is named: give {names['scheduler']} ADDRESS or "
            f"{names['scheduler_file']} FILE, or set DASK_SCHEDULER_ADDRESS; "
            f"{names['local']} processes runs it on this machine",
        )
    elif local not in (None, *get_args(_Local)):
        expected = ", ".join(get_args(_Local))
        yield Problem(LOCAL_VARIABLE, f"expected one of {expected}, got {local!r}")


def _with(
    found: Listening, options: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[Problem]:
    """What is wrong where `found` is named."""
    for each in _given(("local", "workers"), options):
        yield Problem(names[each], "is for a run without a scheduler, and one is named")
    if found.address == "":
        yield Problem(names["scheduler"], NO_ADDRESS)
    if found.file == "":
        yield Problem(names["scheduler_file"], "expected a file, got ''")
    encrypting = list(_given(_TLS, options))
    for each in encrypting:
        if not Path(options[each]).is_file():
            yield Problem(names[each], f"there is no file {options[each]}")
    if encrypting and found.address and _protocol(found.address) in _PLAIN:
        yield Problem(
            names[encrypting[0]], f"{found.address} is not encrypted; that would begin with tls://"
        )


def _scheduler(options: Mapping[str, Any]) -> Listening | None:
    """The scheduler that the flags name, or Dask's settings where no flag says where to run."""
    tls = Tls(**{each.removeprefix("tls_"): options.get(each) for each in _TLS})
    address, file = options.get("scheduler"), options.get("scheduler_file")
    if address is not None or file is not None:
        return Listening(address=address, file=file, tls=tls)
    return None if options.get("local") is not None else named_by_settings(tls=tls)


def _local(options: Mapping[str, Any]) -> str | None:
    return options.get("local") or os.environ.get(LOCAL_VARIABLE) or None


def _given(names: Iterable[str], options: Mapping[str, Any]) -> Iterator[str]:
    return (each for each in names if options.get(each) is not None)


def _protocol(address: str) -> str:
    return address.rpartition("://")[0].lower()
