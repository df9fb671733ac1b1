"""The form in which a value is stored: a file where its type has one (parquet for a frame), else
JSON by its declared type.

    written(frame, Flights)            Written(data=b"PAR1...", codec="parquet", ...)
    written({1: "a"}, dict[int, str])  Written(data=b'[[1,"a"]]', codec="json", ...)

A value that is not of its type, which a guard has only warned of, is written by what it is.
"""

import json
from typing import Any, NamedTuple

from dagcompile.runtime.types import CheckCrashed, Json, Shape, Unencodable, shape_of
from dagcompile.runtime.types.secrets import holds_secret

JSON = "json"
"""The codec of what is no file of its own."""


class Written(NamedTuple):
    """A value as `data`, in the format `codec`; `encoded` is the JSON of which `data` is the text.

    `kind` holds what tells that this is not by the declared type of the value.
    """

    data: bytes
    codec: str
    encoded: Json
    kind: dict[str, str]


def written(value: object, annotation: Any, *, files: bool = True) -> Written:
    """`value` by its declared type.

    Args:
        files: whether it may be a file of its own.

    Raises:
        Unencodable: it has no lossless form.
    """
    shape = shape_of(annotation)
    try:
        # None is no file, even where it is a value of the type.
        form = shape.file_form() if value is not None and files else None
        if form is not None:
            return Written(form.dump(value), form.suffix, None, {})
        return _as_json(value, shape, {})
    except (Unencodable, CheckCrashed) as error:  # the latter of a check that chooses a type
        if holds_secret(shape):
            raise Unencodable("", "it holds a secret, which others could read there") from None
        try:
            return _as_json(value, shape_of(Any), {"as": "Any"})
        except Unencodable as other:
            raise Unencodable("", "; ".join(dict.fromkeys([str(error), str(other)]))) from None


def _as_json(value: object, shape: Shape, kind: dict[str, str]) -> Written:
    encoded = shape.encode(value)
    data = json.dumps(encoded, separators=(",", ":")).encode()
    return Written(data, JSON, encoded, kind)
