"""Whether a value can leave the worker that made it.

Dask finds out too late: a task that waits for a value which does not pickle is tried again and
again, and the run never ends. So a node fails that returns one, on every worker but not on threads.
"""

import pickle  # of our own values, in the process that made them
from typing import Any

from dagcompile.runtime.dask.running.channel import this_worker
from dagcompile.runtime.dask.values.culprits import culprit
from dagcompile.runtime.dask.values.plain import is_plain
from dagcompile.runtime.events import frames_beyond

_READ_BACK = 1_000_000
"""Bytes up to which a value is also read back, to find what pickles and does not unpickle."""

ADVICE = (
    "return plain data (records, frames, arrays, the path or URL of what was written), and open "
    "what holds a connection, a file, a lock or a thread inside the step that uses it"
)
"""What to do about a value that cannot be sent."""


class CannotTravel(TypeError):
    """A value cannot be sent to another worker."""


def check_travel(value: Any, *, node: str) -> None:
    """Do nothing where `value` can be sent to another worker, or need not be.

    Raises:
        CannotTravel: it cannot, and the task that is running is a distributed worker's. Its
            traceback ends where the user's code refused, if any did.
    """
    if this_worker() is not None:
        must_travel(value, node=node)


def must_travel(value: Any, *, node: str) -> None:
    """Do nothing where `value` can be sent to another worker.

    Raises:
        CannotTravel: it cannot; says what it is of, and which part keeps it.
    """
    if is_plain(value):
        return
    try:
        _try(value)
    except Exception as error:  # noqa: BLE001  (told in words of ours)
        part = culprit(value)
        where = f" ({part})" if part else ""
        raise CannotTravel(
            f"{node} returned {type(value).__name__}, which cannot be sent to another worker: "
            f"{type(error).__name__}: {error}{where}. {ADVICE}"
        ).with_traceback(frames_beyond(error.__traceback__)) from None


def _try(value: Any) -> None:
    written = _Written()
    buffers: list[pickle.PickleBuffer] = []  # large arrays, of which nothing is copied
    try:
        pickle.Pickler(written, protocol=5, buffer_callback=buffers.append).dump(value)
    except Exception:
        if not _dask_can(value):
            raise
        return
    if written.size <= _READ_BACK:
        pickle.loads(b"".join(written.parts), buffers=buffers)  # noqa: S301


def _dask_can(value: Any) -> bool:
    """Whether Dask's further ways do: serialisers of other libraries, functions by value."""
    import cloudpickle  # type: ignore[import-untyped]  # without annotations and stubs
    from distributed.protocol.serialize import serialize

    try:
        serialize(value, serializers=("dask",), on_error="raise")
    except Exception:  # noqa: BLE001  (another way is tried)
        try:
            cloudpickle.dumps(value)
        except Exception:  # noqa: BLE001  (the error of the first way is told)
            return False
    return True


class _Written:
    """A file that forgets what goes beyond what is to be read back."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self.size += size
        if self.size <= _READ_BACK:
            self.parts.append(bytes(data))
        else:
            self.parts.clear()
        return size
