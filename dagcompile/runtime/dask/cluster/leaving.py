"""A scheduler that goes while a run needs it.

A client that has lost its scheduler looks for it, for as long as it had to answer at first, and
whatever is asked of it meanwhile waits for that and fails by errors of many kinds.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from dagcompile.runtime.dask.cluster.environment import ClusterError

if TYPE_CHECKING:
    from distributed import Client

_NOTICED = 1.0
"""Seconds in which a client notices that its scheduler has gone, whatever failed first."""
_LOOK = 0.05


@contextmanager
def attended(opened: "AbstractContextManager[Client]") -> "Iterator[Client]":
    """The client that `opened` opens; where it has lost its scheduler, that is the error.

    Raises:
        ClusterError: in place of whatever is raised inside, if the scheduler has gone.
    """
    silence = _Silence()
    log = logging.getLogger("distributed.client")
    log.addFilter(silence)
    try:
        with opened as client:
            where = getattr(client.scheduler, "address", "")
            try:
                yield client
            except Exception as error:
                if not _has_lost_it(client, error):
                    raise
                silence.lost = True
                raise ClusterError(
                    f"the scheduler at {where} has gone, and the run with it; once it is there "
                    "again, start the run again"
                ) from error
    finally:
        log.removeFilter(silence)


def _has_lost_it(client: "Client", error: BaseException) -> bool:
    until = time.monotonic() + (_NOTICED if any(map(_is_of_a_comm, _chain(error))) else 0)
    while client.status == "running" and time.monotonic() < until:
        time.sleep(_LOOK)
    return bool(client.status != "running")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_of_a_comm(error: BaseException) -> bool:
    return isinstance(error, OSError) and not isinstance(error, ClusterError)


class _Silence(logging.Filter):
    """Nothing of what a client logs that has lost its scheduler, which is told already."""

    lost = False

    def filter(self, record: logging.LogRecord) -> bool:
        return not self.lost
