"""All that is asked of the values of one node: its guards, then what is expected of it.

plain, named, failure = accept_all(args, kwargs, node="clean", expects=body.expects, log=log)
failure = check_all(value, list[Row], node="clean", severity="error", expects=kept, log=log)
"""

from collections.abc import Sequence
from typing import Any

from dagcompile.runtime.depth import Depth
from dagcompile.runtime.events import Log
from dagcompile.runtime.expectations import Expectation, meet
from dagcompile.runtime.guarding import Pending, accept, check
from dagcompile.runtime.interrupts import ends_run
from dagcompile.runtime.node import (
    UNGUARDED,
    Body,
    Judge,
    Refused,
    Types,
    withheld_ports,
)
from dagcompile.runtime.verdict import GuardFailed, Severity


def accept_all(
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    node: str,
    expects: Sequence[Expectation],
    log: Log,
) -> tuple[tuple[Any, ...], dict[str, Any], GuardFailed | None]:
    """`accept`, and then those of `expects` that look at inputs alone."""
    args, kwargs, failure = accept(args, kwargs, node=node, log=log)
    if failure is None and (early := [_plain(each) for each in expects if not each.given]):
        failure = meet(early, lambda _: None, node=node, log=log)
    return args, kwargs, failure


def check_all(
    value: Any,
    types: Types,
    *,
    node: str,
    severity: Severity,
    depth: Depth = "full",
    expects: Sequence[Expectation],
    ports: Sequence[str] = (),
    log: Log,
) -> GuardFailed | None:
    """`check`, unless `types` say that no guard stands here, and then those of `expects` that look
    at outputs.

    Args:
        ports: names of the outputs where there are several.
    """
    failure = None
    if types is not UNGUARDED:
        failure = check(value, types, node=node, severity=severity, depth=depth, log=log)
        if failure is not None:
            log.failed(node, failure)
    if failure is None and (late := [_plain(each) for each in expects if each.given]):
        failure = meet(
            late,
            lambda name: getattr(value, name) if ports else value,
            node=node,
            log=log,
        )
    return failure


def judge_of(body: Body, *, node: str, expects: Sequence[Expectation], log: Log) -> Judge | None:
    """What looks at a settled value within the attempt that made it, tells that it returned and
    keeps what is to be kept; None where nothing of this is for the attempt.
    """
    if not body.judged:
        return None

    def judge(value: Any, attempt: int) -> Refused | None:
        log.returned(node, withheld=withheld_ports(value, body.ports))
        if body.guarded_retry:
            failure = check(
                value, body.returns, node=node, severity=body.severity, depth=body.depth, log=log
            )
            if failure is not None:
                return Refused(failure, again=True)
        failure = check_body(value, body, node=node, expects=expects, log=log)
        if failure is not None:
            return Refused(failure, again=False)
        return _kept(value, body, node=node, attempt=attempt, log=log) if body.keeps else None

    return judge


def _kept(value: Any, body: Body, *, node: str, attempt: int, log: Log) -> Refused | None:
    """Keep the outputs that `body` is to keep; why this was not possible."""
    from dagcompile.runtime.keeping import keep_all
    from dagcompile.runtime.store import Unreachable, from_environment

    store = from_environment() if body.store is None else body.store
    try:
        keep_all(
            value,
            body.keeps,
            ports=body.ports,
            store=store,
            node=node,
            attempt=attempt,
            log=log,
        )
    except Unreachable as error:
        return Refused(error, again=True)
    except BaseException as error:  # a library's own, a panic of an extension
        if ends_run(error):
            raise
        log.failed(node, error, attempt=attempt)
        return Refused(error, again=False)
    return None


def check_body(
    value: Any, body: Body, *, node: str, expects: Sequence[Expectation], log: Log
) -> GuardFailed | None:
    """`check_all` of what a body returned, but for what its attempts have looked at."""
    return check_all(
        value,
        UNGUARDED if body.guarded_retry else body.returns,
        node=node,
        severity=body.severity,
        depth=body.depth,
        expects=expects,
        ports=body.ports,
        log=log,
    )


def _plain(expectation: Expectation) -> Expectation:
    """`expectation` of its inputs as they are: a task names them with their guards laid over."""
    inputs = expectation.inputs
    if not any(type(each) is Pending for each in inputs.values()):
        return expectation
    return expectation(
        **{name: each.value if type(each) is Pending else each for name, each in inputs.items()}
    )
