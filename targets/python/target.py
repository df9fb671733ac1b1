"""The script target: straight-line code, one statement a step, one a guard."""

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.expr import Imported
from dagcompile.codegen.straight import V1, Runtime, straight_line
from dagcompile.ir.records import Pipeline, Placement
from dagcompile.target import Options, Target, supported
from dagcompile.target.emitting import placement, straight_artifact

GUARDS: Placement = "steps"


class PythonOptions(Options):
    """The script target has no options of its own."""


def emit(pipeline: Pipeline, options: PythonOptions) -> tuple[Artifact, ...]:
    """The script of a pipeline.

    Raises:
        CompileError: two parts of the pipeline would have the same name in it.
    """
    runtime = Runtime(
        variable="run",
        type=Imported(V1, "Run"),
        gather=Imported(V1, "gather"),
        reserved=frozenset({"main"}),
    )
    guards = placement(pipeline, options, default=GUARDS)
    return (
        straight_artifact(
            pipeline,
            straight_line(pipeline, runtime, guards=guards),
            main=Imported(V1, "main"),
            template="python/script.py.j2",
            folder="python",
            suffix="_script",
        ),
    )


TARGET = Target(
    name="python",
    title="plain Python scripts",
    guards=GUARDS,
    options=PythonOptions,
    capabilities={
        "retry": supported("by the run time's loop"),
        "withheld outputs": supported(),
        "first_of": supported(),
        "after": supported(),
        "open classes": supported("values are variables of one process"),
        "guards as steps": supported("a statement of its own"),
        "guards inline": supported("an argument of the step"),
        "guards off": supported(),
    },
    emit=emit,
    runners=("dagcompile.targets.python.parity:ScriptRunner",),
)
