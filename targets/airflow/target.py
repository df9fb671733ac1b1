"""The Airflow target, as far as a command has to know it that emits nothing."""

from dagcompile.target import Shared, Target, later, supported, unsupported
from dagcompile.targets.airflow.answers import ANSWERS, GUARDS
from dagcompile.targets.airflow.options import AirflowNodeOptions, AirflowOptions
from dagcompile.targets.airflow.vendor import copying
from dagcompile.targets.airflow.versions import since


def shared(options: AirflowOptions) -> Shared:
    """The copy of the run time, which all DAG files of a folder share."""
    return copying.shared(wanted=options.runtime == "vendor")


TARGET = Target(
    name="airflow",
    title="Airflow 3 DAG files",
    guards=GUARDS,
    options=AirflowOptions,
    node_options=AirflowNodeOptions,
    capabilities={
        "schedules": supported("a timetable of its own, or assets"),
        "partitions": supported(
            "what the run is given, its partition key where it has no schedule"
            f" ({since('partition keys')}), or the last stretch of time that is over at the end of"
            " its data interval"
        ),
        "retry": supported(
            f"by Airflow itself; growing waits by a retry policy, {since('growing waits')}"
        ),
        "timeout": supported(
            "of the body alone, in a thread; one that cannot be stopped ends with its process"
        ),
        "withheld outputs": supported(
            "the port is absent from the XCom; its consumer skips itself"
        ),
        "first_of": supported("a task of its own"),
        "after": supported(),
        "open classes": unsupported(
            "a value of a class of which only the class is known has no lossless JSON form",
            instead="return a dataclass, a pydantic model or builtins, or let both steps be one op",
        ),
        "secrets": unsupported(
            "an XCom and the form of a run are shown to whoever may look at them",
            instead="read it in the step that needs it, from a connection or the environment",
        ),
        "guards as steps": supported("tasks NODE.guard and NODE.guard_inputs"),
        "guards inline": supported("inside the task that makes the value"),
        "guards off": supported(),
        "guard depth": supported("an argument of the guard; what travels is encoded whole"),
        "guard retry": supported("by Airflow itself, the guard inside the task of the step"),
        "expectations": supported(
            "in the task that looks at the value; of several nodes, a task of its own"
        ),
        "stages": supported("one task, with what is needed outside as XComs by node"),
        "open classes in a stage": supported("in the memory of the task"),
        "secrets in a stage": supported("in the memory of the task"),
        "assets": supported(
            "inlets and outlets; the guards of what writes one stand inline, so that Airflow is"
            " told of it only once they have passed"
        ),
        "kept outputs": supported("written inside the task, which has them as outlets"),
        "context": supported("what it tells is the extra of the asset event"),
        **ANSWERS,
        "native work": supported("the operator as it is; tasks NODE.inputs and NODE.result"),
        "stand-ins": supported("the operator itself runs here"),
        "native work in a stage": unsupported(
            "an operator is a task of its own, and so is a stage",
            instead="call it before the stage or below it",
        ),
    },
    emit=later("dagcompile.targets.airflow.emitting:emit"),
    shared=shared,
    examine=later("dagcompile.targets.airflow.checks:examine"),
    impact=later("dagcompile.targets.airflow.impact:impact"),
    tell_stage=later("dagcompile.targets.airflow.fused:tell_stage"),
    runners=("dagcompile.targets.airflow.parity:AirflowRunner",),
)
