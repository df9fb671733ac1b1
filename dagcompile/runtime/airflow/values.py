"""Values between Airflow tasks.

An XCom holds one object a node: its ports, each encoded by its declared type. A withheld port is
absent. What is larger than the budget goes to the store, and a reference travels. A value that is
not of its type, which a guard has only warned of, is encoded by what it is.

    {"train": {"value": [...]}, "test": {"stored": {"uri": ..., "sha256": ..., "bytes": ...}}}
    {"result": {"value": "n/a", "as": "Any"}}
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from dagcompile.runtime import store
from dagcompile.runtime.types import CheckCrashed, Json, Unencodable, shape_of

BUDGET = 48_000
"""Bytes of JSON up to which a value travels in the XCom itself."""


class CannotStore(RuntimeError):
    """A value is over the budget and cannot be stored."""


def pack(
    value: object, annotation: Any, *, subject: str, name: str | Sequence[str]
) -> dict[str, Any]:
    """`value` as one port of an XCom.

    Args:
        annotation: the declared type of the port.
        subject: `node.port`, for messages.
        name: path in the store, or its components, should it be needed.

    Raises:
        CannotStore: it is too large for an XCom and there is no store.
        dagcompile.runtime.types.Unencodable: it has no lossless JSON form.
    """
    try:
        encoded, kind = _encoded(value, annotation)
    except Unencodable as error:
        raise Unencodable(
            "", f"{subject} cannot be handed to another Airflow task: {error}"
        ) from error
    data = json.dumps(encoded, separators=(",", ":")).encode()
    if len(data) <= BUDGET:
        return {"value": encoded, **kind}
    try:
        uri = store.put(name, data)
    except store.NoStore as error:
        raise CannotStore(
            f"{subject} takes {len(data):,} bytes, more than the {BUDGET:,} that may travel in an "
            f"XCom, and there is no store: {error}"
        ) from error
    reference = {"uri": uri, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    return {"stored": reference, **kind}


def _encoded(value: object, annotation: Any) -> tuple[Json, dict[str, str]]:
    """`value` as JSON, and what tells that this is not by its declared type."""
    try:
        return shape_of(annotation).encode(value), {}
    except (Unencodable, CheckCrashed) as error:  # the latter of a check that chooses a type
        try:
            return shape_of(Any).encode(value), {"as": "Any"}
        except Unencodable as other:
            raise Unencodable("", "; ".join(dict.fromkeys([str(error), str(other)]))) from None


def unpack(packed: dict[str, Any], annotation: Any, *, subject: str) -> Any:
    """The value of one port of an XCom.

    Raises:
        dagcompile.runtime.store.Damaged: the stored value is not the one that was written.
        dagcompile.runtime.types.Undecodable: the XCom does not hold a value of that type.
    """
    shape = shape_of(Any if packed.get("as") == "Any" else annotation)
    if "stored" not in packed:
        return shape.decode(packed["value"])
    reference = packed["stored"]
    data = store.get(reference["uri"])
    if hashlib.sha256(data).hexdigest() != reference["sha256"]:
        raise store.Damaged(
            f"{subject}: {reference['uri']} is not what was written there "
            f"({reference['bytes']:,} bytes, sha256 {reference['sha256']})"
        )
    return shape.decode(json.loads(data))
