"""The Dask target: a module whose function adds the keys of one run to a graph."""

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.expr import Imported
from dagcompile.codegen.straight import Runtime, straight_line
from dagcompile.ir.records import Pipeline, Placement
from dagcompile.target import Options, Target, supported
from dagcompile.target.emitting import placement, straight_artifact

V1 = "dagcompile.runtime.v1.dask"
GUARDS: Placement = "steps"


class DaskOptions(Options):
    """The Dask target has no options of its own."""


def emit(pipeline: Pipeline, options: DaskOptions) -> tuple[Artifact, ...]:
    """The Dask module of a pipeline.

    Raises:
        CompileError: two parts of the pipeline would have the same name in it.
    """
    runtime = Runtime(
        variable="graph",
        type=Imported(V1, "Graph"),
        gather=Imported(V1, "gather"),
        reserved=frozenset({"main"}),
    )
    guards = placement(pipeline, options, default=GUARDS)
    return (
        straight_artifact(
            pipeline,
            straight_line(pipeline, runtime, guards=guards),
            main=Imported(V1, "main"),
            template="dask/graph.py.j2",
            folder="dask",
            suffix="_dask",
        ),
    )


TARGET = Target(
    name="dask",
    title="Dask graphs",
    guards=GUARDS,
    options=DaskOptions,
    capabilities={
        "retry": supported("by the run time's loop, on every scheduler; Dask's own stays off"),
        "withheld outputs": supported("by a token that no op sees"),
        "first_of": supported("a key of its own"),
        "after": supported("by a small key that tells how the other node ended"),
        "open classes": supported("values that cross processes must pickle"),
        "guards as steps": supported("a key of its own; guards of inputs in their consumer's key"),
        "guards inline": supported("in the step's key"),
        "guards off": supported(),
    },
    emit=emit,
    runners=(
        "dagcompile.targets.dask.parity:ThreadsRunner",
        "dagcompile.targets.dask.parity:DistributedRunner",
    ),
)
