"""Sizes as people say them: `200MB`, `1.5 GiB`, a number of bytes."""

import math
import pickle  # of our own values, to count
from contextlib import suppress
from typing import Any, Final

from dask.sizeof import sizeof
from dask.utils import parse_bytes

from dagcompile.runtime.dask.values.plain import is_frame

LIGHT: Final = 10_000
"""Bytes up to which a value is small enough to stand wherever it is taken."""

_SMALL: Final = frozenset({type(None), bool, int, float, complex})
_TEXTS: Final = frozenset({str, bytes, bytearray})
_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


def bytes_of(said: str | int) -> int:
    """The number of bytes that `said` means.

    Raises:
        ValueError: it is no size; says what one looks like.
    """
    try:
        size = parse_bytes(said)
    except (ValueError, TypeError, LookupError):
        size = 0
    if size <= 0:
        raise ValueError(f"{said!r} is no size: write 200MB, 1.5GB or a number of bytes")
    return size


def size_text(size: int) -> str:
    """`size`, a number of bytes, as people read it."""
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size:,} bytes"


def is_small(value: object) -> bool:
    """Whether `value` is a number or a text that is light."""
    cls = type(value)
    return cls in _SMALL or (cls in _TEXTS and len(value) <= LIGHT)  # type: ignore[arg-type]


def is_light(value: object) -> bool:
    """Whether `value` may stand in each task that takes it. Of a large one, a part is looked at."""
    if is_small(value):
        return True
    try:
        return size_of(value, most=LIGHT) <= LIGHT
    except Exception:  # noqa: BLE001  (it is told of where it is to be sent)
        return False


def size_of(value: object, *, most: float = math.inf) -> int:
    """How many bytes `value` takes to travel: pickled as Dask does it, frames as they are in
    memory. No copy of it is held.

    Args:
        value: of any class.
        most: bytes after which counting may end, with some number that is larger.

    Raises:
        Exception: what pickling raises.
    """
    if type(value) in (bytes, bytearray) or (type(value) is str and value.isascii()):
        return len(value)  # type: ignore[arg-type]
    if is_frame(value):
        return _size_of_frame(value)
    count = _Count(most)
    try:
        return count.of(_Counting(count), value)
    except Exception:  # noqa: BLE001  (by value, perhaps)
        return size_by_value(value)


def size_or_guess(value: object) -> int:
    """The bytes of `value` as `size_of` counts them, or as Dask does where it does not pickle."""
    try:
        return size_of(value)
    except Exception:  # noqa: BLE001  (another way of Dask's may send it)
        return int(sizeof(value))


def size_by_value(value: object) -> int:
    """How many bytes `value` takes with all that it uses of `__main__`. Raises as `size_of`."""
    import cloudpickle  # type: ignore[import-untyped]  # without annotations and stubs

    count = _Count()
    return count.of(cloudpickle.CloudPickler(count, 5, count.take), value)


class _Enough(Exception):
    """What was counted is more than was asked for."""


class _Count:
    """A file that only counts."""

    def __init__(self, most: float = math.inf) -> None:
        self.most = most
        self.size = 0

    def of(self, pickler: Any, value: object) -> int:
        """The bytes of `value` that `pickler`, which writes to this, writes."""
        with suppress(_Enough):
            pickler.dump(value)
        return self.size

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self.add(size)
        return size

    def take(self, buffer: pickle.PickleBuffer) -> None:
        """Count what is sent beside the text, as large arrays are."""
        self.add(buffer.raw().nbytes)

    def add(self, size: int) -> None:
        """Raises _Enough: it is more than was asked for."""
        self.size += size
        if self.size > self.most:
            raise _Enough


class _Counting(pickle.Pickler):
    """Counts frames as they are, for most are copied when they are written."""

    def __init__(self, count: _Count) -> None:
        super().__init__(count, protocol=5, buffer_callback=count.take)
        self.count = count

    def reducer_override(self, value: Any) -> Any:
        if not is_frame(value):
            return NotImplemented
        self.count.add(_size_of_frame(value))
        return object, ()


def _size_of_frame(frame: Any) -> int:
    if type(frame).__module__.partition(".")[0] == "polars":
        return int(frame.estimated_size())  # of which Dask knows nothing
    return int(sizeof(frame))
