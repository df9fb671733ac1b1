"""How the task of a node ends: with the XCom of its node, or with a failure."""

from typing import Any

from dagcompile.runtime.airflow.host import Host, final_text
from dagcompile.runtime.airflow.values import pack
from dagcompile.runtime.events import Log
from dagcompile.runtime.node import Types
from dagcompile.runtime.tokens import Missing


def packed(value: Any, types: Types, *, node: str, log: Log, host: Host) -> dict[str, Any]:
    """The XCom of a node: its outputs that are there, each as JSON of its declared type.

    Raises:
        BaseException: one cannot travel, by which the task fails for good.
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
        raise host.final(final_text(error)) from error
