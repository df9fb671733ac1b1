"""Retries and timeouts: what fewer, shorter, rarer comes to, and what nobody can tell."""

import pytest
from changed import reasons, told, with_node
from irs import node, op, pipeline

from dagcompile.ir.records import Pipeline, Policy, Ref, Retry

CONNECTION = Ref(module="builtins", name="ConnectionError")
VALUE = Ref(module="builtins", name="ValueError")


def given(retry: Retry | None = None, **said: object) -> Pipeline:
    made = pipeline(op("load"), nodes=[node("load")], outputs={"result": ("load", "int")})
    return with_node(made, "load", policy=Policy(retry=retry, **said))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        (
            Retry(attempts=3, delay=1.0),
            None,
            "risky policy changed load.retry: 3 attempts, 1 s apart -> 1 attempt",
            "the first failure is final, and fails the run",
        ),
        (
            Retry(attempts=5),
            Retry(attempts=2),
            "risky policy changed load.retry: 5 attempts -> 2 attempts",
            "failure number 2 is final, and fails the run",
        ),
        (
            None,
            Retry(attempts=2, delay=0.5),
            "safe policy changed load.retry: 1 attempt -> 2 attempts, 0.5 s apart",
            "it is tried more often before it fails",
        ),
        (
            Retry(attempts=3, delay=10.0),
            Retry(attempts=3, delay=2.0),
            "risky policy changed load.retry: 3 attempts, 10 s apart -> 3 attempts, 2 s apart",
            "it is tried again sooner, when what failed it may not be over",
        ),
        (
            Retry(attempts=3, delay=10.0),
            Retry(attempts=3, delay=10.0, backoff=2.0),
            (
                "safe policy changed load.retry: 3 attempts, 10 s apart"
                " -> 3 attempts, 10 s apart, each wait 2 times the one before"
            ),
            "it waits longer before it is tried again",
        ),
        (
            Retry(attempts=3, delay=10.0, max_delay=60.0),
            Retry(attempts=3, delay=10.0, max_delay=90.0),
            (
                "cosmetic policy changed load.retry: 3 attempts, 10 s apart, 60 s at most"
                " -> 3 attempts, 10 s apart, 90 s at most"
            ),
            "it is tried at the same times and upon the same errors",
        ),
        (
            Retry(attempts=3),
            Retry(attempts=3, on=(CONNECTION,)),
            "risky policy changed load.retry: 3 attempts -> 3 attempts, on ConnectionError",
            "it is tried again upon ConnectionError alone",
        ),
        (
            Retry(attempts=3, on=(CONNECTION, VALUE)),
            Retry(attempts=4, on=(CONNECTION,)),
            (
                "risky policy changed load.retry: 3 attempts, on ConnectionError or ValueError"
                " -> 4 attempts, on ConnectionError"
            ),
            "ValueError is no longer among the errors upon which it is tried again",
        ),
        (
            Retry(attempts=3, on=(CONNECTION,)),
            Retry(attempts=3, on=(VALUE, CONNECTION)),
            (
                "safe policy changed load.retry: 3 attempts, on ConnectionError"
                " -> 3 attempts, on ConnectionError or ValueError"
            ),
            "it is tried again upon more errors",
        ),
        (
            Retry(attempts=3, delay=5.0),
            Retry(attempts=3, delay=5.0, jitter=0.25),
            (
                "safe policy changed load.retry: 3 attempts, 5 s apart"
                " -> 3 attempts, 5 s apart, up to 25 % longer at random"
            ),
            "its waits differ more from one another",
        ),
    ],
)
def test_a_retry_is_weighed_by_what_it_no_longer_survives(
    old: Retry | None, new: Retry | None, line: str, reason: str
) -> None:
    assert told(given(old), given(new)) == [line]
    assert reasons(given(old), given(new)) == [reason]


def test_all_that_makes_a_retry_worse_is_said_at_once() -> None:
    old = given(Retry(attempts=5, delay=10.0))
    new = given(Retry(attempts=3, delay=1.0, on=(VALUE,)))
    assert reasons(old, new) == [
        (
            "failure number 3 is final, and fails the run; it is tried again sooner, when what "
            "failed it may not be over; it is tried again upon ValueError alone"
        )
    ]


def test_one_attempt_is_one_however_it_is_written() -> None:
    assert told(given(), given(Retry(attempts=1, delay=9.0))) == [
        "cosmetic policy changed load.retry: 1 attempt -> 1 attempt"
    ]


def test_a_wait_that_outgrows_all_numbers_is_compared() -> None:
    old = given(Retry(attempts=4000, delay=1.0, backoff=1e300))
    new = given(Retry(attempts=4000, delay=1.0, backoff=1e301))
    assert told(old, new)[0].startswith("cosmetic policy changed load.retry: 4000 attempts")
    assert reasons(given(Retry(attempts=9, delay=1.0)), new)[0].startswith("it is tried more often")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (60.0, 30.0, "risky policy tightened load.timeout: 60 s -> 30 s"),
        (None, 30.0, "risky policy tightened load.timeout: no limit -> 30 s"),
        (30.0, 90.0, "safe policy loosened load.timeout: 30 s -> 90 s"),
        (30.0, None, "risky policy loosened load.timeout: 30 s -> no limit"),
    ],
)
def test_a_timeout_is_weighed_by_who_fails_or_hangs(
    old: float | None, new: float | None, line: str
) -> None:
    assert told(given(timeout=old), given(timeout=new)) == [line]


def test_a_value_that_is_refused_may_be_tried_again_or_not() -> None:
    words = ("a value that its guard refuses fails it", "a value that its guard refuses is retried")
    often = Retry(attempts=3)
    alone, again = given(often), given(often, guarded_retry=True)
    assert told(again, alone) == [
        f"risky policy tightened load.guarded_retry: {words[1]} -> {words[0]}"
    ]
    assert told(alone, again) == [
        f"safe policy loosened load.guarded_retry: {words[0]} -> {words[1]}"
    ]
