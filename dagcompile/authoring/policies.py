"""Policies of nodes, as the IR has them."""

from datetime import timedelta
from math import isfinite
from typing import Any

from dagcompile.authoring.importing import thing_obstacle
from dagcompile.authoring.operations import Settings
from dagcompile.authoring.policy import Guard
from dagcompile.authoring.sites import Site
from dagcompile.ir import records as ir
from dagcompile.runtime.retry import Retry, seconds

_PLAIN = ir.Policy()


def policy_of(site: Site, settings: Settings) -> ir.Policy:
    """The policy that `settings` give a node; mistakes are recorded."""
    if settings.retry is None and settings.timeout is None and settings.guard is None:
        return _PLAIN
    retry: Any = settings.retry
    guard: Any = settings.guard
    if retry is not None and not isinstance(retry, Retry):
        _wrong(site, f"the retry of `{site.id}` is of class {_kind(retry)}", "Retry(attempts=...)")
        retry = None
    if guard is not None and not isinstance(guard, Guard):
        _wrong(site, f"the guard of `{site.id}` is of class {_kind(guard)}", "Guard(severity=...)")
        guard = None
    return ir.Policy(
        retry=None if retry is None else _retry(site, retry),
        timeout=None if settings.timeout is None else _timeout(site, settings.timeout),
        severity="error" if guard is None else guard.severity,
    )


def _retry(site: Site, retry: Retry) -> ir.Retry:
    return ir.Retry(
        attempts=retry.attempts,
        delay=seconds(retry.delay),
        backoff=float(retry.backoff),
        max_delay=None if retry.max_delay is None else seconds(retry.max_delay),
        jitter=float(retry.jitter),
        on=_exceptions(site, retry.on),
    )


def _timeout(site: Site, given: Any) -> float | None:
    if type(given) is not int and not isinstance(given, float | timedelta):
        _wrong(site, f"the timeout of `{site.id}` is of class {_kind(given)}", "seconds")
        return None
    limit = seconds(given)
    if isfinite(limit) and limit > 0:
        return limit
    site.refuse(
        "DC131",
        f"the timeout of `{site.id}` is {limit:.15g} seconds",
        fix="give a positive, finite time, or none for no limit",
    )
    return None


def _exceptions(site: Site, on: Any) -> tuple[ir.Ref, ...]:
    classes: tuple[Any, ...] = tuple(on) if issubclass(type(on), tuple) else (on,)
    if classes == (Exception,):
        return ()
    refs: list[ir.Ref] = []
    for each in classes:
        if not (isinstance(each, type) and issubclass(each, BaseException)):
            _wrong(site, f"`{site.id}` is tried again on {each!r}", "an exception class")
        elif (obstacle := thing_obstacle(each)) is not None:
            site.refuse(
                "DC127",
                f"exception `{each.__qualname__}`, on which `{site.id}` is tried again,"
                f" cannot be imported: {obstacle.reason}",
                fix=obstacle.fix,
            )
        else:
            refs.append(ir.Ref(module=each.__module__, name=each.__qualname__))
    return tuple(refs)


def _wrong(site: Site, what: str, wanted: str) -> None:
    site.refuse("DC126", f"{what}, not {wanted}", fix=f"give {wanted}")


def _kind(value: object) -> str:
    return type(value).__qualname__
