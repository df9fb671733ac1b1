"""How nodes are run: how often they are tried, how long they may take."""

import math
from collections.abc import Iterator

from dagcompile.changes.pairing import op_nodes
from dagcompile.changes.records import WEIGHTS, Change, Sides, Subject, Verb, Weight
from dagcompile.changes.same import same
from dagcompile.changes.texts import seconds
from dagcompile.ir.records import Retry
from dagcompile.ir.text import ref_text
from dagcompile.runtime.retry import LONGEST

_Said = tuple[Weight, str]

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
            yield _guarded(subject, now.guarded_retry)


# --- retries ---------------------------------------------------------------------------------


def _retry(subject: Subject, old: Retry, new: Retry) -> Change:
    said = [*_attempts(old, new)]
    if min(old.attempts, new.attempts) > 1:  # else nothing is waited for, and no error matters
        said += [*_waits(old, new), *_jitter(old, new), *_errors(old, new)]
    weight, reason = _heaviest(said) or (
        "cosmetic",
        "it is tried at the same times and upon the same errors",
    )
    return Change(
        subject=subject,
        verb="changed",
        weight=weight,
        reason=reason,
        before=retry_text(old),
        after=retry_text(new),
    )


def _heaviest(said: list[_Said]) -> _Said | None:
    """The heaviest of what is said, with all reasons of that weight."""
    weights = {weight for weight, _ in said}
    weight = next((each for each in WEIGHTS if each in weights), None)
    if weight is None:
        return None
    return weight, "; ".join(reason for own, reason in said if own == weight)


def _attempts(old: Retry, new: Retry) -> Iterator[_Said]:
    if new.attempts == 1 < old.attempts:
        yield "risky", "the first failure is final, and fails the run"
    elif new.attempts < old.attempts:
        yield "risky", f"failure number {new.attempts} is final, and fails the run"
    elif new.attempts > old.attempts:
        yield "safe", "it is tried more often before it fails"


def _waits(old: Retry, new: Retry) -> Iterator[_Said]:
    pairs = list(zip(_times(old), _times(new), strict=False))
    if any(now < was for was, now in pairs):
        yield "risky", "it is tried again sooner, when what failed it may not be over"
    elif any(now > was for was, now in pairs):
        yield "safe", "it waits longer before it is tried again"


def _times(retry: Retry) -> Iterator[float]:
    """The seconds before each further attempt, without their random part."""
    longest = LONGEST if retry.max_delay is None else retry.max_delay
    for attempt in range(min(retry.attempts - 1, _LOOKED_AT)):
        try:
            grown = retry.delay * retry.backoff**attempt
        except OverflowError:
            grown = math.inf if retry.delay else 0.0
        yield min(grown, longest)


def _jitter(old: Retry, new: Retry) -> Iterator[_Said]:
    if old.jitter != new.jitter and (old.delay or new.delay):
        more = "more" if new.jitter > old.jitter else "less"
        yield "safe", f"its waits differ {more} from one another"


def _errors(old: Retry, new: Retry) -> Iterator[_Said]:
    was, now = set(old.on), set(new.on)
    if was == now:
        return
    if not now or (was and was < now):
        yield "safe", "it is tried again upon more errors"
        return
    if not was:
        yield "risky", f"it is tried again upon {_either(new)} alone"
        return
    lost = ", ".join(sorted(ref_text(each) for each in was - now))
    yield "risky", f"{lost} is no longer among the errors upon which it is tried again"


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
    weight: Weight = "risky"
    if new is None:
        verb: Verb = "loosened"
        reason = "a body that hangs is no longer ended, and neither is its run"
    elif old is None or new < old:
        verb = "tightened"
        reason = f"an attempt that takes longer than {seconds(new)} fails"
    else:
        verb, weight = "loosened", "safe"
        reason = "what ended in time does so, and a body that hangs is ended later"
    return Change(
        subject=subject,
        verb=verb,
        weight=weight,
        reason=reason,
        before=_limit(old),
        after=_limit(new),
    )


def _limit(timeout: float | None) -> str:
    return "no limit" if timeout is None else seconds(timeout)


def _guarded(subject: Subject, now: bool) -> Change:  # noqa: FBT001  (which is the fact itself)
    words = ("a value that its guard refuses fails it", "a value that its guard refuses is retried")
    return Change(
        subject=subject,
        verb="loosened" if now else "tightened",
        weight="safe" if now else "risky",
        reason=(
            "it is tried again where it would have failed"
            if now
            else "it is not tried again where a guard refuses its value"
        ),
        before=words[not now],
        after=words[now],
    )
