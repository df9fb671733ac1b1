"""How nodes are run: how often they are tried, how long they may take."""

import math
from collections.abc import Iterator
from dataclasses import replace

from dagcompile.changes.pairing import op_nodes
from dagcompile.changes.records import Change, Sides, Subject, Verb, heaviest
from dagcompile.changes.rules import Rule
from dagcompile.changes.same import same
from dagcompile.changes.set_rules import (
    REFUSED_AGAIN,
    REFUSED_ONCE,
    RETRY_ERRORS,
    RETRY_FEWER,
    RETRY_JITTER,
    RETRY_LATER,
    RETRY_LOST,
    RETRY_MORE,
    RETRY_ONCE,
    RETRY_ONLY,
    RETRY_SAME,
    RETRY_SOONER,
    TIMEOUT_LONGER,
    TIMEOUT_REMOVED,
    TIMEOUT_SHORTER,
)
from dagcompile.changes.texts import seconds
from dagcompile.ir.records import Policy, Retry
from dagcompile.ir.text import ref_text
from dagcompile.runtime.retry import LONGEST

_Found = tuple[Rule, dict[str, str]]

_ONCE = Retry(attempts=1)
_LOOKED_AT = 64
"""So many waits are compared: by then they have grown as far as they will."""


def policies(sides: Sides) -> Iterator[Change]:
    """Retries, timeouts, and whether what a guard refuses is tried again."""
    for old, new in op_nodes(sides):
        was, now = old.policy, new.policy
        if same(was, now):
            continue
        subject = Subject(part="policy", name=new.id, detail="retry")
        if not same(was.retry, now.retry):
            yield _retry(subject, was.retry or _ONCE, now.retry or _ONCE)
        if not same(was.timeout, now.timeout):
            subject = Subject(part="policy", name=new.id, detail="timeout")
            yield _timeout(subject, was.timeout, now.timeout)
        if was.guarded_retry != now.guarded_retry:
            subject = Subject(part="policy", name=new.id, detail="guarded_retry")
            yield _guarded(subject, now)


# --- retries ---------------------------------------------------------------------------------


def _retry(subject: Subject, old: Retry, new: Retry) -> Change:
    found = [*_attempts(old, new)]
    if min(old.attempts, new.attempts) > 1:  # else nothing is waited for, and no error matters
        found += [*_waits(old, new), *_jitter(old, new), *_errors(old, new)]
    all_ = [
        rule.change(subject, "changed", before=retry_text(old), after=retry_text(new), **names)
        for rule, names in found or [(RETRY_SAME, {})]
    ]
    weight = heaviest(each.weight for each in all_)
    worst = [each for each in all_ if each.weight == weight]
    return replace(worst[0], reason="; ".join(each.reason for each in worst))


def _attempts(old: Retry, new: Retry) -> Iterator[_Found]:
    if new.attempts == 1 < old.attempts:
        yield RETRY_ONCE, {}
    elif new.attempts < old.attempts:
        yield RETRY_FEWER, {"attempts": str(new.attempts)}
    elif new.attempts > old.attempts:
        yield RETRY_MORE, {}


def _waits(old: Retry, new: Retry) -> Iterator[_Found]:
    pairs = list(zip(_times(old), _times(new), strict=False))
    if any(now < was for was, now in pairs):
        yield RETRY_SOONER, {}
    elif any(now > was for was, now in pairs):
        yield RETRY_LATER, {}


def _times(retry: Retry) -> Iterator[float]:
    """The seconds before each further attempt, without their random part."""
    longest = LONGEST if retry.max_delay is None else retry.max_delay
    for attempt in range(min(retry.attempts - 1, _LOOKED_AT)):
        try:
            grown = retry.delay * retry.backoff**attempt
        except OverflowError:
            grown = math.inf if retry.delay else 0.0
        yield min(grown, longest)


def _jitter(old: Retry, new: Retry) -> Iterator[_Found]:
    if old.jitter != new.jitter and (old.delay or new.delay):
        yield RETRY_JITTER, {"more": "more" if new.jitter > old.jitter else "less"}


def _errors(old: Retry, new: Retry) -> Iterator[_Found]:
    was, now = set(old.on), set(new.on)
    if was == now:
        return
    if not now or (was and was < now):
        yield RETRY_ERRORS, {}
    elif not was:
        yield RETRY_ONLY, {"errors": _either(new)}
    else:
        lost = ", ".join(sorted(ref_text(each) for each in was - now))
        yield RETRY_LOST, {"errors": lost}


def _either(retry: Retry) -> str:
    return " or ".join(sorted(ref_text(each) for each in retry.on))


def retry_text(retry: Retry) -> str:
    """`3 attempts, 1 s apart, on ConnectionError`."""
    if retry.attempts == 1:
        return "1 attempt"
    parts = [f"{retry.attempts} attempts"]
    if retry.delay:
        parts.append(f"{seconds(retry.delay)} apart")
    if retry.delay and retry.backoff != 1:
        parts.append(f"each wait {retry.backoff:.15g} times the one before")
    if retry.delay and retry.max_delay is not None:
        parts.append(f"{seconds(retry.max_delay)} at most")
    if retry.delay and retry.jitter:
        parts.append(f"up to {100 * retry.jitter:.15g} % longer at random")
    if retry.on:
        parts.append(f"on {_either(retry)}")
    return ", ".join(parts)


# --- the rest --------------------------------------------------------------------------------


def _timeout(subject: Subject, old: float | None, new: float | None) -> Change:
    before, after = _limit(old), _limit(new)
    if new is None:
        return TIMEOUT_REMOVED.change(subject, "loosened", before=before, after=after)
    if old is None or new < old:
        return TIMEOUT_SHORTER.change(
            subject, "tightened", before=before, after=after, limit=seconds(new)
        )
    return TIMEOUT_LONGER.change(subject, "loosened", before=before, after=after)


def _limit(timeout: float | None) -> str:
    return "no limit" if timeout is None else seconds(timeout)


def _guarded(subject: Subject, new: Policy) -> Change:
    words = ("a value that its guard refuses fails it", "a value that its guard refuses is retried")
    now = new.guarded_retry
    rule = REFUSED_AGAIN if now else REFUSED_ONCE
    verb: Verb = "loosened" if now else "tightened"
    return rule.change(subject, verb, before=words[not now], after=words[now])
