"""One node for each way in which a body may be tried again."""

from datetime import timedelta
from zipfile import BadZipFile

from dagcompile import Retry, op, pipeline


class Away(Exception):
    """An author's own."""


@op
def call() -> int:
    return 1


RETRIES = {
    "once": Retry(attempts=1, delay=5),
    "constant": Retry(attempts=3, delay=timedelta(seconds=30)),
    "at_once": Retry(attempts=2),
    "short": Retry(attempts=2, delay=0.25),
    "capped": Retry(attempts=2, delay=60, max_delay=7),
    "growing": Retry(attempts=5, delay=1, backoff=2, max_delay=60),
    "random": Retry(attempts=2, delay=1, jitter=0.5),
    "growing_from_nothing": Retry(attempts=3, backoff=2),
    "several": Retry(attempts=2, on=(ValueError, Away, BadZipFile)),
    "own": Retry(attempts=2, on=Away),
}


@pipeline
def retrying() -> None:
    call.named("never")()
    for name, retry in RETRIES.items():
        call.named(name).with_policy(retry=retry)()
