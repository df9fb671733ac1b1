"""The script target, as far as a command has to know it that emits nothing."""

from dagcompile.target import ELSEWHERE, Target, later, supported, unsupported
from dagcompile.targets.python.options import PythonOptions, complete

TARGET = Target(
    name="python",
    title="plain Python scripts",
    guards="steps",
    options=PythonOptions,
    capabilities={
        "retry": supported("by the run time's loop"),
        "timeout": supported(
            "in a thread; a body that waits in a single call runs on, and is not heeded"
        ),
        "withheld outputs": supported(),
        "first_of": supported(),
        "after": supported(),
        "open classes": supported("values are variables of one process"),
        "secrets": supported("in memory alone"),
        "guards as steps": supported("a statement of its own"),
        "guards inline": supported("an argument of the step"),
        "guards off": supported(),
        "guard depth": supported("an argument of the step or of its guard"),
        "guard retry": supported("by the run time's loop, the guard inline"),
        "native work": unsupported(
            "a script has no operators of Airflow",
            instead="give it stand_in=op, which does the same here",
        ),
        "stand-ins": supported("the op runs, by the name of the node"),
        "schedules": supported("by whoever starts it; it reads no clock"),
        "partitions": supported("a flag, which has to be given"),
        "expectations": supported("an argument of the step or of its guard"),
        "native work in a stage": supported("the op that stands in for it runs as any other"),
        "stages": supported(
            "what needs a stage names those of its steps that must not have failed"
        ),
        "open classes in a stage": supported("values are variables of one process"),
        "secrets in a stage": supported("in memory alone"),
        "assets": supported("told of as they are written; the file says nothing of those read"),
        **dict.fromkeys(
            ELSEWHERE,
            unsupported(
                "all steps run in the process of the script",
                instead="run it where they can all run",
            ),
        ),
        "kept outputs": supported("written within the attempt, once its guards have passed"),
        "context": supported("an argument of the step"),
    },
    emit=later("dagcompile.targets.python.emitting:emit"),
    complete=complete,
    impact=later("dagcompile.targets.python.impact:impact"),
    runners=("dagcompile.targets.python.parity:ScriptRunner",),
)
