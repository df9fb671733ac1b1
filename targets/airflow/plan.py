"""A pipeline as an Airflow DAG file in which everything is decided and nothing laid out.

@task(task_id="clean", multiple_outputs=False)      a `TaskPlan` for each task
def clean(load_xcom): ...

@dag(dag_id="daily", schedule=None, ...)            the wiring, one line a task
def daily():
    load_xcom = load()
    clean(load_xcom)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dagcompile.codegen.code import Code
from dagcompile.codegen.docstrings import docstring
from dagcompile.codegen.expr import (
    Assign,
    Atom,
    Attribute,
    Decorator,
    Do,
    Expr,
    Imported,
    ListOf,
    Parameter,
    Signature,
    Statement,
    call,
    name,
)
from dagcompile.codegen.layout import COLUMNS
from dagcompile.codegen.layout import STEP as INDENT
from dagcompile.codegen.names import identifiers
from dagcompile.codegen.types import TypeWriter
from dagcompile.codegen.width import width
from dagcompile.ir.placing import guards_stand, placement_of
from dagcompile.ir.queries import index_of
from dagcompile.ir.records import Meaning, Node, OpNode, Pipeline, Placement
from dagcompile.targets.airflow.assets import assets_of
from dagcompile.targets.airflow.bodies import STEP_CLASS, Bodies, locals_of
from dagcompile.targets.airflow.configs import fields_of
from dagcompile.targets.airflow.dag_settings import DAG_NAMES, DagFacts, dag_decorator
from dagcompile.targets.airflow.docs import Docs
from dagcompile.targets.airflow.given import (
    DOC,
    GIVEN,
    GIVEN_CLASS,
    first_task,
    given_body,
    given_decorator,
    needs_look,
)
from dagcompile.targets.airflow.natives import classes_of, operator_call, output_of, refuse_policies
from dagcompile.targets.airflow.node_settings import settings_of
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.targets.airflow.step import STEP
from dagcompile.targets.airflow.task_settings import (
    TASK_NAMES,
    TaskFacts,
    task_decorator,
    task_keywords,
)
from dagcompile.targets.airflow.tasks import ROLES, Role, TaskName, Tasks, tasks_of
from dagcompile.targets.airflow.times import STEP_NAMES

RESERVED = frozenset(
    {STEP, STEP_CLASS.name, *STEP_NAMES, GIVEN, GIVEN_CLASS.name, *DAG_NAMES, *TASK_NAMES}
)
"""Names that a DAG file uses besides those of its tasks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPlan:
    """One task function."""

    decorator: Decorator
    signature: Signature
    doc: Code
    body: tuple[Statement, ...]


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
    reserved = RESERVED.union(classes_of(index))
    assets = assets_of(pipeline.meaning.assets, reserved=reserved)
    constants = assets.names.values()
    tasks = tasks_of(index, guards=guards, reserved=reserved.union(constants))
    types = TypeWriter(index.declared, pipeline.docs.aliases)
    fields = fields_of(pipeline, index)
    configurable = frozenset(each.node for each in fields if not each.reason)
    bodies = Bodies(tasks, types, guards=guards, configurable=configurable)
    docs = Docs(pipeline, index, guards=guards, fields=fields)
    settings = settings_of(pipeline, options)

    def facts_of(node: str, role: Role) -> TaskFacts:
        return TaskFacts(
            node=index.nodes[node], role=role, tasks=tasks, settings=settings, assets=assets
        )

    planned = [
        _task(facts_of(*each), bodies, docs)
        for each in _in_order(tasks)
        if not tasks.is_operator(index.nodes[each[0]], each[1])
    ]
    first = first_task(tasks, reserved=reserved) if needs_look(index, fields) else None
    if first is not None:
        planned.insert(0, _look(first, bodies))
    wiring = tuple(_wiring(bodies, facts_of, first))
    functions = {str(each.signature.name) for each in planned}
    variables = set().union(*(locals_of(each.body) for each in planned), locals_of(wiring))
    variables |= {each.variable for each in tasks.names.values()}
    taken = {*reserved, *functions, *variables, *constants}
    function = identifiers([pipeline.meaning.name], reserved=taken)[pipeline.meaning.name]
    facts = DagFacts(
        pipeline=pipeline,
        options=options,
        index=index,
        settings=settings,
        assets=assets,
        fields=fields,
    )
    return DagPlan(
        path=_path() if options.runtime == "vendor" else None,
        constants=assets.constants,
        tasks=tuple(planned),
        decorator=dag_decorator(facts),
        signature=Signature(Code(function)),
        doc=docs.dag(),
        wiring=wiring,
        start=Do(call(name(function))),
        # Variables of a body do not hide what only stands outside of it.
        names=frozenset({*constants, *functions, *(variables - {"dag", "task"}), function}),
    )


def _path() -> Statement:
    """Airflow has the root of a bundle on the path, and a file may lie in a folder below it."""
    folder = call(Imported("os.path", "dirname"), name("__file__"))
    return Do(call(Attribute(Attribute(Imported("", "sys"), "path"), "append"), folder))


def placed(meaning: Meaning, guards: Placement) -> Meaning:
    """`meaning` with the guards that will stand, where they do: without one, any output may be
    withheld. Airflow tells of an asset when the task succeeds that writes it, so the guards of its
    node stand in that task.
    """
    if guards != "off" and not any(
        isinstance(each, OpNode) and each.writes for each in meaning.nodes
    ):
        return meaning
    return replace(meaning, nodes=tuple(_placed(each, guards) for each in meaning.nodes))


def _placed(node: Node, guards: Placement) -> Node:
    if not isinstance(node, OpNode):
        return node
    if not guards_stand(node, guards):
        return replace(node, guards=())
    if node.writes and placement_of(node, guards) == "steps":
        return replace(node, policy=replace(node.policy, placement="inline"))
    return node


def _in_order(tasks: Tasks) -> Iterator[tuple[str, Role]]:
    """The tasks in the order in which they are written: a node's guards beside it."""
    for node in tasks.index.meaning.nodes:
        yield from ((node.id, role) for role in ROLES if tasks.has(node.id, role))


def _task(facts: TaskFacts, bodies: Bodies, docs: Docs) -> TaskPlan:
    node, role, tasks = facts.node, facts.role, facts.tasks
    named = tasks.names[node.id, role]
    params = tuple(
        Parameter(Code(tasks.names[each].variable)) for each in bodies.parameters(node, role)
    )
    return TaskPlan(
        decorator=task_decorator(facts),
        signature=Signature(Code(named.function), params),
        doc=docs.task(node, role),
        body=tuple(bodies.body(node, role)),
    )


def _look(first: TaskName, bodies: Bodies) -> TaskPlan:
    return TaskPlan(
        decorator=given_decorator(first.task_id),
        signature=Signature(Code(first.function)),
        doc=docstring(DOC),
        body=tuple(given_body(bodies)),
    )


def _roots(tasks: Tasks) -> list[tuple[str, Role]]:
    """The tasks that wait for no other."""
    nodes = tasks.index.nodes
    return [each for each in _in_order(tasks) if not tasks.upstream(nodes[each[0]], each[1])]


def _wiring(
    bodies: Bodies, facts_of: Callable[[str, Role], TaskFacts], first: TaskName | None
) -> Iterator[Statement]:
    tasks = bodies.tasks
    edges = _order_edges(tasks, bodies)
    named = {task for edge in edges for task in edge}
    if first is not None:
        named |= set(_roots(tasks))
        yield Assign(Code(first.variable), call(name(first.function)))
    nodes = tasks.index.nodes
    for each in _in_order(tasks):
        node, role = nodes[each[0]], each[1]
        named.update(bodies.parameters(node, role))
    for each in _in_order(tasks):
        made = _made(facts_of(*each), bodies)
        yield Assign(Code(tasks.names[each].variable), made) if each in named else Do(made)
    if first is not None:
        roots = tuple(name(tasks.names[each].variable) for each in _roots(tasks))
        after = roots[0] if len(roots) == 1 else ListOf(roots)
        yield Do(call(Attribute(name(first.variable), "set_downstream"), after))
    for above, below in edges:
        yield Do(_before(tasks.names[above].variable, tasks.names[below].variable))


def _made(facts: TaskFacts, bodies: Bodies) -> Expr:
    """The call that makes a task."""
    node, role, tasks = facts.node, facts.role, facts.tasks
    if tasks.is_operator(node, role) and isinstance(node, OpNode):
        return operator_call(node, tasks, task_keywords(facts))
    arguments = (
        output_of(tasks.names[each].variable)
        if each[1] == "operator"
        else name(tasks.names[each].variable)
        for each in bodies.parameters(node, role)
    )
    return call(name(tasks.names[node.id, role].function), *arguments)


def _before(first: str, second: str) -> Expr:
    """That one task comes before another, in the way that fits on a line."""
    shift = f"{first} >> {second}"
    if INDENT + width(shift) <= COLUMNS:
        return Atom(Code(shift))
    return call(Attribute(name(first), "set_downstream"), name(second))


def _order_edges(tasks: Tasks, bodies: Bodies) -> list[tuple[tuple[str, Role], tuple[str, Role]]]:
    """The pairs of tasks of which the second waits for the first without taking its XCom."""
    edges = []
    for task in _in_order(tasks):
        node, role = tasks.index.nodes[task[0]], task[1]
        taken = set(bodies.parameters(node, role))
        edges += [(above, task) for above in tasks.upstream(node, role) if above not in taken]
    return edges
