"""How one node is run, whatever the engine: its attempts and its ports.

value = attempt(body, node="load", retry=Retry(attempts=3), timeout=30.0, log=log)
value = settle(value, node="split", ports=("train", "test"))
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import CoroutineType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypedDict, TypeVar

from dagcompile.runtime.context import Context, attempted
from dagcompile.runtime.coroutines import awaited
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.events import Log
from dagcompile.runtime.expectations import Expectation
from dagcompile.runtime.interrupts import ends_run
from dagcompile.runtime.retry import Retry
from dagcompile.runtime.timeout import within
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.types import SKIP
from dagcompile.runtime.verdict import Severity

if TYPE_CHECKING:
    from dagcompile.runtime.needing import Keep
    from dagcompile.runtime.store import Store

R = TypeVar("R")

Types: TypeAlias = Any
"""The annotation of a single output, or a dict of ports to annotations."""

UNGUARDED: Types = ...
"""In place of the types: the outputs are not guarded here. None will not do, for it is a type."""


class Options(TypedDict, total=False):
    """What generated code may say of the body of a node, as keywords of `step`.

    Args:
        retry: when a failed body is tried again.
        timeout: seconds that one attempt of the body may take.
        after: ids of nodes that must have run before.
        unless_failed: ids of nodes that may be skipped and must not have failed, for they are of a
            stage that this one needs.
        ports: names of the outputs where there are several; the body returns a NamedTuple then.
        returns: type of the output (a dict by port where there are several) if it is to be guarded
            where the body runs and not by a statement of its own.
        severity: of that guard.
        depth: how deep that guard looks.
        guarded_retry: whether that guard, where it fails, fails the attempt and not the node.
        expects: what is expected of inputs, before the body runs, and of outputs, once their guards
            have passed that do not stand in a statement of their own.
        context: name of the parameter that takes the `Context` of each attempt.
        writes: names of the assets that the body may tell of.
        keeps: outputs that are written to the store, once all that is said of them has passed; no
            guard of theirs stands in a statement of its own then.
    """

    retry: Retry | None
    timeout: float | None
    after: Sequence[str]
    unless_failed: Sequence[str]
    ports: Sequence[str]
    returns: Types
    severity: Severity
    depth: Depth
    guarded_retry: bool
    expects: Sequence[Expectation]
    context: str
    writes: Sequence[str]
    keeps: "Sequence[Keep]"


@dataclass(slots=True, kw_only=True)
class Body:
    """How the body of a node is called: the op and its `Options`.

    Not frozen, since one is made for every step and a frozen one takes a microsecond more.
    """

    fn: Callable[..., Any]
    retry: Retry | None = None
    timeout: float | None = None
    after: Sequence[str] = ()
    unless_failed: Sequence[str] = ()
    ports: Sequence[str] = ()
    returns: Types = UNGUARDED
    severity: Severity = "error"
    depth: Depth = "full"
    guarded_retry: bool = False
    expects: Sequence[Expectation] = ()
    context: str = ""
    writes: Sequence[str] = ()
    keeps: "Sequence[Keep]" = ()
    store: "Store | None" = None
    """Where outputs are kept; the one that the environment names if None."""

    @property
    def judged(self) -> bool:
        """Whether what is made of its value is a part of the attempt that made it."""
        return self.guarded_retry or bool(self.keeps)

    @property
    def tells(self) -> Sequence[str] | None:
        """The assets that it may tell of; None where it takes no context to tell by."""
        return self.writes if self.context else None


class Refused(NamedTuple):
    """Why a value was not taken, and whether another attempt may do better. What is final has been
    told.
    """

    error: BaseException
    again: bool


Judge: TypeAlias = Callable[[Any, int], Refused | None]
"""Looks at what an attempt gave, whose number it is told."""


class WrongPorts(TypeError):
    """A body with several outputs returned something without them."""


def calling(
    body: Body, args: Sequence[Any], kwargs: Mapping[str, Any], *, node: str
) -> Callable[..., Any]:
    """The settled value of one call of `body`: to be called with its context, where it takes one,
    and else with nothing.
    """
    # No function of its own: the frames of an error keep theirs, and what that holds with it.
    return partial(_told if body.context else _settled, body, args, kwargs, node)


def _settled(body: Body, args: Sequence[Any], kwargs: Mapping[str, Any], node: str) -> Any:
    return settle(body.fn(*args, **kwargs), node=node, ports=body.ports)


def _told(
    body: Body, args: Sequence[Any], kwargs: Mapping[str, Any], node: str, context: Context
) -> Any:
    return _settled(body, args, {**kwargs, body.context: context}, node)


def attempt(
    body: Callable[..., R],
    *,
    node: str,
    retry: Retry | None = None,
    timeout: float | None = None,
    judge: Judge | None = None,
    writes: Sequence[str] | None = None,
    log: Log,
) -> R:
    """Call `body` until it returns, as often as `retry` allows, and tell of each attempt.

    Args:
        timeout: seconds that one attempt may take; None for any.
        writes: assets that `body` may tell of, which is then called with the context of the
            attempt; None where it takes none.
        judge: says why what an attempt returned is not taken, whatever classes `retry` names.

    Raises:
        Exception: what the last attempt raised; may be no `Exception`.
    """
    number = 1
    while True:
        log.started(node, attempt=number)
        try:
            if writes is None and timeout is None:  # as nearly always: `once`, without its cost
                value = body()
            else:
                value = once(
                    body, node=node, attempt=number, timeout=timeout, writes=writes, log=log
                )
        except BaseException as error:
            if ends_run(error):
                raise
            if retry is None or not retry.applies(error, attempt=number):
                log.failed(node, error, attempt=number)
                raise
            wait = retry.wait(attempt=number)
            log.retrying(node, error, attempt=number, attempts=retry.attempts, wait=wait)
        else:
            refused = None if judge is None else judge(value, number)
            if refused is None:
                return value
            failure = refused.error
            if not refused.again:
                raise failure
            if retry is None or number >= retry.attempts:
                log.failed(node, failure, attempt=number)
                raise failure
            wait = retry.wait(attempt=number)
            log.retrying(node, failure, attempt=number, attempts=retry.attempts, wait=wait)
        time.sleep(wait)
        number += 1


def once(
    body: Callable[..., R],
    *,
    node: str,
    attempt: int,
    timeout: float | None,
    writes: Sequence[str] | None,
    log: Log,
) -> R:
    """What one call of `body` gives; the arguments are those of `attempt`.

    Raises:
        Exception: what it raised, or that it took too long; may be no `Exception`.
    """
    if writes is None:
        return body() if timeout is None else within(timeout, body, node=node)
    with attempted(node, attempt=attempt, writes=writes, log=log) as context:
        call = partial(body, context)
        return call() if timeout is None else within(timeout, call, node=node)


def settle(value: Any, *, node: str, ports: Sequence[str]) -> Any:
    """`value` as later steps take it: a withheld output is a `Missing` in its place.

    A coroutine, which an async function gives that is no op in its module, is run to its end.

    Args:
        ports: names of the outputs where there are several; empty for a single one.

    Raises:
        WrongPorts: `value` is not a NamedTuple with these fields.
    """
    if type(value) is CoroutineType:
        value = awaited(value)
    if not ports:
        return Missing(node, "withheld") if _is_skip(value) else value
    if not isinstance(value, tuple) or getattr(value, "_fields", None) != tuple(ports):
        raise WrongPorts(
            f"{node} returned {type(value).__name__}, not a NamedTuple with the fields "
            + ", ".join(ports)
        )
    kept = {
        name: Missing(node, "withheld")
        for name, each in zip(ports, value, strict=True)
        if _is_skip(each)
    }
    return value._replace(**kept) if kept else value  # type: ignore[attr-defined]


def _is_skip(value: object) -> bool:
    return value is SKIP  # which is of no type at all to a type checker


def withheld_ports(value: Any, ports: Sequence[str]) -> tuple[str, ...]:
    """The outputs of a settled `value` that were withheld."""
    if not ports:
        return ("result",) if type(value) is Missing else ()
    return tuple(name for name in ports if type(getattr(value, name)) is Missing)
