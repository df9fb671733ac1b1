"""How one node is run, whatever the engine: its attempts, its ports, its guards.

value = attempt(body, node="load", retry=Retry(attempts=3), timeout=30.0, log=log)
value = settle(value, node="split", ports=("train", "test"))
failure = check(value, {"train": Maybe[Rows], "test": Rows}, node="split", severity="error", ...)
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import CoroutineType
from typing import Any, TypeAlias, TypedDict, TypeVar, cast

from dagcompile.runtime.coroutines import awaited
from dagcompile.runtime.events import Log
from dagcompile.runtime.expectations import Expectation
from dagcompile.runtime.retry import Retry
from dagcompile.runtime.timeout import within
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.types import SKIP, AnyShape, is_maybe, shape_of
from dagcompile.runtime.verdict import GuardFailed, GuardVerdict, Severity, examine, withheld

R = TypeVar("R")
T = TypeVar("T")

Types: TypeAlias = Any
"""The annotation of a single output, or a dict of ports to annotations."""

UNGUARDED: Types = ...
"""In place of the types: the outputs are not guarded here. None will not do, for it is a type."""

ENDS_RUN = (KeyboardInterrupt, GeneratorExit)
"""What ends the run that an op raises it in. All else fails the node: `sys.exit()` whatever its
status, a task of asyncio that was cancelled, a panic in an extension module.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An input that is checked when its node is known to run, and not before.

    A node that is skipped or not run checks nothing, on any engine.
    """

    value: Any
    annotation: Any
    subject: str
    severity: Severity


class Options(TypedDict, total=False):
    """What generated code may say of the body of a node, as keywords of `step`.

    Args:
        retry: when a failed body is tried again.
        timeout: seconds that one attempt of the body may take.
        after: ids of nodes that must have run before.
        ports: names of the outputs where there are several; the body returns a NamedTuple then.
        returns: type of the output (a dict by port where there are several) if it is to be guarded
            where the body runs and not by a statement of its own.
        severity: of that guard.
        expects: what is expected of inputs, before the body runs, and of outputs, once their guards
            have passed that do not stand in a statement of their own.
    """

    retry: Retry | None
    timeout: float | None
    after: Sequence[str]
    ports: Sequence[str]
    returns: Types
    severity: Severity
    expects: Sequence[Expectation]


@dataclass(slots=True, kw_only=True)
class Body:
    """How the body of a node is called: the op and its `Options`.

    Not frozen, since one is made for every step and a frozen one takes a microsecond more.
    """

    fn: Callable[..., Any]
    retry: Retry | None = None
    timeout: float | None = None
    after: Sequence[str] = ()
    ports: Sequence[str] = ()
    returns: Types = UNGUARDED
    severity: Severity = "error"
    expects: Sequence[Expectation] = ()


class WrongPorts(TypeError):
    """A body with several outputs returned something without them."""


def attempt(
    body: Callable[[], R],
    *,
    node: str,
    retry: Retry | None = None,
    timeout: float | None = None,
    log: Log,
) -> R:
    """Call `body` until it returns, as often as `retry` allows, and tell of each attempt.

    Args:
        timeout: seconds that one attempt may take; None for any.

    Raises:
        Exception: what the last attempt raised; may be no `Exception`.
    """
    number = 1
    while True:
        log.started(node, attempt=number)
        try:
            return body() if timeout is None else within(timeout, body, node=node)
        except ENDS_RUN:
            raise
        except BaseException as error:
            if retry is None or not retry.applies(error, attempt=number):
                log.failed(node, error, attempt=number)
                raise
            wait = retry.wait(attempt=number)
            log.retrying(node, error, attempt=number, attempts=retry.attempts, wait=wait)
        time.sleep(wait)
        number += 1


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


def check(
    value: Any, types: Types, *, node: str, severity: Severity, log: Log
) -> GuardFailed | None:
    """Guard the outputs of a settled `value`: tell the verdicts; gives the failure if one blocks.

    Where nobody listens, no verdict is made of what passes.
    """
    if not log.sinks and _passes(value, types):
        return None
    return announce(judge(value, types, node=node, severity=severity), node=node, log=log)


def _passes(value: Any, types: Types) -> bool:
    """Whether all outputs are there and of their types. If not, it is for `judge` to say more."""
    if isinstance(types, dict):
        return all(_fits(getattr(value, name), each) for name, each in types.items())
    return _fits(value, types)


def _fits(value: Any, annotation: Any) -> bool:
    shape = shape_of(annotation)
    try:
        return type(value) is not Missing and shape.accepts(value)
    except ENDS_RUN:
        raise
    except BaseException:  # noqa: BLE001  (its verdict will say that it crashed)
        return False


def judge(value: Any, types: Types, *, node: str, severity: Severity) -> list[GuardVerdict]:
    """The verdict on each output of a settled `value` that is there, or ought to be.

    There is nothing to be said of an output of type `Any`.
    """
    if isinstance(types, dict):
        outputs = [(name, getattr(value, name), each) for name, each in types.items()]
    else:
        outputs = [("result", value, types)]
    verdicts = []
    for name, each, annotation in outputs:
        subject = f"{node}.{name}"
        if isinstance(shape_of(annotation), AnyShape):
            continue
        if type(each) is not Missing:
            verdicts.append(examine(each, annotation, subject=subject, severity=severity))
        elif not is_maybe(annotation):
            verdicts.append(withheld(annotation, subject=subject, severity=severity))
    return verdicts


def guarded(value: T, annotation: Any, *, subject: str, severity: Severity) -> T:
    """`value` as an input still to be checked; a token stays itself."""
    if type(value) is Missing:
        return value
    return cast(T, Pending(value=value, annotation=annotation, subject=subject, severity=severity))


_SPECIAL = frozenset({Missing, Pending})


def ordinary(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether a body takes these as they are: none is missing, and none is still to be checked."""
    return _SPECIAL.isdisjoint(map(type, args)) and (
        not kwargs or _SPECIAL.isdisjoint(map(type, kwargs.values()))
    )


def accept(
    args: tuple[Any, ...], kwargs: dict[str, Any], *, node: str, log: Log
) -> tuple[tuple[Any, ...], dict[str, Any], GuardFailed | None]:
    """The arguments without the guards laid over them, and the failure if one did not pass."""
    waiting = [each for each in (*args, *kwargs.values()) if type(each) is Pending]
    if not waiting:
        return args, kwargs, None
    verdicts = [
        examine(each.value, each.annotation, subject=each.subject, severity=each.severity)
        for each in waiting
    ]
    plain = tuple(_plain(each) for each in args)
    named = {name: _plain(each) for name, each in kwargs.items()}
    return plain, named, announce(verdicts, node=node, log=log)


def _plain(value: Any) -> Any:
    return value.value if type(value) is Pending else value


def announce(verdicts: Sequence[GuardVerdict], *, node: str, log: Log) -> GuardFailed | None:
    """Tell of `verdicts`, and of the node's failure where one blocks; gives that failure."""
    if log.sinks:
        for verdict in verdicts:
            log.emit("guard", {"node": node, "verdict": verdict.record()})
    blocking = [verdict for verdict in verdicts if verdict.blocks]
    if not blocking:
        return None
    failure = GuardFailed(*blocking)
    log.failed(node, failure)
    return failure
