"""The Airflow target: a plan laid out as a DAG file."""

from collections.abc import Mapping, Sequence

from dagcompile.diagnostics import Diagnostic, Place
from dagcompile.target import (
    Artifact,
    Assign,
    Code,
    Imports,
    Layout,
    Pipeline,
    Placement,
    Shared,
    Statement,
    Target,
    module_name,
    placement,
    prologue,
    python_artifact,
    render,
    supported,
    templates,
    unsupported,
)
from dagcompile.targets.airflow.checks import callbacks, check
from dagcompile.targets.airflow.elsewhere import ANSWERS
from dagcompile.targets.airflow.fused import tell_stage
from dagcompile.targets.airflow.impact import impact
from dagcompile.targets.airflow.options import AirflowNodeOptions, AirflowOptions
from dagcompile.targets.airflow.plan import DagPlan, TaskPlan, plan
from dagcompile.targets.airflow.vendor import copying, examining
from dagcompile.targets.airflow.versions import since

GUARDS: Placement = "inline"


def emit(pipeline: Pipeline, options: AirflowOptions) -> tuple[Artifact, ...]:
    """The DAG file of a pipeline.

    Raises:
        CompileError: two parts of the pipeline would have the same name in it.
    """
    planned = plan(pipeline, options, guards=placement(pipeline, options, default=GUARDS))
    items = list(planned.statements())
    apart = {id(each) for task in planned.tasks if task.apart for each in task.body}
    parsed = [each for each in items if id(each) not in apart]
    imports = Imports(items, reserved=planned.names, moved=_moved(options))
    layout = Layout(imports)
    body = render(
        templates(),
        "airflow/dag.py.j2",
        prologue=prologue(pipeline),
        imports=imports.library_block(parsed),
        copied=_copied(planned, imports, layout),
        constants=[layout.of(each) for each in planned.constants],
        tasks=[_task(task, imports, layout) for task in planned.tasks],
        decorator=layout.of(planned.decorator),
        signature=layout.of(planned.signature),
        wiring=[planned.doc, *_lines(planned.wiring, layout)],
        start=layout.of(planned.start),
    )
    module = module_name(pipeline, "_dag")
    return (python_artifact(pipeline, body, folder="airflow", module=module, imports=imports),)


def _moved(options: AirflowOptions) -> Mapping[str, str]:
    """The packages that the file finds in a copy beside it."""
    return {copying.RUNTIME: copying.package()} if options.runtime == "vendor" else {}


def _copied(planned: DagPlan, imports: Imports, layout: Layout) -> tuple[Code, ...]:
    """How the file finds the copy, and the imports from it; nothing where there is none."""
    if planned.path is None:
        return ()
    return (layout.of(planned.path), imports.moved_block())


def shared(options: AirflowOptions) -> Shared:
    """The copy of the run time, which all DAG files of a folder share."""
    return copying.shared(wanted=options.runtime == "vendor")


def examine(
    pipeline: Pipeline, options: AirflowOptions, places: Mapping[str, Place]
) -> tuple[Diagnostic, ...]:
    """What Airflow would find out later (DC508 to DC510, DC523), and what cannot be used where
    dagcompile is not installed, if it is not to be (DC521, DC522).
    """
    found = check(pipeline, options, places)
    if options.runtime != "vendor":
        return found
    called = (path.partition(":")[0] for _, path, _, _ in callbacks(pipeline, options))
    return (*found, *examining.examine(pipeline, places, called=called))


def _task(task: TaskPlan, imports: Imports, layout: Layout) -> dict[str, object]:
    (start, *first), *others = task.groups
    user_imports = imports.user_block(task.body, indent=8)
    return {
        "decorator": layout.of(task.decorator),
        "signature": layout.of(task.signature),
        "doc": task.doc,
        # What a task elsewhere needs is imported there.
        "libraries": (imports.library_block(task.body, indent=4),) if task.apart else (),
        "start": layout.of(start, indent=4),
        # Of what all else is asked of; a task that only cleans up has none, and imports nothing.
        "step": start.target if isinstance(start, Assign) else Code(""),
        "imports": (user_imports,) if user_imports else (),
        "groups": [_lines(group, layout) for group in (first, *others)],
    }


def _lines(statements: Sequence[Statement], layout: Layout) -> list[Code]:
    return [layout.of(each, indent=4) for each in statements]


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
    emit=emit,
    shared=shared,
    examine=examine,
    impact=impact,
    tell_stage=tell_stage,
    runners=("dagcompile.targets.airflow.parity:AirflowRunner",),
)
