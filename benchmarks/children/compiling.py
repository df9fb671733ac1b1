"""How long a typed pipeline takes from its definition to text.

python -m benchmarks.children.compiling SUBJECT TARGET NODES ROUNDS
"""

import json
import resource
import sys
from collections.abc import Callable
from time import process_time
from typing import TypeVar

from benchmarks.subjects.mixed import mixed
from benchmarks.subjects.plain import plain
from dagcompile.authoring.tracing import trace
from dagcompile.ir.codec import dumps
from dagcompile.passes import compile_ir
from dagcompile.runtime.collector import without_collector
from dagcompile.target import find_target

T = TypeVar("T")

SUBJECTS = {"plain": plain, "mixed": mixed}


def main(subject: str, target_name: str, nodes: int, rounds: int) -> None:
    """Print seconds of this process by phase, one for each round, and bytes at the peak."""
    define = SUBJECTS[subject]
    target = find_target(target_name)
    seconds: dict[str, list[float]] = {}

    def phase(name: str, work: Callable[[], T]) -> T:
        start = process_time()
        made = work()
        seconds.setdefault(name, []).append(process_time() - start)
        return made

    def once(count: int) -> None:
        pipeline = define(count)
        traced = phase("definition", lambda: trace(pipeline))
        checked = phase("checks", lambda: compile_ir(traced.pipeline, traced.places))
        (artifact,) = phase("text", lambda: target.emit(checked, target.options()))
        if memory is not None:
            memory.append(_peak())
        phase("compile", lambda: compile(artifact.text, artifact.path, "exec"))
        phase("ir", lambda: dumps(checked))

    memory: list[int] | None = None
    once(10)  # what is loaded and cached once for all pipelines
    before = _peak()
    seconds.clear()
    memory = []
    with without_collector():  # as a build is
        for _ in range(rounds):
            once(nodes)
    json.dump({"seconds": seconds, "bytes": memory[0] - before}, sys.stdout)


def _peak() -> int:
    """Bytes that this process has taken at most so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
