"""Sizes as people say them: `200MB`, `1.5 GiB`, a number of bytes."""

import pickle  # of our own values, to count
from typing import Any, Final

from dask.sizeof import sizeof
from dask.utils import parse_bytes

from dagcompile.runtime.dask.plain import is_plain

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


def in_words(size: int) -> str:
    """`size`, a number of bytes, as people read it."""
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size:,} bytes"


def measured(value: object) -> int:
    """About how many bytes `value` takes in memory, as Dask counts them."""
    return int(sizeof(value))


def is_small(value: object) -> bool:
    """Whether `value` is a number or a text that is light."""
    cls = type(value)
    return cls in _SMALL or (cls in _TEXTS and len(value) <= LIGHT)  # type: ignore[arg-type]


def is_light(value: object) -> bool:
    """Whether `value` may stand in each task that takes it: it is small, whoever counts."""
    if is_small(value):
        return True
    if type(value) in (list, tuple, dict, set, frozenset) or is_plain(value):
        return measured(value) <= LIGHT
    try:
        return size_of(value) <= LIGHT
    except Exception:  # noqa: BLE001  (it is told of where it is to be sent)
        return False


def size_of(value: object) -> int:
    """How many bytes `value` takes, pickled as Dask does it. Raises what pickling raises."""
    if type(value) in _TEXTS:
        return len(value)  # type: ignore[arg-type]
    if is_plain(value):
        return measured(value)
    count = _Count()
    buffers: list[pickle.PickleBuffer] = []
    try:
        pickle.Pickler(count, protocol=5, buffer_callback=buffers.append).dump(value)
    except Exception:  # noqa: BLE001  (by value, perhaps)
        return size_by_value(value)
    return count.size + sum(each.raw().nbytes for each in buffers)


class _Count:
    """A file that only counts."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self.size += size
        return size


def size_by_value(value: object) -> int:
    """How many bytes `value` takes with all that it uses of `__main__`. Raises as `size_of`."""
    import cloudpickle  # type: ignore[import-untyped]  # without annotations and stubs

    return len(cloudpickle.dumps(value))
