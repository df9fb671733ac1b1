"""Values that have a form as a file: frames as parquet, arrays as npy.

    form = shape_of(numpy.ndarray).file_form()
    form.suffix                             # 'npy'
    form.load(form.dump(array))             # the array

A file is bytes, which a store takes as they are. Where JSON is needed, inside a list or where
there is no store, it is the base64 text of them.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.types.base import BaseShape, Json, Undecodable, Unencodable, undecodable
from dagcompile.runtime.types.names import short


@dataclass(frozen=True)
class FileForm:
    """How a value becomes a file and comes back from it, losing nothing.

    `suffix` names the format, without a dot. `dump` raises `Unencodable` for what is no value of
    the type or cannot be held exactly; `load` raises `Undecodable`.
    """

    suffix: str
    dump: Callable[[Any], bytes]
    load: Callable[[bytes], Any]

    def encode(self, value: Any) -> Json:
        """The file of `value` as JSON. Raises `Unencodable`."""
        return b64encode(self.dump(value)).decode()

    def decode(self, data: Json) -> Any:
        """Inverse of `encode`. Raises `Undecodable`."""
        try:
            file = b64decode(data, validate=True)  # type: ignore[arg-type]  # which raises
        except (TypeError, ValueError) as error:
            reason = f"{short(data)} is not the base64 text of a {self.suffix} file"
            raise Undecodable("", reason) from error
        return self.load(file)


class FileShape(BaseShape):
    """A type whose values have a JSON form if they have one as a file: the text of that."""

    def encode(self, value: Any) -> Json:
        form = self.file_form()
        if form is None:
            raise Unencodable("", str(self.obstacle()))
        return form.encode(value)

    def decode(self, data: Json) -> Any:
        form = self.file_form()
        if form is None:
            raise undecodable(self, data)
        return form.decode(data)
