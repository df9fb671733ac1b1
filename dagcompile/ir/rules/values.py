"""Choices, retries, timeouts and gathered containers make sense by themselves."""

from collections.abc import Iterator
from math import isfinite

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.queries import sources
from dagcompile.ir.records import FirstOf, Gather, OpNode, Retry, Source
from dagcompile.ir.rules.tables import Tables, broken


def choices_are_given(tables: Tables) -> Iterator[Diagnostic]:
    """A first_of has at least one item."""
    for node in tables.meaning.nodes:
        if isinstance(node, FirstOf) and not node.items:
            yield broken(f"first_of `{node.id}` has nothing to choose from")


def retries_are_in_range(tables: Tables) -> Iterator[Diagnostic]:
    """Attempts are one or more; times are finite and not negative; a wait does not shrink."""
    for node in tables.meaning.nodes:
        if isinstance(node, OpNode) and node.policy.retry is not None:
            for fact in _retry_faults(node.policy.retry):
                yield broken(f"the retry of node `{node.id}` has {fact}")


def _retry_faults(retry: Retry) -> Iterator[str]:
    if retry.attempts < 1:
        yield f"{retry.attempts} attempts; the first one counts"
    longest = 0.0 if retry.max_delay is None else retry.max_delay
    for name, number in (("delay", retry.delay), ("max_delay", longest), ("jitter", retry.jitter)):
        if not (isfinite(number) and number >= 0):
            yield f"{name} {number}, which is not zero or more seconds"
    if not (isfinite(retry.backoff) and retry.backoff >= 1):
        yield f"backoff {retry.backoff}, which is not one or more"


def timeouts_are_in_range(tables: Tables) -> Iterator[Diagnostic]:
    """The time of a body is positive and finite."""
    for node in tables.meaning.nodes:
        if isinstance(node, OpNode) and node.policy.timeout is not None:
            limit = node.policy.timeout
            if not (isfinite(limit) and limit > 0):
                yield broken(f"the timeout of node `{node.id}` is {limit} seconds")


def gathers_are_whole(tables: Tables) -> Iterator[Diagnostic]:
    """A gathered dict has a key for every item, and only a dict has keys."""
    for node in tables.meaning.nodes:
        for source in sources(node):
            yield from _gather_faults(source, f"node `{node.id}`")
    for output in tables.meaning.outputs:
        yield from _gather_faults(output.source, f"output `{output.name}`")


def _gather_faults(source: Source, where: str) -> Iterator[Diagnostic]:
    if isinstance(source, Gather):
        wanted = len(source.items) if source.type == "dict" else 0
        if len(source.keys) != wanted:
            message = (
                f"a {source.type} gathered for {where} has {len(source.keys)} keys, not {wanted}"
            )
            yield broken(message)
        for item in source.items:
            yield from _gather_faults(item, where)
