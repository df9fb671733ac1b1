"""Which task of a DAG follows which: the body of the DAG function, one line a task.

load_xcom = load()
clean(load_xcom)
"""

from collections.abc import Callable, Iterator

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import Assign, Atom, Attribute, Do, Expr, ListOf, Statement, call, name
from dagcompile.codegen.layout import COLUMNS
from dagcompile.codegen.layout import STEP as INDENT
from dagcompile.codegen.width import width
from dagcompile.ir.records import OpNode
from dagcompile.targets.airflow.bodies import Bodies
from dagcompile.targets.airflow.natives import operator_call, output_of
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.targets.airflow.storing import cleanup_wiring
from dagcompile.targets.airflow.task_settings import TaskFacts, task_keywords
from dagcompile.targets.airflow.tasks import ROLES, Role, TaskName, Tasks


def in_order(tasks: Tasks) -> Iterator[tuple[str, Role]]:
    """The tasks in the order in which they are written: a node's guards beside it."""
    for node in tasks.index.meaning.nodes:
        yield from ((node.id, role) for role in ROLES if tasks.has(node.id, role))


def functions_of(tasks: Tasks) -> Iterator[tuple[str, Role]]:
    """The tasks that have a function in the file."""
    nodes = tasks.index.nodes
    yield from (each for each in in_order(tasks) if not tasks.is_operator(nodes[each[0]], each[1]))


def _roots(tasks: Tasks) -> list[tuple[str, Role]]:
    """The tasks that wait for no other."""
    nodes = tasks.index.nodes
    return [each for each in in_order(tasks) if not tasks.upstream(nodes[each[0]], each[1])]


def wired(
    bodies: Bodies,
    facts_of: Callable[[str, Role], TaskFacts],
    first: TaskName | None,
    options: AirflowOptions,
) -> Iterator[Statement]:
    """The body of the DAG function.

    Args:
        first: the task that comes before all others, if there is one.
    """
    tasks = bodies.tasks
    edges = _order_edges(tasks, bodies)
    last = () if options.store_cleanup == "never" else _last(bodies)
    named = {*last, *(task for edge in edges for task in edge)}
    if first is not None:
        named |= set(_roots(tasks))
        yield Assign(Code(first.variable), call(name(first.function)))
    nodes = tasks.index.nodes
    for each in in_order(tasks):
        node, role = nodes[each[0]], each[1]
        named.update(bodies.parameters(node, role))
    for each in in_order(tasks):
        made = _made(facts_of(*each), bodies)
        yield Assign(Code(tasks.names[each].variable), made) if each in named else Do(made)
    if first is not None:
        roots = tuple(name(tasks.names[each].variable) for each in _roots(tasks))
        after = roots[0] if len(roots) == 1 else ListOf(roots)
        yield Do(call(Attribute(name(first.variable), "set_downstream"), after))
    for above, below in edges:
        yield Do(_before(tasks.names[above].variable, tasks.names[below].variable))
    if last:
        yield cleanup_wiring(tasks.names[each].variable for each in last)


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


def _last(bodies: Bodies) -> tuple[tuple[str, Role], ...]:
    """The tasks that no other waits for."""
    tasks = bodies.tasks
    above = {first for first, _ in _order_edges(tasks, bodies)}
    for id, role in in_order(tasks):
        above.update(bodies.parameters(tasks.index.nodes[id], role))
    return tuple(each for each in in_order(tasks) if each not in above)


def _order_edges(tasks: Tasks, bodies: Bodies) -> list[tuple[tuple[str, Role], tuple[str, Role]]]:
    """The pairs of tasks of which the second waits for the first without taking its XCom."""
    edges = []
    for task in in_order(tasks):
        node, role = tasks.index.nodes[task[0]], task[1]
        taken = set(bodies.parameters(node, role))
        edges += [(above, task) for above in tasks.upstream(node, role) if above not in taken]
    return edges
