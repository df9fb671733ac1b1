"""What is run with options, and how it ends."""

import time
from pathlib import Path
from typing import Annotated

from dagcompile import Bounds, Config, Retry, op, pipeline


class Place(Config):
    """A file that tells attempts apart."""

    file: str = ""


@op
def good() -> int:
    return 1


@op
def bad(number: int) -> int:
    raise ValueError(f"{number} is bad")


@op
def negative() -> Annotated[int, Bounds(ge=0)]:
    return -1


@op(retry=Retry(attempts=1))
def once() -> int:
    raise ValueError("once")


@op(retry=Retry(attempts=2), targets={"airflow": {"execution_timeout": 3}})
def slow_at_first(file: str) -> int:
    tried = Path(file)
    if tried.exists():
        return 1
    tried.touch()
    time.sleep(60)
    return 0


@op
def slow() -> int:
    time.sleep(2)
    return 1


ALERTS = "asked.alerts"


@pipeline(
    name="asked_callbacks",
    targets={
        "airflow": {
            "on_failure": [f"{ALERTS}:refuses", f"{ALERTS}:run_ended"],
            "nodes": {"on_success": [f"{ALERTS}:told", f"{ALERTS}:told_later"]},
        }
    },
)
def callbacks() -> int:
    """A step that succeeds, and one that fails; whoever is told fails as well."""
    failing = [f"{ALERTS}:refuses", f"{ALERTS}:leaves", f"{ALERTS}:told"]
    first = good.with_policy(targets={"airflow": {"on_success": failing}})()
    return bad.with_policy(
        retry=Retry(attempts=2), targets={"airflow": {"on_failure": failing, "on_retry": failing}}
    )(first)


@pipeline(
    name="asked_settings",
    tags=["b", "a"],
    owner="data-platform",
    targets={
        "airflow": {
            "display_name": "What was asked for",
            "max_active_runs": 2,
            "max_active_tasks": 3,
            "max_consecutive_failed_dag_runs": 4,
            "dagrun_timeout": 3600,
            "owner_links": {"data-platform": "https://example.org"},
            "on_success": f"{ALERTS}:run_ended",
            "nodes": {"depends_on_past": True, "wait_for_downstream": True, "pool_slots": 1},
        }
    },
)
def settings() -> int:
    """Everything that Airflow tells of a task."""
    return good.with_policy(
        targets={
            "airflow": {
                "pool": "default_pool",
                "queue": "default",
                "priority_weight": 7,
                "weight_rule": "absolute",
                "executor_config": {"KubernetesExecutor": {"request_memory": "1Gi"}},
                "execution_timeout": 90,
                "max_active_tis_per_dag": 1,
                "display_name": "A good step",
                "on_success": f"{ALERTS}:told",
            }
        }
    )()


@pipeline(name="asked_retries")
def retries() -> tuple[int, int]:
    """Three steps that fail: of the first one the guard, of the others the body."""
    negative()
    once()
    return bad(good()), good.named("other")()


@pipeline(name="asked_time")
def timing(file: str) -> int:
    """A step whose whole task takes too long, at first."""
    return slow_at_first(file)


@pipeline(
    name="asked_deadline",
    targets={
        "airflow": {
            "deadline": {
                "within": 1,
                "call": f"{ALERTS}:late",
                "kwargs": {"channel": "#a"},
                "name": "soon",
            },
            "nodes": {"depends_on_past": False},
        }
    },
)
def deadline() -> int:
    """A run that takes longer than it may."""
    return slow()


ALL = (callbacks, settings, retries, timing, deadline)
