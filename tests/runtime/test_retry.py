"""When a failed body is tried again, and after how long."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.runtime.retry import LONGEST, Retry, seconds

times = st.floats(0, 1e6)


@pytest.mark.parametrize(
    ("retry", "waits"),
    [
        (Retry(attempts=4), [0, 0, 0]),
        (Retry(attempts=4, delay=2), [2, 2, 2]),
        (Retry(attempts=4, delay=2, backoff=3), [2, 6, 18]),
        (Retry(attempts=4, delay=2, backoff=3, max_delay=7), [2, 6, 7]),
        (Retry(attempts=4, delay=5, max_delay=1), [1, 1, 1]),
        (Retry(attempts=4, delay=timedelta(minutes=1), max_delay=timedelta(hours=1)), [60] * 3),
    ],
)
def test_the_waits(retry: Retry, waits: list[float]) -> None:
    assert [retry.wait(attempt=number) for number in (1, 2, 3)] == waits


@given(times, st.floats(1, 10), st.none() | times, st.floats(0, 2), st.integers(1, 5000))
def test_a_wait_is_bounded_and_finite(
    delay: float, backoff: float, max_delay: float | None, jitter: float, attempt: int
) -> None:
    retry = Retry(attempts=9, delay=delay, backoff=backoff, max_delay=max_delay, jitter=jitter)
    plain = Retry(attempts=9, delay=delay, backoff=backoff, max_delay=max_delay)
    least = plain.wait(attempt=attempt)
    assert 0 <= least <= (LONGEST if max_delay is None else max_delay)
    assert least <= retry.wait(attempt=attempt) <= least * (1 + jitter) + 1e-6


def test_jitter_is_random_and_reaches_its_bounds() -> None:
    retry = Retry(attempts=2, delay=1, jitter=0.5)
    waits = [retry.wait(attempt=1) for _ in range(2000)]
    assert 1 <= min(waits) < 1.05
    assert 1.45 < max(waits) <= 1.5


@pytest.mark.parametrize("attempt", [1, 2000, 10**6])
def test_growth_beyond_the_numbers_is_the_longest_wait(attempt: int) -> None:
    assert Retry(attempts=9, backoff=2).wait(attempt=attempt) == 0
    grown = Retry(attempts=9, delay=1, backoff=2, max_delay=3)
    assert grown.wait(attempt=attempt) == min(3, 2 ** min(attempt - 1, 2))
    assert Retry(attempts=9, delay=1, backoff=2).wait(attempt=2000) == LONGEST


def test_attempts_count_the_first() -> None:
    retry = Retry(attempts=3)
    assert [retry.applies(ValueError(), attempt=each) for each in (1, 2, 3)] == [True, True, False]
    assert not Retry(attempts=1).applies(ValueError(), attempt=1)


@pytest.mark.parametrize(
    ("on", "error", "applies"),
    [
        (OSError, ConnectionError(), True),
        (OSError, ValueError(), False),
        ((OSError, ValueError), ValueError(), True),
        (Exception, SystemExit(), False),
        (SystemExit, SystemExit(), True),
    ],
)
def test_on_names_classes(
    on: type[BaseException] | tuple[type[BaseException], ...], error: BaseException, applies: bool
) -> None:
    assert Retry(attempts=2, on=on).applies(error, attempt=1) is applies


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"attempts": 0}, "attempts is 0; the first attempt counts"),
        ({"attempts": 2, "delay": -1}, "delay and max_delay"),
        ({"attempts": 2, "delay": math.nan}, "delay and max_delay"),
        ({"attempts": 2, "delay": math.inf}, "delay and max_delay"),
        ({"attempts": 2, "max_delay": timedelta(seconds=-1)}, "delay and max_delay"),
        ({"attempts": 2, "backoff": 0.5}, "backoff is at least 1"),
        ({"attempts": 2, "backoff": math.nan}, "backoff is at least 1"),
        ({"attempts": 2, "jitter": -0.1}, "jitter at least 0"),
    ],
)
def test_numbers_out_of_range_are_refused(settings: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Retry(**settings)  # type: ignore[arg-type]


def test_seconds() -> None:
    assert seconds(timedelta(minutes=1, milliseconds=500)) == 60.5
    assert seconds(3) == 3.0
