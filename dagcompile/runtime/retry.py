"""When a failed body is tried again.

@op(retry=Retry(attempts=3, delay=timedelta(seconds=30), on=ConnectionError))
"""

import math
import random
from dataclasses import dataclass
from datetime import timedelta

from dagcompile.runtime.timeout import StepTimeout

LONGEST = 365 * 24 * 3600.0
"""The longest wait in seconds where no `max_delay` is set: what grows beyond it is a mistake, and
no clock takes a number without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """How often and when a failed body is tried again.

    The wait before attempt n + 1 is `delay * backoff ** (n - 1)`, at most `max_delay`, plus a
    random part of up to `jitter` times itself.

    Args:
        attempts: how often the body is tried at most, the first time counted; at least 1.
        delay: wait before the second attempt; a number is seconds.
        backoff: factor by which each further wait grows; at least 1.
        max_delay: the longest wait, jitter not counted; a number is seconds.
        jitter: largest random part of a wait, as a share of it; 0 for none.
        on: exception classes that are tried again; a timeout is in any case.

    Raises:
        ValueError: a number is out of its range.
    """

    attempts: int
    delay: float | timedelta = 0.0
    backoff: float = 1.0
    max_delay: float | timedelta | None = None
    jitter: float = 0.0
    on: type[BaseException] | tuple[type[BaseException], ...] = Exception

    def __post_init__(self) -> None:
        if self.attempts < 1:
            raise ValueError(
                f"attempts is {self.attempts}; the first attempt counts, so it is at least 1"
            )
        longest = 0.0 if self.max_delay is None else seconds(self.max_delay)
        if not (_within(0, seconds(self.delay)) and _within(0, longest)):
            raise ValueError("delay and max_delay are finite and not negative")
        if not (_within(1, self.backoff) and _within(0, self.jitter)):
            raise ValueError("backoff is at least 1, jitter at least 0, and both are finite")

    def applies(self, error: BaseException, *, attempt: int) -> bool:
        """Whether `error` of attempt number `attempt` is followed by another attempt."""
        return attempt < self.attempts and isinstance(error, (StepTimeout, self.on))

    def wait(self, *, attempt: int) -> float:
        """Seconds to wait after attempt number `attempt`."""
        longest = LONGEST if self.max_delay is None else seconds(self.max_delay)
        wait = min(self._grown(attempt), longest)
        return wait * (1.0 + random.random() * self.jitter)  # noqa: S311  (not for secrets)

    def _grown(self, attempt: int) -> float:
        delay = seconds(self.delay)
        try:
            return delay * float(self.backoff) ** (attempt - 1)
        except OverflowError:
            return math.inf if delay else 0.0


def seconds(time: float | timedelta) -> float:
    """`time` as a number of seconds."""
    return time.total_seconds() if isinstance(time, timedelta) else float(time)


def _within(least: float, number: float) -> bool:
    return least <= number < math.inf
