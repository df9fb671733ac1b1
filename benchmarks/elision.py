"""What it saves that a value is looked at where it is made, and not again where that is proven."""

from collections.abc import Callable
from typing import Any

from benchmarks.clock import in_turns
from benchmarks.records import Effort, Section
from benchmarks.subjects import checked
from benchmarks.subjects.generated import function_of
from dagcompile.passes.looks import looks
from dagcompile.project.compiling import compile_loaded
from dagcompile.runtime.v1 import execute

NODES = 50
_NOTE = (
    "`dagcompile types PIPELINE` says of every edge whether it is proven, and which checks that"
    " spares."
)


def measure(effort: Effort) -> Section:
    """Milliseconds of a run, by where values are checked."""
    pipeline = checked.checked(NODES)
    found = looks(compile_loaded(pipeline).pipeline)
    every = function_everywhere(NODES)
    off = function_of(pipeline, target="python", guards="off")
    on = function_of(pipeline, target="python")
    runs: dict[str, Callable[[], object]] = {
        "guards off": lambda: _ran(off),
        "guards as compiled": lambda: _ran(on),
        "a check of every input and output": lambda: _ran(every),
    }
    taken = in_turns(runs, rounds=effort.rounds)
    counts = (0, found.placed, found.everywhere)
    ours = taken["guards as compiled"]
    return Section(
        title="Guards that are spared",
        about=(
            f"{NODES} steps that do nothing but hand on {checked.RECORDS:,} records, all of whose"
            " edges are proven: a script as it is compiled, and the same that checks every input"
            " and output, as is usual where nothing is known of the edges (Dagster). In ms of"
            " processor time a run."
        ),
        head=("", "checks", "ms a run", "times the script"),
        rows=tuple(
            (name, str(count), str(each.per(1e-3)), str(each.times(ours)))
            for (name, each), count in zip(taken.items(), counts, strict=True)
        ),
        notes=(_NOTE,),
    )


def function_everywhere(nodes: int) -> Callable[..., Any]:
    """The function that checks everything."""
    space: dict[str, Any] = {
        "begun": checked.begun,
        "merged": checked.merged,
        "Reading": checked.Reading,
    }
    exec(checked.everywhere(nodes), space)
    function: Callable[..., Any] = space["everywhere"]
    return function


def _ran(function: Callable[..., Any]) -> None:
    execute(function, sinks=(), count=checked.RECORDS).raise_for_failure()
