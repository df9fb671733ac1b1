"""What the modules of peers do alike."""

import gc
import json
import sys
from collections.abc import Callable
from time import process_time

Prepared = Callable[[], object]


def tell(prepare: Callable[[int], Prepared]) -> None:
    """Print microseconds of this process a node, one for each run of what `prepare(nodes)` gives.

    The arguments of the process are the number of nodes and that of runs.
    """
    nodes, rounds = int(sys.argv[1]), int(sys.argv[2])
    run = prepare(nodes)
    run()
    taken: list[float] = []
    for _ in range(rounds):
        gc.collect()
        start = process_time()
        run()
        taken.append((process_time() - start) / nodes * 1e6)
    json.dump(taken, sys.stdout)
