"""The processes of a cluster, and how many of them are named in one line."""

from collections.abc import Collection, Mapping
from typing import Any

SCHEDULER = "scheduler"
"""In place of an address, for the one process that is no worker."""

_NAMED = 3


def named(hosts: Collection[str], workers: Mapping[str, Any]) -> str:
    """`hosts` in words: `the scheduler and all 4 workers`, `worker gpu-1 (tcp://...)`.

    Args:
        hosts: addresses of workers, and `SCHEDULER`.
        workers: what the scheduler knows of each of all its workers, by address.
    """
    addresses = list(dict.fromkeys(each for each in hosts if each != SCHEDULER))
    words = ["the scheduler"] if SCHEDULER in hosts else []
    if addresses:
        words.append(_workers(addresses, workers))
    return " and ".join(words)


def listed(items: Collection[str], *, most: int = _NAMED) -> str:
    """`a, b, c and 7 more`."""
    first = list(items)[:most]
    rest = len(items) - len(first)
    return ", ".join(first) + (f" and {rest} more" if rest else "")


def _workers(addresses: list[str], workers: Mapping[str, Any]) -> str:
    if len(addresses) == len(workers):
        return f"all {len(addresses)} workers" if len(addresses) > 1 else "the only worker"
    names = listed([worker(each, workers) for each in addresses])
    if len(addresses) == 1:
        return f"worker {names}"
    return f"{len(addresses)} of {len(workers)} workers ({names})"


def worker(address: str, workers: Mapping[str, Any]) -> str:
    """A worker by its address, and by the name that somebody gave it."""
    name = str(workers.get(address, {}).get("name", address))
    return address if name == address or name.isdigit() else f"{name} ({address})"
