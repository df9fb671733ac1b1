"""The memory that a chain of big values takes at most, beyond what the process had before.

python -m benchmarks.children.peak by-hand|script STEPS MEGABYTES
"""

import json
import resource
import sys
from typing import Any

from benchmarks.subjects import heavy
from benchmarks.subjects.generated import function_of
from dagcompile.runtime.v1 import execute


def main(how: str, steps: int, megabytes: int) -> None:
    """Print the kilobytes of the peak."""
    function = function_of(heavy.heavy(steps), target="python")
    plain: dict[str, Any] = {}
    exec(heavy.by_hand(steps), plain)
    ops = [each.__wrapped__ for each in (heavy.made, heavy.changed, heavy.measured)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if how == "script":
        execute(function, sinks=(), megabytes=megabytes).raise_for_failure()
    else:
        plain["by_hand"](*ops, megabytes)
    json.dump(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
