"""Policies of nodes, as the IR has them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from math import isfinite
from typing import Any

from dagcompile.authoring.callables import code_of
from dagcompile.authoring.importing import thing_obstacle
from dagcompile.authoring.operations import Op
from dagcompile.authoring.places import Spot
from dagcompile.authoring.policy import Guard
from dagcompile.authoring.settings import PipelineSettings, Settings
from dagcompile.authoring.sites import Site
from dagcompile.authoring.sources import Decorated, Definition
from dagcompile.ir import records as ir
from dagcompile.runtime.depth import Depth, Sample
from dagcompile.runtime.retry import Retry, seconds

_PLAIN = ir.Policy()
_PASSIVE = Guard()
_HERE = "said here"


def policy_of(site: Site, op: Op[..., Any], *, base: ir.Policy = _PLAIN) -> ir.Policy:
    """The policy that the settings of `op` give a node, and where they give none, `base`, that of
    the pipeline. Mistakes are recorded.
    """
    settings = op._settings
    said = _said(site, settings, lambda name: stated(site, op, name))
    if settings.guard is None:
        said = replace(
            said,
            severity=base.severity,
            placement=base.placement,
            depth=base.depth,
            guarded_retry=base.guarded_retry and (said.retry or base.retry) is not None,
        )
    elif said.guarded_retry and settings.retry is None and base.retry is None:
        site.refuse(
            "DC136",
            f"the guard of `{site.id}` is to try its body again, but the node has no retry",
            fix="give the node retry=Retry(attempts=...), or leave out retry=True of its guard",
            at=stated(site, op, "guard"),
            here=_HERE,
        )
    return replace(
        said,
        retry=base.retry if settings.retry is None else said.retry,
        timeout=base.timeout if settings.timeout is None else said.timeout,
    )


def base_policy(site: Site, settings: PipelineSettings, definition: Definition) -> ir.Policy:
    """The policy of the nodes that do not say their own. Mistakes are recorded."""
    return _said(
        site, settings, lambda name: Decorated(definition.code, name, otherwise=definition)
    )


def _said(
    site: Site, settings: Settings | PipelineSettings, stated: Callable[[str], Spot | None]
) -> ir.Policy:
    """What some settings say of the policy."""
    retry: Any = settings.retry
    guard: Any = settings.guard
    if retry is None and settings.timeout is None and guard is None:
        return _PLAIN
    if retry is not None and not isinstance(retry, Retry):
        _wrong(
            site,
            f"the retry of `{site.id}` is of class {_kind(retry)}",
            "Retry(attempts=...)",
            at=stated("retry"),
        )
        retry = None
    if guard is not None and not isinstance(guard, Guard):
        _wrong(
            site,
            f"the guard of `{site.id}` is of class {_kind(guard)}",
            "Guard(severity=...)",
            at=stated("guard"),
        )
        guard = None
    guard = _PASSIVE if guard is None else guard
    return ir.Policy(
        retry=None if retry is None else _retry(site, retry, at=stated("retry")),
        timeout=None
        if settings.timeout is None
        else _timeout(site, settings.timeout, at=stated("timeout")),
        severity=guard.severity,
        placement=guard.placement,
        depth=depth_of(guard.depth),
        guarded_retry=guard.retry,
    )


def depth_of(depth: Depth | None) -> ir.Depth | None:
    """A depth as the IR has it."""
    return ir.Sample(count=depth.count) if isinstance(depth, Sample) else depth


def stated(site: Site, op: Op[..., Any], name: str) -> Spot | None:
    """Where a decorator says `name=...` of `op`; None where it was said later."""
    own: Any = op._shared["settings"]
    code = code_of(op.__wrapped__)
    is_own = code is not None and getattr(own, name) is getattr(op._settings, name)
    return Decorated(code, name, otherwise=site.spot) if is_own and site.spot else None


def _retry(site: Site, retry: Retry, *, at: Spot | None) -> ir.Retry:
    return ir.Retry(
        attempts=retry.attempts,
        delay=seconds(retry.delay),
        backoff=float(retry.backoff),
        max_delay=None if retry.max_delay is None else seconds(retry.max_delay),
        jitter=float(retry.jitter),
        on=_exceptions(site, retry.on, at=at),
    )


def _timeout(site: Site, given: Any, *, at: Spot | None) -> float | None:
    if type(given) is not int and not isinstance(given, float | timedelta):
        _wrong(site, f"the timeout of `{site.id}` is of class {_kind(given)}", "seconds", at=at)
        return None
    limit = seconds(given)
    if isfinite(limit) and limit > 0:
        return limit
    site.refuse(
        "DC131",
        f"the timeout of `{site.id}` is {limit:.15g} seconds",
        fix="give a positive, finite time, or none for no limit",
        at=at,
        here=_HERE,
    )
    return None


def _exceptions(site: Site, on: Any, *, at: Spot | None) -> tuple[ir.Ref, ...]:
    classes: tuple[Any, ...] = tuple(on) if issubclass(type(on), tuple) else (on,)
    if classes == (Exception,):
        return ()
    refs: list[ir.Ref] = []
    for each in classes:
        if not (isinstance(each, type) and issubclass(each, BaseException)):
            _wrong(site, f"`{site.id}` is tried again on {each!r}", "an exception class", at=at)
        elif (obstacle := thing_obstacle(each)) is not None:
            site.refuse(
                "DC127",
                f"exception `{each.__qualname__}`, on which `{site.id}` is tried again,"
                f" cannot be imported: {obstacle.reason}",
                fix=obstacle.fix,
                at=at,
                here=_HERE,
            )
        else:
            refs.append(ir.Ref(module=each.__module__, name=each.__qualname__))
    return tuple(refs)


def _wrong(site: Site, what: str, wanted: str, *, at: Spot | None) -> None:
    site.refuse("DC126", f"{what}, not {wanted}", fix=f"give {wanted}", at=at, here=_HERE)


def _kind(value: object) -> str:
    return type(value).__qualname__
