"""What a run returns, brought from the cluster to this process, unless it is too large for that."""

from collections.abc import Mapping
from typing import Any

from dagcompile.runtime.dask.environment import ClusterError
from dagcompile.runtime.dask.questions import ANSWER, replied
from dagcompile.runtime.dask.sizes import in_words, measured

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
        key = f"sizes-of-{future.key}"
        return CannotBring(too_large(client.submit(sizes_of, future, key=key).result(), limit))
    try:
        results: dict[str, Any] = client.gather(future)
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
    sizes = _sizes(client, list(futures))
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
        f"{name} {in_words(size)}"
        for name, size in sorted(sizes.items(), key=lambda each: -each[1])
    )
    one = f"the output {largest} takes {in_words(sizes[largest])} on the cluster"
    what = (
        one if len(sizes) == 1 else f"the outputs take {in_words(total)} on the cluster ({listed})"
    )
    return (
        f"{what}, more than the {in_words(limit)} that --max-result lets travel back; return less,"
        f" write it in a step and return where it is, keep it in the store (keeps=Asset(...)), or"
        f" allow more: --max-result {in_words(2 * total).replace(' ', '').replace(',', '')}"
    )


def sizes_of(outputs: Mapping[str, Any]) -> dict[str, int]:
    """About how many bytes each output takes. Run where they are."""
    return {name: measured(value) for name, value in outputs.items()}
