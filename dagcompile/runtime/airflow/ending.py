"""How a task of Airflow ends: with the XCom of its node, or with what Airflow is to make of it."""

import json
import logging
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from dagcompile.runtime.airflow.values import pack
from dagcompile.runtime.events import Event, Log, error_record
from dagcompile.runtime.lines import only_warns
from dagcompile.runtime.node import Types
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.verdict import GuardFailed

_LOGGER = logging.getLogger("dagcompile.events")


def packed(value: Any, types: Types, *, node: str, log: Log) -> dict[str, Any]:
    """The XCom of a node: its outputs that are there, each as JSON of its declared type.

    Raises:
        AirflowFailException: one cannot travel.
    """
    if isinstance(types, dict):
        outputs = [(port, getattr(value, port), each) for port, each in types.items()]
    else:
        outputs = [("result", value, types)]
    try:
        return {
            port: pack(
                each,
                annotation,
                subject=f"{node}.{port}",
                name=(log.pipeline, log.run, f"{node}.{port}"),
            )
            for port, each, annotation in outputs
            if not isinstance(each, Missing)
        }
    except Exception as error:
        log.failed(node, error)
        raise final(error) from error


def again_as(error: Exception) -> RuntimeError:
    """`error` to be tried again. Some of Airflow's own mean what they mean nowhere else: a skip."""
    return RuntimeError(f"{type(error).__name__}: {error_record(error)['message']}")


def final(error: BaseException) -> AirflowFailException:
    """What says to Airflow that `error` is not to be tried again."""
    kind = "" if isinstance(error, GuardFailed) else f"{type(error).__name__}: "
    return AirflowFailException(f"{kind}{error_record(error)['message']}")


def end(failure: GuardFailed | None) -> None:
    """Fail for good, if there is a failure."""
    if failure is not None:
        raise final(failure) from failure


def task_log(event: Event) -> None:
    """A sink that writes to the log of the task: as a warning where a verdict only warns."""
    _LOGGER.log(logging.WARNING if only_warns(event) else logging.INFO, json.dumps(event))
