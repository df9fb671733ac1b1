"""What nodes need and no worker has: resources, or being one of those that are named.

Dask says nothing of it: a task that no worker may take waits without end.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dagcompile.runtime.dask.cluster.hosts import listed, worker
from dagcompile.runtime.dask.graph.needs import Needs

Workers = Mapping[str, Any]


def unmet(needs: Mapping[str, Needs], workers: Workers) -> list[str]:
    """A line for all nodes that need the same and that no worker can take.

    Args:
        needs: of nodes, by their ids.
        workers: what the scheduler knows of each, by address.
    """
    return [
        f"\n  {listed(nodes)} {'needs' if len(nodes) == 1 else 'need'} {_words(each)}; "
        f"{_what_there_is(each, workers)}"
        for each, nodes in _unmet(needs, workers)
    ]


def remedy_of(needs: Mapping[str, Needs], workers: Workers) -> str:
    """How to start what is lacking."""
    short = [each for each, _ in _unmet(needs, workers)]
    amounts: dict[str, float] = {}
    for each in short:
        for name, amount in each.resources:
            amounts[name] = max(amount, amounts.get(name, 0))
    said = " ".join(f"{name}={amount:g}" for name, amount in amounts.items())
    options = [f' --resources "{said}"'] if said else []
    names = {name for each in short for name in each.workers if not each.allow_other_workers}
    options += [f" --name {name}" for name in sorted(names)[:1]]
    return f"start one with `dask worker SCHEDULER{''.join(options)}`"


def _unmet(needs: Mapping[str, Needs], workers: Workers) -> Iterator[tuple[Needs, list[str]]]:
    together: dict[Needs, list[str]] = {}
    for node, each in needs.items():
        together.setdefault(each, []).append(node)
    for each, nodes in together.items():
        if not any(_can(each, address, known) for address, known in workers.items()):
            yield each, nodes


def _can(needs: Needs, address: str, known: Mapping[str, Any]) -> bool:
    """Whether a worker may take a task that needs so much."""
    has = known.get("resources") or {}
    enough = all(has.get(name, 0) >= amount for name, amount in needs.resources)
    return enough and _is_one_of(needs, address, known)


def _is_one_of(needs: Needs, address: str, known: Mapping[str, Any]) -> bool:
    if not needs.workers or needs.allow_other_workers:
        return True
    # As Dask does, which knows the name of a worker by its type too, and adds tcp:// to an address.
    names = (known.get("name"), known.get("host"), address, address.partition("://")[2])
    return any(each in names for each in needs.workers)


def _words(needs: Needs) -> str:
    what = ", ".join(f"{name}={amount:g}" for name, amount in needs.resources)
    if not needs.workers or needs.allow_other_workers:
        return what
    names = listed(needs.workers)
    which = f"the worker {names}" if len(needs.workers) == 1 else f"one of the workers {names}"
    return f"{what} on {which}" if what else which


def _what_there_is(needs: Needs, workers: Workers) -> str:
    """What those have that it could run on; all workers, where it may run on none."""
    ours = {each: known for each, known in workers.items() if _is_one_of(needs, each, known)}
    if needs.resources and ours:
        asked = [name for name, _ in needs.resources]
        has = [f"{worker(each, workers)} has {_has(known, asked)}" for each, known in ours.items()]
        return listed(has)
    return f"there are {listed([worker(each, workers) for each in workers])}"


def _has(known: Mapping[str, Any], asked: list[str]) -> str:
    """What a worker has of the resources that are asked for, or else what it has at all."""
    has = known.get("resources") or {}
    said = {name: has[name] for name in asked if name in has} or has
    return ", ".join(f"{name}={amount:g}" for name, amount in said.items()) or "none"
