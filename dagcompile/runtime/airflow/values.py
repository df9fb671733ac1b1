"""Values between Airflow tasks.

An XCom holds one object a node: its ports, each encoded by its declared type. A withheld port is
absent. What is larger than the budget goes to the store, and a reference travels; so does what
has a form as a file, of whatever size, where there is a store. A value that is not of its type,
which a guard has only warned of, is encoded by what it is.

    {"train": {"value": [...]}, "test": {"stored": {"of": "n.test", "uri": ..., ...}}}
    {"result": {"stored": {..., "sha256": ..., "bytes": ..., "codec": "parquet"}}}
    {"result": {"value": "n/a", "as": "Any"}}
"""

import hashlib
import json
import logging
import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from dagcompile.runtime import store as stores
from dagcompile.runtime.params import complaints
from dagcompile.runtime.storable import JSON, Written, written
from dagcompile.runtime.store import Store
from dagcompile.runtime.types import Undecodable, Unencodable, shape_of

BUDGET = 48_000
"""Bytes of JSON up to which a value travels in the XCom itself, unless the environment says."""

BUDGET_VARIABLE = "DAGCOMPILE_XCOM_BUDGET"
"""Environment variable that says otherwise."""

_LOGGER = logging.getLogger("dagcompile.store")


class CannotStore(RuntimeError):
    """A value has to be stored, and there is no store for it that can be used."""


def pack(
    value: object,
    annotation: Any,
    *,
    subject: str,
    name: str | Sequence[str],
    store: Store | None = None,
) -> dict[str, Any]:
    """`value` as one port of an XCom.

    Args:
        annotation: the declared type of the port.
        subject: `node.port`, for messages.
        name: path in the store, or its components, should it be needed; without a suffix.
        store: by default the one that the environment names.

    Raises:
        CannotStore: it is too large for an XCom and there is no store, or none to be used.
        dagcompile.runtime.store.Unreachable: the store cannot be written; worth another attempt.
        dagcompile.runtime.types.Unencodable: it has no lossless form.
    """
    store = stores.from_environment() if store is None else store
    try:
        form = written(value, annotation, files=bool(store))
    except Unencodable as error:
        raise Unencodable(
            "", f"{subject} cannot be handed to another Airflow task: {error}"
        ) from error
    if form.codec == JSON and len(form.data) <= budget():
        return {"value": form.encoded, **form.kind}
    return {"stored": _stored(form, subject, name, store), **form.kind}


def budget() -> int:
    """Bytes of JSON up to which a value travels in an XCom here.

    Raises:
        CannotStore: the environment says something that is no number of bytes.
    """
    said = os.environ.get(BUDGET_VARIABLE, "")
    if not said:
        return BUDGET
    if not (said.isascii() and said.isdigit()):
        raise CannotStore(f"{BUDGET_VARIABLE} is {said!r}; set it to a number of bytes")
    return int(said)


def param_value(given: Any, annotation: Any) -> Any:
    """The value of a param of which a run was given the JSON `given`.

    Raises:
        Undecodable: it is of another type; says of which, and why.
    """
    shape = shape_of(annotation)
    try:
        value = shape.decode(given)
        found = complaints(value, shape)
    except Undecodable as error:  # as a person writes it: a duration by its text, a union bare
        from dagcompile.runtime.reading.reader import Reader

        if isinstance(given, float) and given.is_integer():
            given = int(given)  # JSON, and its schema, know one kind of number
        reader = Reader()
        value = reader.read(shape, given, "")
        found = [str(error)] if reader.problems else []
    if found:
        raise Undecodable("", f"{shape.text}: {'; '.join(found)}")
    return value


def _stored(form: Written, subject: str, name: str | Sequence[str], store: Store) -> dict[str, Any]:
    """The reference to what was written, which is in the store now."""
    data, suffix = form.data, f".{form.codec}"
    full = name + suffix if isinstance(name, str) else (*name[:-1], name[-1] + suffix)
    try:
        uri = stores.put(full, data, store=store)
    except stores.NoStore as error:
        what = f"takes {len(data):,} bytes, more than the {budget():,} that may travel in an XCom"
        if form.codec != JSON:
            what = f"is to be stored as a {form.codec} file"
        raise CannotStore(f"{subject} {what}, and there is no store: {error}") from error
    except stores.Unreachable as error:
        raise stores.Unreachable(f"{subject} is to be stored, and {error}") from error
    if store.note:
        _tell(store.note)
    codec = {} if form.codec == JSON else {"codec": form.codec}
    digest = hashlib.sha256(data).hexdigest()
    return {"of": subject, "uri": uri, "sha256": digest, "bytes": len(data), **codec}


@cache
def _tell(note: str) -> None:
    """Tell it once a process."""
    _LOGGER.warning(note)


def unpack(packed: dict[str, Any], annotation: Any, *, subject: str) -> Any:
    """The value of one port of an XCom.

    Raises:
        dagcompile.runtime.store.Damaged: the stored value is not the one that was written.
        dagcompile.runtime.types.Undecodable: the XCom does not hold a value of that type.
        OSError: it cannot be read; worth another attempt.
    """
    shape = shape_of(Any if packed.get("as") == "Any" else annotation)
    if "stored" not in packed:
        return shape.decode(packed["value"])
    reference = packed["stored"]
    data = _read(reference, subject)
    codec = reference.get("codec", JSON)
    if codec == JSON:
        return shape.decode(json.loads(data))
    form = shape.file_form()
    if form is None or form.suffix != codec:
        raise Undecodable("", f"a {codec} file is no value of `{shape.text}`")
    return form.load(data)


def _read(reference: Mapping[str, Any], subject: str) -> bytes:
    """The file that a reference leads to."""
    made, uri = reference["of"], reference["uri"]
    written = f"{reference['bytes']:,} bytes, sha256 {reference['sha256']}"
    again = f"clear the task of {made.rpartition('.')[0]}, so that it is written again"
    try:
        data = stores.get(uri)
    except FileNotFoundError as error:
        told = f"{subject}, {made}, is stored at {uri}, where nothing is now ({written})"
        hint = "or let all workers see one store, if this one is a folder of another machine"
        raise FileNotFoundError(f"{told}; {again}, {hint}") from error
    except stores.NoStore as error:
        raise stores.NoStore(f"{subject}, {made}, is stored at {uri}: {error}") from error
    except stores.Unreachable as error:
        raise stores.Unreachable(f"{subject}, {made}, is stored: {error}") from error
    if hashlib.sha256(data).hexdigest() != reference["sha256"]:
        raise stores.Damaged(
            f"{subject}, {made}, is stored at {uri}, which is not what was written there "
            f"({written}); {again}"
        )
    return data
