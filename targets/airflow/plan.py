"""A pipeline as an Airflow DAG file in which everything is decided and nothing laid out.

@task(multiple_outputs=False)                       a `TaskPlan` for each task
def clean(load_xcom): ...

@dag(dag_id="daily", schedule=None, ...)            the wiring, one line a task
def daily():
    load_xcom = load()
    clean(load_xcom)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dagcompile.codegen.code import Code
from dagcompile.codegen.docstrings import docstring
from dagcompile.codegen.expr import (
    Assign,
    Attribute,
    Decorator,
    Do,
    Imported,
    Parameter,
    Signature,
    Statement,
    call,
    name,
)
from dagcompile.codegen.names import identifiers
from dagcompile.codegen.types import TypeWriter
from dagcompile.ir.queries import index_of
from dagcompile.ir.records import Pipeline, Placement, Stage
from dagcompile.targets.airflow.around import Around
from dagcompile.targets.airflow.assets import assets_of
from dagcompile.targets.airflow.bodies import Bodies
from dagcompile.targets.airflow.configs import Setting, fields_of
from dagcompile.targets.airflow.dag_settings import DAG_NAMES, DagFacts, dag_decorator
from dagcompile.targets.airflow.docs import Docs
from dagcompile.targets.airflow.elsewhere import environments_of
from dagcompile.targets.airflow.environments import ATTEMPT, Environment
from dagcompile.targets.airflow.given import (
    DOC,
    GIVEN,
    GIVEN_CLASS,
    first_task,
    given_body,
    needs_look,
)
from dagcompile.targets.airflow.locals import locals_of
from dagcompile.targets.airflow.natives import classes_of, refuse_policies
from dagcompile.targets.airflow.node_settings import settings_of
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.targets.airflow.placing import placed
from dagcompile.targets.airflow.staged import stage_groups
from dagcompile.targets.airflow.step import REMOTE_NAMES, STEP_NAMES
from dagcompile.targets.airflow.storing import (
    CLEANUP,
    STORE,
    STORE_NAMES,
    cleanup_body,
    refuse_double,
    store_argument,
    store_constant,
)
from dagcompile.targets.airflow.task_settings import (
    TASK_NAMES,
    TaskFacts,
    task_decorator,
)
from dagcompile.targets.airflow.tasks import Role, TaskName, Tasks, tasks_of
from dagcompile.targets.airflow.times import STEP_NAMES as TIME_NAMES
from dagcompile.targets.airflow.wiring import functions_of, wired

_OWN = frozenset({*STEP_NAMES, GIVEN, GIVEN_CLASS.name})
RESERVED = _OWN.union(TIME_NAMES, STORE_NAMES, DAG_NAMES, TASK_NAMES)
"""Names that a DAG file uses besides those of its tasks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPlan:
    """One task function."""

    decorator: Decorator
    signature: Signature
    doc: Code
    groups: tuple[tuple[Statement, ...], ...]
    apart: bool = False
    """Whether it runs where nothing of the file is but itself."""

    @property
    def body(self) -> tuple[Statement, ...]:
        """The statements of all groups."""
        return tuple(each for group in self.groups for each in group)


@dataclass(frozen=True, slots=True, kw_only=True)
class DagPlan:
    """A whole DAG file. `path` is how it finds the copy of the run time that lies beside it, if it
    uses one. `names` are all the names that it defines.
    """

    path: Statement | None
    constants: tuple[Assign, ...]
    tasks: tuple[TaskPlan, ...]
    decorator: Decorator
    signature: Signature
    doc: Code
    wiring: tuple[Statement, ...]
    start: Statement
    names: frozenset[str]

    def statements(self) -> Iterator[Statement]:
        """Everything that is written, in order."""
        if self.path is not None:
            yield self.path
        yield from self.constants
        for task in self.tasks:
            yield task.decorator
            yield task.signature
            yield from task.body
        yield self.decorator
        yield self.signature
        yield from self.wiring
        yield self.start


def plan(pipeline: Pipeline, options: AirflowOptions, *, guards: Placement) -> DagPlan:
    """Lower `pipeline` to a DAG file.

    Raises:
        CompileError: two of its parts would have the same name.
    """
    index = index_of(placed(pipeline.meaning, guards))
    refuse_policies(index)
    environments = environments_of(pipeline, options)
    reserved = RESERVED.union(classes_of(index), REMOTE_NAMES if environments else ())
    assets = assets_of(pipeline.meaning.assets, reserved=reserved)
    reserved = reserved.union(assets.names.values())
    tasks = tasks_of(index, guards=guards, reserved=reserved, apart=environments)
    fields = fields_of(pipeline, index)
    bodies = _bodies(pipeline, options, tasks, fields, guards=guards, environments=environments)
    docs = Docs(pipeline, index, guards=guards, fields=fields)
    settings = settings_of(pipeline, options)

    def facts_of(id: str, role: Role) -> TaskFacts:
        return TaskFacts(
            work=tasks.work(id), role=role, tasks=tasks, settings=settings, assets=assets,
            environment=environments.get(id),
        )  # fmt: skip

    around = Around(nodes=index.nodes.values(), settings=settings)
    looks = needs_look(tasks, fields, apart=environments)
    first = first_task(tasks, reserved=reserved) if looks else None
    planned = [
        *([] if first is None else [_look(first, bodies, around)]),
        *(_task(facts_of(*each), bodies, docs) for each in functions_of(tasks)),
        *([] if options.store_cleanup == "never" else [_cleanup(bodies, options, around)]),
    ]
    wiring = tuple(wired(bodies, facts_of, first, options))
    function, names = _names(pipeline, planned, wiring, tasks, taken=reserved)
    facts = DagFacts(
        pipeline=pipeline, options=options, index=index, settings=settings, assets=assets,
        fields=fields,
    )  # fmt: skip
    return DagPlan(
        path=_path() if options.runtime == "vendor" else None,
        constants=(*store_constant(options), *assets.constants),
        tasks=tuple(planned),
        decorator=dag_decorator(facts),
        signature=Signature(Code(function)),
        doc=docs.dag(),
        wiring=wiring,
        start=Do(call(name(function))),
        names=names.union(assets.names.values(), [STORE]),
    )


def _bodies(
    pipeline: Pipeline,
    options: AirflowOptions,
    tasks: Tasks,
    fields: Sequence[Setting],
    *,
    guards: Placement,
    environments: Mapping[str, Environment],
) -> Bodies:
    """What writes the bodies of the tasks."""
    return Bodies(
        tasks,
        TypeWriter(tasks.index.declared, pipeline.docs.aliases),
        guards=guards,
        configurable=frozenset(each.node for each in fields if not each.reason),
        store=store_argument(options),
        environments=environments,
    )


def _names(
    pipeline: Pipeline,
    planned: Sequence[TaskPlan],
    wiring: Sequence[Statement],
    tasks: Tasks,
    *,
    taken: frozenset[str],
) -> tuple[str, frozenset[str]]:
    """The function of the DAG, and all names that the file's functions and variables have."""
    functions = {str(each.signature.name) for each in planned}
    variables = set().union(*(locals_of(each.body) for each in planned), locals_of(wiring))
    variables |= {each.variable for each in tasks.names.values()} | {*tasks.inside.values()}
    id = pipeline.meaning.name
    function = identifiers([id], reserved=taken.union(functions, variables))[id]
    # Variables of a body do not hide what only stands outside of it.
    return function, frozenset({*functions, *(variables - {"dag", "task"}), function})


def _cleanup(bodies: Bodies, options: AirflowOptions, around: Around) -> TaskPlan:
    """The last task, which removes what the run has stored."""
    refuse_double(each.task_id for each in bodies.tasks.names.values())
    return TaskPlan(
        decorator=around.decorator(CLEANUP, CLEANUP),
        signature=Signature(Code(CLEANUP)),
        doc=docstring("Removes the stored values of the run, but for what the pipeline returns."),
        groups=(cleanup_body(bodies.index.meaning, options),),
    )


def _path() -> Statement:
    """Airflow has the root of a bundle on the path, and a file may lie in a folder below it."""
    folder = call(Imported("os.path", "dirname"), name("__file__"))
    return Do(call(Attribute(Attribute(Imported("", "sys"), "path"), "append"), folder))


def _task(facts: TaskFacts, bodies: Bodies, docs: Docs) -> TaskPlan:
    work, role, tasks = facts.work, facts.role, facts.tasks
    own = () if facts.apart is None else (ATTEMPT,)
    taken = map(tasks.variable, bodies.parameters(work, role))
    params = tuple(Parameter(Code(each)) for each in (*own, *taken))
    return TaskPlan(
        decorator=task_decorator(facts),
        signature=Signature(Code(tasks.names[work.id, role].function), params),
        doc=docs.task(work, role),
        groups=tuple(stage_groups(work, bodies))
        if isinstance(work, Stage)
        else (tuple(bodies.body(work, role)),),
        apart=facts.apart is not None,
    )


def _look(first: TaskName, bodies: Bodies, around: Around) -> TaskPlan:
    return TaskPlan(
        decorator=around.decorator(first.task_id, first.function, do_xcom_push=name("False")),
        signature=Signature(Code(first.function)),
        doc=docstring(DOC),
        groups=(tuple(given_body(bodies)),),
    )
