"""Waits between attempts that Airflow's own settings cannot say: growth without its jitter."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from airflow.sdk import RetryDecision, RetryPolicy

from dagcompile.runtime.retry import Retry


class Backoff(RetryPolicy):
    """Waits as `dagcompile.runtime.retry.Retry` says. How often is the task's `retries`.

    Args:
        delay: seconds before the second attempt.
        backoff: factor by which each further wait grows.
        max_delay: the longest wait in seconds, jitter not counted.
        jitter: largest random part of a wait, as a share of it.
    """

    def __init__(
        self,
        *,
        delay: float,
        backoff: float = 1.0,
        max_delay: float | None = None,
        jitter: float = 0.0,
    ) -> None:
        self.retry = Retry(
            attempts=1, delay=delay, backoff=backoff, max_delay=max_delay, jitter=jitter
        )

    def evaluate(
        self,
        exception: BaseException,
        try_number: int,
        max_tries: int,
        context: Mapping[str, Any] | None = None,
    ) -> RetryDecision:
        """Retry after the wait that follows attempt `try_number`."""
        return RetryDecision.retry(timedelta(seconds=self.retry.wait(attempt=try_number)))
