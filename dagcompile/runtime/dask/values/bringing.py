"""What a run returns, brought from the cluster to this process, unless it is too large for that."""

import asyncio
from collections.abc import Mapping
from typing import Any

from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.dask.graph.results import Collected, values_of
from dagcompile.runtime.dask.running.questions import ANSWER, replied
from dagcompile.runtime.dask.values.sizes import size_or_guess, size_text

MOST = 1_000_000_000
"""Bytes that are brought unless a run says otherwise."""


class CannotBring(ClusterError):
    """What a run returns is not brought: it is too large, or cannot be read here."""


def brought(client: Any, future: Any, *, limit: int) -> dict[str, Any] | CannotBring:
    """The outputs that `future` holds, by name, once they are there; or why they are not brought:
    they take more than `limit` bytes, or cannot be read here.

    Raises:
        Exception: what kept the future from being computed.
    """
    if (failure := future.exception()) is not None:
        raise failure
    total = _sizes(client, [future.key]).get(future.key, 0)
    if total > limit:
        sizes = client.submit(sizes_of, future, key=f"sizes-of-{future.key}").result()
        if sum(sizes.values()) > limit:
            return CannotBring(too_large(sizes, limit))
    try:
        results: dict[str, Any] = values_of(client.gather(future))
    except Exception as error:
        if future.status != "finished" or client.status != "running":
            raise
        return _unreadable(error)
    return results


def brought_parts(
    client: Any, futures: Mapping[Any, Any], *, limit: int
) -> dict[Any, Any] | CannotBring:
    """The values of `futures`, which are there, by key; or why they are not brought.

    Raises:
        Exception: what keeps the cluster from giving them.
    """
    sizes = _sizes_there(client, futures)
    if sum(sizes.values()) > limit:
        named = {each if isinstance(each, str) else each[1]: sizes[each] for each in sizes}
        return CannotBring(too_large(named, limit))
    try:
        values: dict[Any, Any] = client.gather(dict(futures))
    except Exception as error:
        if client.status != "running":
            raise
        return _unreadable(error)
    return values


def _sizes(client: Any, keys: list[Any]) -> dict[Any, int]:
    sizes: dict[Any, int] = replied(
        client, lambda: client.nbytes(keys, summary=False), seconds=ANSWER
    )
    return sizes


def _sizes_there(client: Any, futures: Mapping[Any, Any]) -> dict[Any, int]:
    """The bytes of each of `futures`, counted where it is; where nobody says, as Dask counted."""
    keys = list(futures)
    sizes = _sizes(client, keys)
    having = replied(client, lambda: client.who_has(list(futures.values())), seconds=ANSWER)
    holders = list({each for many in having.values() for each in many})
    if not holders:
        return sizes
    # Not as tasks: there may be no thread that is free, or is ever to be.
    told = replied(
        client,
        lambda: client.run(_held, keys, workers=holders, on_error="ignore"),
        seconds=ANSWER,
    )
    for each in told.values():
        sizes |= each
    return sizes


async def _held(keys: list[Any], *, dask_worker: Any) -> dict[Any, int]:
    """The bytes of those of `keys` that this worker holds."""
    values = {key: dask_worker.data[key] for key in keys if key in dask_worker.data}
    return {key: await asyncio.to_thread(size_or_guess, each) for key, each in values.items()}


def _unreadable(error: Exception) -> CannotBring:
    refusal = CannotBring(
        f"the result is on the cluster, and cannot be read here: {type(error).__name__}: {error};"
        " install here what the workers have, or return what needs it not"
    )
    refusal.__cause__ = error
    return refusal


def too_large(sizes: Mapping[str, int], limit: int) -> str:
    """Why outputs of these sizes are not brought, and what to do instead."""
    total = sum(sizes.values())
    largest = max(sizes, key=lambda each: sizes[each])
    listed = ", ".join(
        f"{name} {size_text(size)}"
        for name, size in sorted(sizes.items(), key=lambda each: -each[1])
    )
    one = f"the output {largest} takes {size_text(sizes[largest])} on the cluster"
    what = (
        one if len(sizes) == 1 else f"the outputs take {size_text(total)} on the cluster ({listed})"
    )
    return (
        f"{what}, more than the {size_text(limit)} that --max-result lets travel back; return less,"
        f" write it in a step and return where it is, keep it in the store (keeps=Asset(...)), or"
        f" allow more: --max-result {size_text(2 * total).replace(' ', '').replace(',', '')}"
    )


def sizes_of(outputs: Collected) -> dict[str, int]:
    """The bytes of each output."""
    return outputs.sizes
