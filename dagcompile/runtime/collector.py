"""The cyclic garbage collector, which nothing is given to collect where many things are made.

    with without_collector():
        ...    # make a million records

Records and tasks hold no cycles, and each walk of the collector over all that was made so far costs
more the more there is: with it on, a node of a large pipeline costs half as much again, and more in
a larger one.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """While inside, the cyclic collector is off; afterwards it is as it was."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
