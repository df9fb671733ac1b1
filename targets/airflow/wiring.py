"""Which task of a DAG follows which: the body of the DAG function, one line a task.

load_xcom = load()
clean(load_xcom)
"""

from collections.abc import Callable, Iterator

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Assign,
    Atom,
    Attribute,
    Do,
    Expr,
    Imported,
    ListOf,
    Statement,
    Subscript,
    call,
    name,
)
from dagcompile.codegen.layout import COLUMNS
from dagcompile.codegen.layout import STEP as INDENT
from dagcompile.codegen.strings import quote
from dagcompile.codegen.width import width
from dagcompile.ir.records import OpNode
from dagcompile.targets.airflow.aspects import RUNTIME
from dagcompile.targets.airflow.bodies import Bodies
from dagcompile.targets.airflow.ids import xcom_key
from dagcompile.targets.airflow.natives import filled_in, looked_over, operator_call, output_of
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.targets.airflow.storing import cleanup_wiring
from dagcompile.targets.airflow.task_settings import TaskFacts, task_keywords
from dagcompile.targets.airflow.tasks import ROLES, Key, Role, TaskName, Tasks


def in_order(tasks: Tasks) -> Iterator[Key]:
    """The tasks in the order in which they are written: a node's guards beside it."""
    for node in tasks.index.meaning.nodes:
        if tasks.stages.is_first(node.id):
            yield tasks.home((node.id, "body"))
        yield from ((node.id, role) for role in ROLES if tasks.has(node.id, role))


def functions_of(tasks: Tasks) -> Iterator[Key]:
    """The tasks that have a function in the file."""
    for id, role in in_order(tasks):
        if not tasks.is_operator(tasks.work(id), role):
            yield id, role


def roots(tasks: Tasks) -> list[Key]:
    """The tasks that wait for no other."""
    return [each for each in in_order(tasks) if not tasks.upstream(tasks.work(each[0]), each[1])]


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
        named |= set(roots(tasks))
        yield Assign(Code(first.variable), call(name(first.function)))
    for each in in_order(tasks):
        named.update(_taken(each, bodies))
    for each in in_order(tasks):
        made, variable = _made(facts_of(*each), bodies), tasks.names[each].variable
        taken = _filled_in(each, tasks)
        yield Assign(Code(variable), made) if each in named or taken else Do(made)
        if taken:
            yield looked_over(variable, taken)
    if first is not None:
        variables = tuple(name(tasks.names[each].variable) for each in roots(tasks))
        after = variables[0] if len(variables) == 1 else ListOf(variables)
        yield Do(call(Attribute(name(first.variable), "set_downstream"), after))
    for above, below in edges:
        yield Do(_before(tasks.names[above].variable, tasks.names[below].variable))
    if last:
        yield cleanup_wiring(tasks.names[each].variable for each in last)


def _made(facts: TaskFacts, bodies: Bodies) -> Expr:
    """The call that makes a task."""
    work, role, tasks = facts.work, facts.role, facts.tasks
    if tasks.is_operator(work, role) and isinstance(work, OpNode):
        return operator_call(work, tasks, task_keywords(facts))
    own = () if facts.apart is None else (Imported(RUNTIME, "ATTEMPT"),)
    arguments = (_xcom(each, tasks) for each in bodies.parameters(work, role))
    return call(name(tasks.names[work.id, role].function), *own, *arguments)


def _filled_in(key: Key, tasks: Tasks) -> tuple[str, ...]:
    """The arguments of a task that is an operator for which other tasks give values."""
    work = tasks.work(key[0])
    own = isinstance(work, OpNode) and tasks.is_operator(work, key[1])
    return filled_in(work, tasks) if own and isinstance(work, OpNode) else ()


def _xcom(key: Key, tasks: Tasks) -> Expr:
    """What a task gives to another; the task of a stage gives more than one."""
    home = tasks.home(key)
    variable = tasks.names[home].variable
    if home != key:
        return Subscript(name(variable), (Atom(quote(xcom_key(key[0]))),))
    return output_of(variable) if key[1] == "operator" else name(variable)


def _taken(key: Key, bodies: Bodies) -> set[Key]:
    """The tasks of which a task takes an XCom."""
    tasks = bodies.tasks
    return set(map(tasks.home, bodies.parameters(tasks.work(key[0]), key[1])))


def _before(first: str, second: str) -> Expr:
    """That one task comes before another, in the way that fits on a line."""
    shift = f"{first} >> {second}"
    if INDENT + width(shift) <= COLUMNS:
        return Atom(Code(shift))
    return call(Attribute(name(first), "set_downstream"), name(second))


def _last(bodies: Bodies) -> tuple[Key, ...]:
    """The tasks that no other waits for."""
    tasks = bodies.tasks
    above = {first for first, _ in _order_edges(tasks, bodies)}
    for each in in_order(tasks):
        above.update(_taken(each, bodies))
    return tuple(each for each in in_order(tasks) if each not in above)


def _order_edges(tasks: Tasks, bodies: Bodies) -> list[tuple[Key, Key]]:
    """The pairs of tasks of which the second waits for the first without taking its XCom."""
    edges = []
    for task in in_order(tasks):
        taken = _taken(task, bodies)
        above = tasks.upstream(tasks.work(task[0]), task[1])
        edges += [(each, task) for each in above if each not in taken]
    return edges
