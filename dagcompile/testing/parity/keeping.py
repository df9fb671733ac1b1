"""What is told of an output that is kept, by the judge: its place, size and checksum."""

import hashlib
import json
from typing import Any

from dagcompile.ir import records as ir
from dagcompile.runtime.keeping import KEPT
from dagcompile.runtime.types import CheckCrashed, Unencodable, shape_of


def kept(
    value: object, annotation: Any, said: ir.Kept, *, pipeline: str, node: str
) -> dict[str, Any]:
    """What the event of a `value` of a declared type says, which is kept as it is `said`.

    Raises:
        Unencodable: it has no lossless form, neither by its type nor by what it is.
    """
    subject = f"{node}.{said.port}"
    try:
        data, suffix, as_any = _form(value, annotation)
    except Unencodable as error:
        raise Unencodable("", f"{subject} cannot be kept: {error}") from None
    told: dict[str, Any] = {
        "bytes": {"kind": "number", "value": len(data)},
        "sha256": {"kind": "text", "value": hashlib.sha256(data).hexdigest()},
    }
    if as_any:
        told["as"] = {"kind": "text", "value": "Any"}
    uri = f"/{KEPT}/{pipeline}/RUN/{subject}.{suffix}"
    return {"asset": said.asset, "uri": uri, "metadata": told}


def _form(value: object, annotation: Any) -> tuple[bytes, str, bool]:
    """The file, its suffix, and whether it is by what the value is, not by its declared type."""
    shape = shape_of(annotation)
    form = None if value is None else shape.file_form()
    try:
        if form is not None:
            return form.dump(value), form.suffix, False
        return _text(shape.encode(value)), "json", False
    except (Unencodable, CheckCrashed) as error:
        try:
            return _text(shape_of(Any).encode(value)), "json", True
        except Unencodable as other:
            raise Unencodable("", "; ".join(dict.fromkeys([str(error), str(other)]))) from None


def _text(encoded: Any) -> bytes:
    return json.dumps(encoded, separators=(",", ":")).encode()
