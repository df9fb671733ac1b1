"""When a failed body is tried again.

@op(retry=Retry(attempts=3, delay=timedelta(seconds=30), on=ConnectionError))
"""

import random
from dataclasses import dataclass
from datetime import timedelta


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
        on: exception classes that are tried again.

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
        if seconds(self.delay) < 0 or (self.max_delay is not None and seconds(self.max_delay) < 0):
            raise ValueError("delay and max_delay are not negative")
        if self.backoff < 1 or self.jitter < 0:
            raise ValueError("backoff is at least 1, jitter at least 0")

    def applies(self, error: BaseException, *, attempt: int) -> bool:
        """Whether `error` of attempt number `attempt` is followed by another attempt."""
        return attempt < self.attempts and isinstance(error, self.on)

    def wait(self, *, attempt: int) -> float:
        """Seconds to wait after attempt number `attempt`."""
        wait = seconds(self.delay) * self.backoff ** (attempt - 1)
        if self.max_delay is not None:
            wait = min(wait, seconds(self.max_delay))
        return wait * (1.0 + random.random() * self.jitter)  # noqa: S311  (not for secrets)


def seconds(time: float | timedelta) -> float:
    """`time` as a number of seconds."""
    return time.total_seconds() if isinstance(time, timedelta) else float(time)
