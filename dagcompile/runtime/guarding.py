"""What guards the values of one node: its outputs once they are there, its inputs when it runs.

failure = check(value, {"train": Maybe[Rows], "test": Rows}, node="split", severity="error", ...)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast

from dagcompile.runtime.depth import Depth, at_depth
from dagcompile.runtime.events import Log
from dagcompile.runtime.interrupts import ends_run
from dagcompile.runtime.node import Types
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.types import AnyShape, is_maybe, shape_of
from dagcompile.runtime.types.authored import authored_checks
from dagcompile.runtime.types.secrets import holds_secret
from dagcompile.runtime.verdict import GuardFailed, GuardVerdict, Severity, examine, withheld

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An input that is checked when its node is known to run, and not before.

    A node that is skipped or not run checks nothing, on any engine.
    """

    value: Any
    annotation: Any
    subject: str
    severity: Severity
    depth: Depth = "full"


def check(
    value: Any, types: Types, *, node: str, severity: Severity, depth: Depth = "full", log: Log
) -> GuardFailed | None:
    """Guard the outputs of a settled `value`: tell the verdicts; gives the failure if one blocks.

    Where nobody listens, no verdict is made of what passes.
    """
    if not log.sinks and log.watch is None and _passes(value, types, depth):
        return None
    verdicts = judge(value, types, node=node, severity=severity, depth=depth, log=log)
    return told(verdicts, node=node, log=log)


def _passes(value: Any, types: Types, depth: Depth) -> bool:
    """Whether all outputs are there and of their types. If not, it is for `judge` to say more, and
    so it is of what may be looked at only once.
    """
    if isinstance(types, dict):
        return all(_fits(getattr(value, name), each, depth) for name, each in types.items())
    return _fits(value, types, depth)


def _fits(value: Any, annotation: Any, depth: Depth) -> bool:
    shape = shape_of(annotation)
    if depth != "full":
        shape = at_depth(shape, depth)
    try:
        return type(value) is not Missing and not shape.holds_lazy and shape.accepts(value)
    except BaseException as error:  # its verdict will say that it crashed
        if ends_run(error):
            raise
        return False


def judge(
    value: Any, types: Types, *, node: str, severity: Severity, depth: Depth = "full", log: Log
) -> list[GuardVerdict]:
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
            verdicts.append(_examined(each, annotation, subject, severity, depth, log))
        elif not is_maybe(annotation):
            verdicts.append(withheld(annotation, subject=subject, severity=severity))
    return verdicts


def _examined(  # noqa: PLR0917  (in the order of `Pending`)
    value: object, annotation: Any, subject: str, severity: Severity, depth: Depth, log: Log
) -> GuardVerdict:
    look = partial(examine, value, annotation, subject=subject, severity=severity, depth=depth)
    if log.watch is None:
        return look()
    shape = shape_of(annotation)
    checks, secret = authored_checks(shape), holds_secret(shape)
    return log.watch.examined(subject, value, look, log, checks=checks, secret=secret)


def guarded(
    value: T, annotation: Any, *, subject: str, severity: Severity, depth: Depth = "full"
) -> T:
    """`value` as an input still to be checked; a token stays itself."""
    if type(value) is Missing:
        return value
    pending = Pending(
        value=value, annotation=annotation, subject=subject, severity=severity, depth=depth
    )
    return cast(T, pending)


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
        _examined(each.value, each.annotation, each.subject, each.severity, each.depth, log)
        for each in waiting
    ]
    plain = tuple(_plain(each) for each in args)
    named = {name: _plain(each) for name, each in kwargs.items()}
    return plain, named, announce(verdicts, node=node, log=log)


def _plain(value: Any) -> Any:
    return value.value if type(value) is Pending else value


def announce(verdicts: Sequence[GuardVerdict], *, node: str, log: Log) -> GuardFailed | None:
    """Tell of `verdicts`, and of the node's failure where one blocks; gives that failure."""
    failure = told(verdicts, node=node, log=log)
    if failure is not None:
        log.failed(node, failure)
    return failure


def told(verdicts: Sequence[GuardVerdict], *, node: str, log: Log) -> GuardFailed | None:
    """Tell of `verdicts`; gives the failure of what they are of where one blocks."""
    if log.sinks:
        for verdict in verdicts:
            log.emit("guard", {"node": node, "verdict": verdict.record()})
    blocking = [verdict for verdict in verdicts if verdict.blocks]
    return GuardFailed(*blocking) if blocking else None
