"""How the task of a node ends well: with the XCom of its node."""

from typing import Any

from dagcompile.runtime.airflow.values import pack
from dagcompile.runtime.events import Log
from dagcompile.runtime.node import Types
from dagcompile.runtime.store import FOLDER, Store
from dagcompile.runtime.tokens import Missing


def packed(
    value: Any, types: Types, *, node: str, log: Log, store: Store | None = None
) -> dict[str, Any]:
    """The XCom of a node: its outputs that are there, each as JSON of its declared type.

    Raises:
        OSError: the store cannot be written; worth another attempt.
        Exception: one cannot travel.
    """
    if isinstance(types, dict):
        outputs = [(port, getattr(value, port), each) for port, each in types.items()]
    else:
        outputs = [("result", value, types)]
    return {
        port: pack(
            each,
            annotation,
            subject=f"{node}.{port}",
            name=(FOLDER, log.pipeline, log.run, f"{node}.{port}"),
            store=store,
        )
        for port, each, annotation in outputs
        if not isinstance(each, Missing)
    }
