"""The Dask target, as far as a command has to know it that emits nothing."""

from dagcompile.target import ELSEWHERE, Target, later, supported, unsupported
from dagcompile.targets.dask.options import DaskNodeOptions, DaskOptions

TARGET = Target(
    name="dask",
    title="Dask graphs",
    guards="steps",
    options=DaskOptions,
    node_options=DaskNodeOptions,
    capabilities={
        "retry": supported("by the run time's loop, on every scheduler; Dask's own stays off"),
        "timeout": supported(
            "in a thread; a body that waits in a single call runs on, and is not heeded"
        ),
        "withheld outputs": supported("by a token that no op sees"),
        "first_of": supported("a key of its own"),
        "after": supported(
            "by a key that tells how the other node ended: its guard, or a small one"
        ),
        "open classes": supported("values that cross processes must pickle"),
        "secrets": supported("pickled to the workers, and in memory there"),
        "guards as steps": supported("a key of its own; guards of inputs in their consumer's key"),
        "guards inline": supported("in the step's key"),
        "guards off": supported(),
        "guard depth": supported("an argument of the guard"),
        "guard retry": supported("by the run time's loop, the guard in the step's key"),
        "native work": unsupported(
            "Dask has no operators of Airflow",
            instead="give it stand_in=op, which does the same here",
        ),
        "stand-ins": supported("the op runs, by the name of the node"),
        "schedules": supported("by whoever starts it; it reads no clock"),
        "partitions": supported("a flag, which has to be given"),
        "expectations": supported("in the guard's key; of several nodes, a key of its own"),
        "native work in a stage": supported("the op that stands in for it runs as any other"),
        "stages": supported("what needs a stage waits for all of its steps"),
        "open classes in a stage": supported("values that cross processes must pickle"),
        "secrets in a stage": supported("pickled to the workers, and in memory there"),
        "assets": supported("told of as they are written; the file says nothing of those read"),
        **dict.fromkeys(
            ELSEWHERE,
            unsupported(
                "all steps run in the processes of Dask's workers",
                instead="let the workers be where they can all run",
            ),
        ),
        "kept outputs": supported("written by the worker, within the attempt"),
        "context": supported("made in the step's key, on its worker"),
    },
    emit=later("dagcompile.targets.dask.emitting:emit"),
    examine=later("dagcompile.targets.dask.checks:examine"),
    impact=later("dagcompile.targets.dask.impact:impact"),
    runners=(
        "dagcompile.targets.dask.parity:ThreadsRunner",
        "dagcompile.targets.dask.parity:DistributedRunner",
    ),
)
